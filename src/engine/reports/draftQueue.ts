// Studies that wait for the model, one after another: what a person asked for first, then those that nobody has read.
import { AppError, toFailure, type Failure } from '../../errors.ts';
import type { StudyWork } from '../../ipc.ts';
import type { Reporter } from '../../drafting/reporter.ts';
import type { OpenReport } from '../../library/reports.ts';
import { beginUnread, readStudy, reportOf, type Reading, type Wish } from './readStudy.ts';
import type { ReporterLife } from './reporterState.ts';

export interface DraftQueue {
  /** Of a study: nothing, waiting, in work, or what went wrong last. */
  readonly work: (studyId: number) => StudyWork;
  /** Puts a study into the queue; wishes for the same study become one. */
  ask(studyId: number, wish: Wish, urgency: 'soon' | 'first'): void;
  /** A study that waits goes first: somebody looks at it. */
  prefer(studyId: number): void;
  /** Takes studies out that were removed from the window. */
  forget(studyIds: readonly number[]): void;
  /** Ends the work in hand. */
  close(): Promise<void>;
}

export interface DraftQueueOptions extends Reading {
  readonly reporter: ReporterLife;
  readonly onWork: (studyId: number) => void;
  readonly onReport: (report: OpenReport) => void;
  readonly onBug: (error: unknown) => void;
}

interface Asked {
  readonly studyId: number;
  readonly wish: Wish;
  /** A person waits for it: a model that would not open is tried again. */
  readonly urgent: boolean;
}

export function createDraftQueue(options: DraftQueueOptions): DraftQueue {
  const { reporter, onWork, onReport, onBug } = options;
  let waiting: Asked[] = [];
  let current: number | undefined;
  let running: Promise<void> | undefined;
  let isClosed = false;
  const failures = new Map<number, Failure>();

  async function run(): Promise<void> {
    for (;;) {
      const [next, ...rest] = waiting;
      if (next === undefined || isClosed) return;
      waiting = rest;
      current = next.studyId;
      failures.delete(next.studyId);
      onWork(next.studyId);
      try {
        const report = await read(next);
        if (report !== undefined) onReport(report);
      } catch (error) {
        const failure = toFailure(error);
        if (failure.code === 'bug') onBug(error);
        failures.set(next.studyId, failure);
      }
      current = undefined;
      onWork(next.studyId);
    }
  }

  async function read({ studyId, wish, urgent }: Asked): Promise<OpenReport | undefined> {
    let open: Reporter;
    try {
      if (reporter.state.kind === 'failed' && !urgent) {
        throw new AppError(reporter.state.error.code, reporter.state.error.message);
      }
      open = await reporter.opened();
    } catch (error) {
      // Without a model the study can still be looked at and written about.
      if (reportOf(options.db, studyId) === undefined) onReport(await beginUnread(options, studyId));
      throw error;
    }
    try {
      return await readStudy(options, open, studyId, wish);
    } catch (error) {
      if (error instanceof AppError && error.code === 'engine/stopped') reporter.drop(open);
      throw error;
    }
  }

  function pump(): void {
    running ??= run().finally(() => {
      running = undefined;
      if (waiting.length > 0 && !isClosed) pump();
    });
  }

  return {
    work(studyId) {
      if (studyId === current) return { kind: 'drafting' };
      if (waiting.some((asked) => asked.studyId === studyId)) return { kind: 'waiting' };
      const error = failures.get(studyId);
      return error === undefined ? { kind: 'idle' } : { kind: 'failed', error };
    },
    ask(studyId, wish, urgency) {
      const before = waiting.find((asked) => asked.studyId === studyId);
      const asked = {
        studyId,
        wish: before === undefined ? wish : both(before.wish, wish),
        urgent: urgency === 'first' || (before?.urgent ?? false),
      };
      const others = waiting.filter((other) => other !== before);
      waiting = asked.urgent ? [asked, ...others] : [...others, asked];
      onWork(studyId);
      pump();
    },
    prefer(studyId) {
      const asked = waiting.find((other) => other.studyId === studyId);
      if (asked !== undefined) waiting = [asked, ...waiting.filter((other) => other !== asked)];
    },
    forget(studyIds) {
      waiting = waiting.filter(({ studyId }) => !studyIds.includes(studyId));
    },
    async close() {
      isClosed = true;
      await running;
    },
  };
}

/** Two wishes as one; of a finding that was switched twice the last counts. */
function both(before: Wish, next: Wish): Wish {
  if (before === 'films' || next === 'films') return 'films';
  if (before === 'all' || next === 'all') return 'all';
  return [...before.filter(({ tag }) => !next.some((other) => other.tag === tag)), ...next];
}
