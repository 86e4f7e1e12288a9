// What a person does to a report, one change at a time.
import { expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { goesOnFrom, type Change } from '../../src/report/change.ts';
import { personChangeSchema } from '../../src/report/changeSchema.ts';
import { createReport } from '../../src/report/createReport.ts';
import { sentencesOf, type Report } from '../../src/report/report.ts';
import { probabilityOf, wordings } from '../../src/report/wordings.ts';
import { changed, fresh, frontal, study, texts } from './sampleReport.ts';

const sentence = (report: Report, id: string) => report.sentences.find((other) => other.id === id);

test('a draft begins with sentences that nobody touched or accepted', () => {
  expect(fresh.sentences.map(({ id }) => id)).toEqual(['s1', 's2', 's3', 's4', 's5']);
  expect(fresh.sentences.every(({ touched, accepted }) => !touched && !accepted)).toBe(true);
  expect(sentencesOf(fresh, 'impression').map(({ text }) => text)).toEqual([
    'Cardiomegaly with a small effusion.',
  ]);
});

test('an edit keeps what the model wrote, and typed back it is the model’s again', () => {
  const edited = changed(fresh, { kind: 'edit', id: 's1', text: 'The heart is massively enlarged.' });
  expect(sentence(edited, 's1')).toMatchObject({
    provenance: 'edited',
    touched: true,
    draft: { text: 'The heart is enlarged.' },
  });
  const back = changed(edited, { kind: 'edit', id: 's1', text: 'The heart is enlarged.' });
  expect(sentence(back, 's1')).toMatchObject({ provenance: 'drafted', touched: true });
});

test('a new text must be accepted anew', () => {
  const accepted = changed(fresh, { kind: 'accept', ids: ['s1', 's2'], accepted: true });
  expect(accepted.sentences.map((one) => one.accepted)).toEqual([true, true, false, false, false]);
  const edited = changed(accepted, { kind: 'edit', id: 's1', text: 'Large heart.' });
  const chosen = changed(accepted, { kind: 'choose', id: 's1', text: 'Mild cardiomegaly.' });
  expect([sentence(edited, 's1')?.accepted, sentence(chosen, 's1')?.accepted]).toEqual([false, false]);
});

test('another wording of the model’s has its own probability and leads back', () => {
  const chosen = changed(fresh, { kind: 'choose', id: 's1', text: 'Mild cardiomegaly.' });
  const one = sentence(chosen, 's1');
  expect(one).toMatchObject({ text: 'Mild cardiomegaly.', provenance: 'drafted', touched: true });
  expect(one && probabilityOf(one)).toBe(0.5);
  expect(one && wordings(one)).toHaveLength(3);
  const back = changed(chosen, { kind: 'choose', id: 's1', text: 'The heart is enlarged.' });
  expect(texts(back)).toEqual(texts(fresh));
  expect(() => changed(fresh, { kind: 'choose', id: 's1', text: 'A shark.' })).toThrow('did not offer');
});

test('sentences of one’s own are inserted before another, or last', () => {
  const inserted = changed(
    fresh,
    { kind: 'insert', section: 'findings', text: 'Old rib fracture.', before: 's4' },
    { kind: 'insert', section: 'impression', text: 'Compare with 2019.' },
  );
  expect(texts(inserted)).toEqual([
    'The heart is enlarged.',
    'There is a small left pleural effusion.',
    'No pneumothorax.',
    'Old rib fracture.',
    'The bones are intact.',
    'Cardiomegaly with a small effusion.',
    'Compare with 2019.',
  ]);
  expect(sentence(inserted, 's6')).toMatchObject({ provenance: 'written', accepted: false, touched: true });
  expect(() => changed(fresh, { kind: 'insert', section: 'impression', text: 'a', before: 's1' })).toThrow(
    'There is no sentence s1 in impression',
  );
});

test('sentences move within and between sections', () => {
  const moved = changed(fresh, { kind: 'move', id: 's3', section: 'findings', before: 's1' });
  expect(sentencesOf(moved, 'findings').map(({ id }) => id)).toEqual(['s3', 's1', 's2', 's4']);
  const across = changed(moved, { kind: 'move', id: 's3', section: 'impression' });
  expect(sentencesOf(across, 'impression').map(({ id }) => id)).toEqual(['s5', 's3']);
  expect(sentence(across, 's3')?.touched).toBe(true);
});

test('a change that changes nothing leaves the very same report', () => {
  const nothing: readonly Change[] = [
    { kind: 'edit', id: 's1', text: 'The heart is enlarged.' },
    { kind: 'move', id: 's4', section: 'findings' },
    { kind: 'move', id: 's1', section: 'findings', before: 's2' },
    { kind: 'accept', ids: ['s1'], accepted: false },
    { kind: 'choose', id: 's1', text: 'The heart is enlarged.' },
    { kind: 'field', field: 'indication', text: '' },
    { kind: 'patient' },
    { kind: 'switch', tag: 'Cardiomegaly', on: true },
    { kind: 'add', tag: 'Cardiomegaly' },
    { kind: 'override', image: frontal },
  ];
  for (const change of nothing) expect(changed(fresh, change)).toBe(fresh);
});

test('the panel knows who switched and who added', () => {
  const switched = changed(
    fresh,
    { kind: 'switch', tag: 'Pneumothorax', on: true },
    { kind: 'add', tag: 'Scoliosis', probability: 0.1 },
    { kind: 'add', tag: 'Cervical rib' },
  );
  expect(switched.findings.slice(2)).toEqual([
    { tag: 'Pneumothorax', probability: 0.02, on: true, by: 'person', added: false },
    { tag: 'Scoliosis', probability: 0.1, on: true, by: 'person', added: true },
    { tag: 'Cervical rib', on: true, by: 'person', added: true },
  ]);
  expect(() => changed(fresh, { kind: 'switch', tag: 'Scoliosis', on: true })).toThrow(
    'add it from the list',
  );
});

test('an override of the gate is said in the report', () => {
  const refused = {
    kind: 'not-chest-x-ray',
    probability: 0.97,
    reason: 'This is a photo.',
    overridden: false,
  } as const;
  const odd = createReport({ uid: 'u', images: [{ hash: frontal, view: 'unknown', gate: refused }] });
  expect(changed(odd, { kind: 'override', image: frontal }).study.images[0]?.gate.overridden).toBe(true);
  expect(study.images[0]?.gate.overridden).toBe(false);
});

test('characters that no export can carry are dropped where they are typed', () => {
  const typed = changed(fresh, { kind: 'edit', id: 's1', text: 'Μεγάλη\u0000 καρδιά\r\n\u{1F600} \uD800' });
  expect(sentence(typed, 's1')?.text).toBe('Μεγάλη καρδιά\n\u{1F600} \uFFFD');
});

test('what is not there is refused in words', () => {
  expect(() => changed(fresh, { kind: 'edit', id: 's9', text: 'a' })).toThrow(AppError);
  const blank = changed(fresh, { kind: 'edit', id: 's1', text: ' ' });
  expect(() => changed(blank, { kind: 'accept', ids: ['s1'], accepted: true })).toThrow('without words');
});

test('typing goes on in one place, and a draft goes with the switch that asked for it', () => {
  const edit = { kind: 'edit', id: 's1', text: 'a' } as const;
  expect(goesOnFrom(edit, { ...edit, text: 'ab' })).toBe(true);
  expect(goesOnFrom(edit, { ...edit, id: 's2' })).toBe(false);
  const draft = { model: 'm', images: [], sentences: [], findings: [] };
  const redraft = { kind: 'redraft', draft, reason: [{ tag: 'Edema', on: true }] } as const;
  expect(goesOnFrom({ kind: 'switch', tag: 'Edema', on: true }, redraft)).toBe(true);
  expect(goesOnFrom({ kind: 'switch', tag: 'Fracture', on: true }, redraft)).toBe(false);
  expect(goesOnFrom(edit, redraft)).toBe(false);
});

test('what the window sends is parsed', () => {
  const parse = (value: unknown): boolean => personChangeSchema.safeParse(value).success;
  expect(parse({ kind: 'edit', id: 's1', text: 'a' })).toBe(true);
  expect(parse({ kind: 'insert', section: 'findings', text: 'a', before: undefined })).toBe(true);
  expect(parse({ kind: 'sign', author: 'A', at: '2026-01-01T00:00:00Z' })).toBe(false);
  expect(parse({ kind: 'edit', id: '__proto__', text: 'a' })).toBe(false);
  expect(parse({ kind: 'patient', patient: { name: 'A', id: '1', birthDate: '1970-02-30', sex: '' } })).toBe(
    false,
  );
});
