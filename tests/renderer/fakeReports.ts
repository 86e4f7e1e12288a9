// Studies and reports in memory, behind the fake bridge: the report's own rules (src/report), a scripted model.
import { applyChange, type Change } from '../../src/report/change.ts';
import { compareReports } from '../../src/report/compareReports.ts';
import { createReport } from '../../src/report/createReport.ts';
import type { Report } from '../../src/report/report.ts';
import type {
  EventName,
  Events,
  Handlers,
  PersonChange,
  Phrase,
  ReporterState,
  ReportRequests,
  ReportShellRequests,
  ReportView,
  StudySummary,
  StudyWork,
} from '../../src/ipc.ts';
import { fakeDraft, fakeTags, gateOf, reporterModel } from './fakeDrafts.ts';
import { fakeFilmView, filmHash, viewOfHash, type FakeView } from './fakeFilms.ts';

export interface FakeReportOptions {
  readonly studies: number;
  /** Of the newest study: nothing, some of it accepted and edited, or signed. */
  readonly report: 'draft' | 'worked' | 'signed' | 'refused';
  readonly reporter: 'ready' | 'missing';
  /** Films of 3,000 by 3,000 pixels. */
  readonly largeFilms: boolean;
}

interface Kept {
  summary: Omit<StudySummary, 'work' | 'report'>;
  work: StudyWork;
  report: Report | undefined;
  done: Report[];
  undone: Report[];
  changedAtMs: number;
}

type Emit = <K extends EventName>(name: K, ...args: Parameters<Events[K]>) => void;

/** The hash of a text is not asked for its strength here. */
const sha256 = (text: string): string => text.length.toString(16).padStart(64, '0');
const missing = {
  code: 'model/missing',
  message:
    'There is no model in models/chest-xray-reporter: config.json is missing. Give a folder that holds config.json, model.safetensors, vocabulary.json.',
} as const;
const at = '2026-03-01T14:05:00+02:00';

export class FakeReports {
  readonly #studies = new Map<number, Kept>();
  readonly #removed = new Map<number, Kept>();
  readonly #emit: Emit;
  readonly #options: FakeReportOptions;
  #phrases: readonly Phrase[] = [
    { id: 1, text: 'No acute cardiopulmonary abnormality.' },
    { id: 2, text: 'Follow-up in six weeks is advised.' },
  ];
  /** From now on drafts wait for `let`. */
  held = false;
  readonly #waiting: (() => void)[] = [];

  constructor(options: FakeReportOptions, emit: Emit) {
    this.#options = options;
    this.#emit = emit;
    for (let id = 1; id <= options.studies; id += 1) this.#seed(id);
  }

  let(): void {
    this.held = false;
    for (const run of this.#waiting.splice(0)) run();
  }

  #seed(id: number): void {
    const isNewest = id === this.#options.studies;
    const views: readonly FakeView[] =
      isNewest && this.#options.report === 'refused' ? ['photo'] : ['frontal', 'lateral'];
    this.#add(`Study ${String(id).padStart(4, '0')}`, views, Date.UTC(2026, 1, 1) + id);
    this.#read(id);
    if (this.#options.reporter === 'missing') return;
    if (isNewest && (this.#options.report === 'worked' || this.#options.report === 'signed')) {
      this.#change(id, { kind: 'edit', id: 's2', text: 'The lungs are clear on both sides.' });
      this.#change(id, { kind: 'accept', ids: ['s1', 's2'], accepted: true });
      this.#change(id, { kind: 'insert', section: 'impression', text: 'Compare with the film of 2024.' });
      this.#change(id, { kind: 'field', field: 'indication', text: 'Cough for two weeks.' });
    }
    if ((isNewest && this.#options.report === 'signed') || (!isNewest && id % 3 === 0)) {
      this.#change(id, { kind: 'accept', ids: ['s1'], accepted: true });
      this.#change(id, { kind: 'sign', author: 'Dr. Άννα Δήμου', at });
    }
  }

  #add(name: string, views: readonly FakeView[], addedAtMs: number): number {
    const id = this.#studies.size + this.#removed.size + 1;
    const films = views.map((view) => {
      const hash = filmHash(id, view, this.#options.largeFilms);
      return { hash, path: `/films/${name}/${view}.dcm`, name: `${view}.dcm`, hasThumb: true };
    });
    const summary = { id, name, addedAtMs, films };
    const kept: Kept = {
      summary,
      work: { kind: 'idle' },
      report: undefined,
      done: [],
      undone: [],
      changedAtMs: addedAtMs,
    };
    this.#studies.set(id, kept);
    return id;
  }

  /** What the engine does with a study that waits. */
  #read(id: number): void {
    const kept = this.#kept(id);
    const isReady = this.#options.reporter === 'ready';
    const images = kept.summary.films.map(({ hash }) => {
      const gate = gateOf(viewOfHash(hash), isReady);
      const view = gate.kind === 'frontal' || gate.kind === 'lateral' ? gate.kind : ('unknown' as const);
      return { hash, view, gate };
    });
    kept.work = isReady ? { kind: 'idle' } : { kind: 'failed', error: missing };
    kept.report ??= createReport({ uid: `study-${String(id)}`, images });
    if (isReady) this.#redraft(id, 'all');
    this.#tell(id);
  }

  #redraft(id: number, reason: Extract<Change, { kind: 'redraft' }>['reason']): void {
    const kept = this.#kept(id);
    if (kept.report === undefined || kept.report.status === 'signed') return;
    const draft = fakeDraft(kept.report);
    if (draft === undefined) return;
    kept.report = applyChange(kept.report, { kind: 'redraft', draft, reason }, sha256);
    kept.changedAtMs += 1;
  }

  #kept(id: number): Kept {
    const kept = this.#studies.get(id);
    if (kept === undefined) throw new Error(`no study ${String(id)}`);
    return kept;
  }

  #summary = (kept: Kept): StudySummary => ({
    ...kept.summary,
    work: kept.work,
    report:
      kept.report === undefined
        ? undefined
        : { id: kept.summary.id, status: kept.report.status, changedAtMs: kept.changedAtMs },
  });

  #list = (): readonly StudySummary[] => [...this.#studies.values()].map(this.#summary).reverse();

  /** A report has the id of its study here. */
  #view(id: number): ReportView {
    const { report, done, undone, changedAtMs } = this.#kept(id);
    if (report === undefined) throw new Error(`no report ${String(id)}`);
    const isOpen = report.status === 'draft';
    return {
      id,
      studyId: id,
      report,
      canUndo: isOpen && done.length > 0,
      canRedo: isOpen && undone.length > 0,
      changedAtMs,
      intact: isOpen ? undefined : true,
    };
  }

  #tell(id: number): void {
    this.#emit('studies:changed', [this.#summary(this.#kept(id))]);
  }

  #change(id: number, change: Change): ReportView {
    const kept = this.#kept(id);
    if (kept.report === undefined) throw new Error('no report');
    const next = applyChange(kept.report, change, sha256);
    if (next !== kept.report) {
      kept.done.push(kept.report);
      kept.undone = [];
      kept.report = next;
      kept.changedAtMs += 1;
    }
    return this.#view(id);
  }

  #personChange(id: number, change: PersonChange): ReportView {
    const view = this.#change(id, change);
    const reason =
      change.kind === 'switch'
        ? [{ tag: change.tag, on: change.on }]
        : change.kind === 'add'
          ? [{ tag: change.tag, on: true }]
          : change.kind === 'override'
            ? ('all' as const)
            : undefined;
    if (reason === undefined || this.#options.reporter !== 'ready') return view;
    const kept = this.#kept(id);
    kept.work = { kind: 'drafting' };
    this.#tell(id);
    const run = (): void => {
      this.#redraft(id, reason);
      kept.work = { kind: 'idle' };
      this.#emit('reports:changed', this.#view(id));
      this.#tell(id);
    };
    if (this.held) this.#waiting.push(run);
    else setTimeout(run, 20);
    return view;
  }

  #step(id: number, from: 'done' | 'undone', to: 'done' | 'undone'): ReportView {
    const kept = this.#kept(id);
    const report = kept[from].pop();
    if (report !== undefined && kept.report !== undefined) {
      kept[to].push(kept.report);
      kept.report = report;
    }
    return this.#view(id);
  }

  #added(names: readonly string[]): { studies: readonly StudySummary[]; failures: [] } {
    const views: readonly FakeView[] = names.length === 2 ? ['frontal', 'lateral'] : ['frontal'];
    const id = this.#add(names[0] ?? '', views, Date.UTC(2026, 2, 1));
    this.#read(id);
    return { studies: [this.#summary(this.#kept(id))], failures: [] };
  }

  readonly #state: () => ReporterState = () =>
    this.#options.reporter === 'ready'
      ? { kind: 'ready', model: reporterModel, tags: fakeTags }
      : { kind: 'failed', error: missing };

  readonly handlers: Handlers<ReportRequests & ReportShellRequests> = {
    'studies:list': () => this.#list(),
    'studies:add': (paths) => this.#added(paths.map((path) => path.split('/').at(-1) ?? path)),
    'studies:addFilms': (id) => {
      const kept = this.#kept(id);
      const hash = filmHash(id, 'lateral');
      const films = [
        ...kept.summary.films,
        { hash, path: '/films/late.dcm', name: 'late.dcm', hasThumb: true },
      ];
      kept.summary = { ...kept.summary, films };
      return this.#summary(kept);
    },
    'studies:remove': (ids, removed) => {
      const [from, to] = removed ? [this.#studies, this.#removed] : [this.#removed, this.#studies];
      for (const id of ids) {
        const kept = from.get(id);
        if (kept !== undefined) to.set(id, kept);
        from.delete(id);
      }
      return this.#list();
    },
    'studies:retry': (id) => this.#summary(this.#kept(id)),
    'reports:reporter': this.#state,
    'reports:open': (id) => this.#view(id),
    'reports:change': (id, change) => this.#personChange(id, change),
    'reports:undo': (id) => this.#step(id, 'done', 'undone'),
    'reports:redo': (id) => this.#step(id, 'undone', 'done'),
    'reports:sign': (id, author) => this.#change(id, { kind: 'sign', author, at }),
    'reports:addendum': (id, text, author) => this.#change(id, { kind: 'addendum', text, author, at }),
    'reports:earlier': (id) =>
      id < 2
        ? []
        : [{ id: id - 1, name: 'Study of 2024', status: 'signed', createdAtMs: Date.UTC(2024, 4, 1) }],
    'reports:compare': (id, earlierId) => {
      const there = this.#view(earlierId).report;
      const sentences = there.sentences.map((sentence, i) =>
        i === 0 ? { ...sentence, text: 'The heart is mildly enlarged.' } : sentence,
      );
      return {
        earlier: {
          id: earlierId,
          name: 'Study of 2024',
          status: 'signed',
          createdAtMs: Date.UTC(2024, 4, 1),
        },
        differences: compareReports(this.#view(id).report, { ...there, sentences: sentences.slice(0, -1) }),
      };
    },
    'reports:export': (_id, _format, destination) => destination,
    'films:open': (_study, hash) => fakeFilmView(hash),
    'phrases:list': () => this.#phrases,
    'phrases:keep': (text) => (this.#phrases = [{ id: this.#phrases.length + 1, text }, ...this.#phrases]),
    'phrases:use': () => this.#phrases,
    'phrases:forget': (id) => (this.#phrases = this.#phrases.filter((phrase) => phrase.id !== id)),
    'shell:openStudies': () => this.#added(['frontal.dcm', 'lateral.dcm']),
    'shell:openFilms': (id) => this.handlers['studies:addFilms'](id, []),
    'shell:saveReportAs': (_format, name) => `/home/person/${name}`,
  };
}
