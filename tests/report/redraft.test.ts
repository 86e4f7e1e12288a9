// A new draft replaces what depended on a change, and never what a person touched, whatever was done before.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { applyChange, type Change } from '../../src/report/change.ts';
import { redraft, type RedraftReason } from '../../src/report/redraft.ts';
import { sections, sentencesOf, type Draft, type Report } from '../../src/report/report.ts';
import { changed, draft, drafted, fresh, sha256, texts } from './sampleReport.ts';

const withSentences = (sentences: Draft['sentences']): Draft => ({ ...draft, sentences });

const noEffusion = withSentences([
  drafted('findings', 'A heart of usual size.', ['Cardiomegaly']),
  drafted('findings', 'No pleural effusion.', ['Pleural Effusion']),
  drafted('impression', 'Cardiomegaly.', ['Cardiomegaly', 'Pleural Effusion']),
]);
const effusionOff = { kind: 'switch', tag: 'Pleural Effusion', on: false } as const;
const reason = [{ tag: 'Pleural Effusion', on: false }] as const;

test('only what depended on the finding is replaced, in its place', () => {
  const report = redraft(changed(fresh, effusionOff), noEffusion, reason);
  expect(texts(report)).toEqual([
    'The heart is enlarged.',
    'No pleural effusion.',
    'No pneumothorax.',
    'The bones are intact.',
    'Cardiomegaly.',
  ]);
  expect(report.sentences.map(({ id }) => id)).toEqual(['s1', 's6', 's3', 's4', 's7']);
});

test('what a person touched stays, whichever way it was touched', () => {
  const touches: readonly Change[] = [
    { kind: 'edit', id: 's2', text: 'A large effusion.' },
    { kind: 'accept', ids: ['s2'], accepted: true },
    { kind: 'move', id: 's2', section: 'findings' },
  ];
  for (const touch of touches) {
    const touched = changed(fresh, touch, effusionOff);
    const report = redraft(touched, noEffusion, reason);
    const find = ({ sentences }: Report) => sentences.find(({ id }) => id === 's2');
    expect(find(report)).toBe(find(touched));
  }
});

test('the wording that a person edited away does not come back beside the person’s', () => {
  const edited = changed(fresh, { kind: 'edit', id: 's2', text: 'A large effusion.' });
  expect(texts(redraft(edited, draft, 'all'))).toEqual(texts(edited));
});

test('a deleted sentence comes back only when its finding is asked for', () => {
  const deleted = changed(fresh, { kind: 'delete', id: 's2' });
  expect(texts(redraft(deleted, draft, 'all'))).toEqual(texts(deleted));
  const on = changed(deleted, effusionOff, { ...effusionOff, on: true });
  expect(texts(redraft(on, draft, [{ tag: 'Pleural Effusion', on: true }]))).toContain(
    'There is a small left pleural effusion.',
  );
});

test('a draft that comes too late changes nothing', () => {
  expect(redraft(fresh, noEffusion, reason)).toBe(fresh);
  expect(redraft(fresh, { ...noEffusion, images: ['other'] }, 'all')).toBe(fresh);
  expect(redraft(fresh, { ...noEffusion, images: [] }, 'all')).toBe(fresh);
  const switched = changed(fresh, effusionOff);
  expect(redraft(switched, draft, 'all')).toBe(switched);
});

test('the same words keep their block', () => {
  const again = redraft(fresh, draft, 'all');
  expect(again).toEqual(fresh);
});

test('a signed report takes no draft', () => {
  const signed = changed(
    fresh,
    { kind: 'accept', ids: ['s1'], accepted: true },
    { kind: 'sign', author: 'A', at: '2026-03-01T14:05:00+02:00' },
  );
  expect(() => redraft(signed, draft, 'all')).toThrow(AppError);
});

const tags = ['Cardiomegaly', 'Pleural Effusion', 'Pneumothorax', 'Edema'] as const;
const words = fc.constantFrom(
  'Clear.',
  'Large heart.',
  'No effusion.',
  'Edema.',
  'The heart is enlarged.',
  'x',
);
const section = fc.constantFrom(...sections);
const id = fc.nat({ max: 14 }).map((i) => `s${i}`);
const anyDraft: fc.Arbitrary<Draft> = fc
  .array(
    fc
      .tuple(section, words, fc.subarray([...tags]), fc.array(words, { maxLength: 2 }))
      .map(([where, text, on, others]) => drafted(where, text, on, others)),
    { maxLength: 8 },
  )
  .map(withSentences);
const anyChange: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('edit' as const), id, text: words }),
  fc.record({
    kind: fc.constant('insert' as const),
    section,
    text: words,
    before: fc.option(id, { nil: undefined }),
  }),
  fc.record({ kind: fc.constant('delete' as const), id }),
  fc.record({ kind: fc.constant('move' as const), id, section, before: fc.option(id, { nil: undefined }) }),
  fc.record({
    kind: fc.constant('accept' as const),
    ids: fc.array(id, { maxLength: 2 }),
    accepted: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('choose' as const), id, text: words }),
  fc.record({ kind: fc.constant('switch' as const), tag: fc.constantFrom(...tags), on: fc.boolean() }),
  fc.record({ kind: fc.constant('add' as const), tag: fc.constantFrom(...tags) }),
  fc.record({ kind: fc.constant('redraft' as const), draft: anyDraft, reason: fc.constant('all' as const) }),
);

/** As far as each change can be done; what cannot be done is refused and leaves the report. */
function play(changes: readonly Change[]): Report {
  let report = fresh;
  for (const change of changes) {
    try {
      report = applyChange(report, change, sha256);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }
  return report;
}

const reasonFor = (report: Report, switched: readonly string[]): RedraftReason =>
  switched.map((tag) => ({ tag, on: report.findings.find((other) => other.tag === tag)?.on ?? false }));

test('whatever was done: touched sentences stay as and where they are; others change only by their findings', () => {
  fc.assert(
    fc.property(
      fc.array(anyChange, { maxLength: 25 }),
      anyDraft,
      fc.option(fc.subarray([...tags], { minLength: 1 }), { nil: undefined }),
      (changes, next, switched) => {
        const before = play(changes);
        const report = redraft(before, next, switched === undefined ? 'all' : reasonFor(before, switched));
        const mayGo = ({ touched, draft: own }: Report['sentences'][number]): boolean =>
          !touched &&
          (switched === undefined ||
            (own?.dependsOn.some((tag) => switched.includes(tag as never)) ?? false));
        const ids = new Set(report.sentences.map((sentence) => sentence.id));
        expect(ids.size).toBe(report.sentences.length);
        for (const where of sections) {
          const kept = sentencesOf(before, where).filter((sentence) => !mayGo(sentence));
          const keptIds = new Set(kept.map((sentence) => sentence.id));
          const still = sentencesOf(report, where).filter((sentence) => keptIds.has(sentence.id));
          // The same objects in the same order.
          expect(still.length).toBe(kept.length);
          for (const [i, sentence] of kept.entries()) expect(still[i]).toBe(sentence);
          const added = sentencesOf(report, where).filter((sentence) => !keptIds.has(sentence.id));
          expect(added.every(({ touched, accepted }) => !touched && !accepted)).toBe(true);
          if (switched !== undefined) {
            expect(added.every((sentence) => mayGo(sentence))).toBe(true);
          }
        }
        expect({ ...report, sentences: [], findings: [], nextId: 0, model: '' }).toEqual({
          ...before,
          sentences: [],
          findings: [],
          nextId: 0,
          model: '',
        });
        for (const finding of before.findings.filter(({ by }) => by === 'person')) {
          expect(report.findings.find(({ tag }) => tag === finding.tag)).toMatchObject({
            on: finding.on,
            by: 'person',
            added: finding.added,
          });
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

test('the same draft twice is the same as once', () => {
  fc.assert(
    fc.property(fc.array(anyChange, { maxLength: 20 }), anyDraft, (changes, next) => {
      const once = redraft(play(changes), next, 'all');
      expect(texts(redraft(once, next, 'all'))).toEqual(texts(once));
    }),
    { numRuns: 500 },
  );
});
