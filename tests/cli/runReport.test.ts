// The report command with real pictures and a real reporter of random weights.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runReport, type ReportFlags } from '../../src/cli/runReport.ts';
import { writeReporterFolder } from '../../src/engine/reporterFolder.ts';
import { findings, observations } from '../../src/evaluation/findings/observations.ts';
import { gateKinds } from '../../src/model/reporter/config.ts';
import { disclaimer } from '../../src/report/report.ts';
import { makeFilm } from '../engine/smallStudies.ts';
import { randomReporter } from '../model/randomReporter.ts';
import { fakeTerminal } from './fakeTerminal.ts';

let base: string;
const at = (...path: string[]): string => join(base, ...path);

async function put(path: string, seed: number): Promise<void> {
  await mkdir(join(at(path), '..'), { recursive: true });
  await writeFile(at(path), await makeFilm(100, seed));
}

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'report-'));
  const content = randomReporter();
  await writeReporterFolder(at('model'), content);
  const strict = new Map(content.arrays);
  strict.set('gate/bias', { shape: [gateKinds.length], data: Float32Array.of(0, 0, 0, 6) });
  await writeReporterFolder(at('strict'), { ...content, arrays: strict });
  await put('studies/two/1.png', 1);
  await put('studies/two/2.png', 2);
  await put('studies/one/film.png', 3);
  await put('studies/broken/1.png', 4);
  await writeFile(at('studies/broken/2.png'), 'not a picture');
  await mkdir(at('studies/empty'));
});
afterAll(() => rm(base, { recursive: true }));

async function run(
  paths: readonly string[],
  changed: Partial<ReportFlags> = {},
  signal = new AbortController().signal,
) {
  const terminal = fakeTerminal();
  const flags: ReportFlags = { force: false, model: at('model'), backend: 'wasm', ...changed };
  let nowMs = 0;
  const code = await runReport(paths, flags, {
    terminal,
    nowMs: () => (nowMs += 250),
    now: () => new Date('2026-03-01T12:00:00Z'),
    signal,
  });
  return { code, printed: terminal.printed, told: terminal.told };
}

const linesOf = (printed: string): Record<string, unknown>[] =>
  printed
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const anyNumber = expect.any(Number) as number;
const share = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1;

describe('JSON lines', () => {
  test('hold a record for each folder, in their order; one that fails says why and the others go on', async () => {
    const names = ['two', 'broken', 'empty', 'gone', 'one'];
    const { code, printed, told } = await run(
      names.map((name) => at('studies', name)),
      { jsonl: true },
    );
    expect(code).toBe(1);
    expect(told).toEqual([]);
    const records = linesOf(printed);
    expect(records.map(({ uid }) => uid)).toEqual(names);
    const [two, broken, empty, gone, one] = records;
    for (const record of [two, one])
      expect(Object.keys(record ?? {})).toEqual([
        'uid',
        'text',
        'findings',
        'sentences',
        'gate',
        'model',
        'ms',
      ]);
    expect(broken).toEqual({
      uid: 'broken',
      error: expect.stringContaining('2.png is not a picture') as string,
    });
    expect(empty).toEqual({ uid: 'empty', error: expect.stringContaining('holds no picture') as string });
    expect(gone).toEqual({ uid: 'gone', error: expect.stringContaining(at('studies/gone')) as string });
  });

  test('hold what was promised', async () => {
    const { code, printed } = await run([at('studies/two')], { jsonl: true });
    expect(code).toBe(0);
    const [record] = linesOf(printed);
    expect(record).toMatchObject({
      uid: 'two',
      model: expect.stringMatching(/^tiny-reporter@[0-9a-f]{8}$/) as string,
      ms: 250,
      gate: [
        { file: at('studies/two/1.png'), kind: 'frontal', probability: anyNumber },
        { file: at('studies/two/2.png'), kind: 'frontal', probability: anyNumber },
      ],
    });
    const sentences = record?.['sentences'] as readonly Record<string, unknown>[];
    expect(sentences.length).toBeGreaterThan(0);
    for (const sentence of sentences) {
      expect(Object.keys(sentence)).toEqual(['text', 'section', 'probability', 'stop', 'tags']);
      expect(['findings', 'impression']).toContain(sentence['section']);
      expect(share(sentence['probability'])).toBe(true);
      expect(share(sentence['stop'])).toBe(true);
      for (const tag of sentence['tags'] as readonly Record<string, unknown>[]) {
        expect([...observations, 'normal', 'Opacity/lung']).toContain(tag['tag']);
        expect(share(tag['weight'])).toBe(true);
      }
    }
    expect(record?.['text']).toBe(sentences.map(({ text }) => text).join(' '));
    const panel = record?.['findings'] as readonly Record<string, unknown>[];
    expect(panel.map(({ finding }) => finding)).toEqual(expect.arrayContaining([...findings]));
    for (const { probability } of panel) expect(share(probability)).toBe(true);
    expect(panel.filter(({ stated }) => stated === true).map(({ finding }) => finding)).toEqual([
      'Cardiomegaly',
    ]);
  });

  test('the same films give the same record again', async () => {
    const once = await run([at('studies/two'), at('studies/one')], { jsonl: true });
    expect((await run([at('studies/two'), at('studies/one')], { jsonl: true })).printed).toBe(once.printed);
  });
});

describe('one study', () => {
  const films = (): string[] => [at('studies/two/1.png'), at('studies/two/2.png')];

  test('is printed as text, with who wrote it and the disclaimer', async () => {
    const { code, printed } = await run(films());
    expect(code).toBe(0);
    expect(printed).toContain(disclaimer.split('.')[0]);
    expect(printed).toMatch(/findings/i);
    expect(printed).toBe((await run(films(), { text: true })).printed);
  });

  test('is printed as JSON with where the model looked and what else it might have said', async () => {
    const { printed } = await run(films(), { json: true });
    const record = JSON.parse(printed) as { uid: string; sentences: Record<string, unknown>[] };
    expect(record.uid).toBe('1.png');
    for (const sentence of record.sentences) {
      const maps = sentence['attention'] as { image: string; grid: number[] }[];
      // Both films look frontal to this model: it drafts from the first.
      expect(maps).toHaveLength(1);
      expect(maps[0]?.image).toMatch(/^[0-9a-f]{64}$/);
      expect(maps[0]?.grid.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 2);
      expect(Array.isArray(sentence['alternatives'])).toBe(true);
    }
  });

  test('is written to files, in place of older ones', async () => {
    await writeFile(at('draft.json'), 'older');
    const flags = { fhir: at('draft.json'), docx: at('draft.docx'), dicomSr: at('draft.dcm') };
    const { code, printed } = await run(films(), flags);
    expect({ code, printed }).toEqual({ code: 0, printed: '' });
    expect(JSON.parse(await readFile(at('draft.json'), 'utf8'))).toMatchObject({
      resourceType: expect.stringMatching(/DiagnosticReport|Bundle/) as string,
    });
    expect((await readFile(at('draft.docx'))).subarray(0, 2).toString()).toBe('PK');
    expect((await readFile(at('draft.dcm'))).subarray(128, 132).toString()).toBe('DICM');
    const both = await run(films(), { ...flags, text: true });
    expect(both.printed).toContain(disclaimer.split('.')[0]);
  });

  test('may be DICOM', async () => {
    const film = join(import.meta.dirname, '../fixtures/images/valid/dicom/grey-12-bit.dcm');
    const { code, printed } = await run([film], { jsonl: true });
    expect(code).toBe(0);
    expect(linesOf(printed)[0]).toMatchObject({ gate: [{ file: film, kind: 'frontal' }] });
  });

  test('that fails is told', async () => {
    const { code, printed, told } = await run([at('studies/broken/2.png')]);
    expect({ code, printed }).toEqual({ code: 1, printed: '' });
    expect(told).toEqual([expect.stringMatching(/^2\.png: .*2\.png is not a picture/)]);
  });
});

describe('what is no chest X-ray', () => {
  const model = { model: '' };
  beforeAll(() => {
    model.model = at('strict');
  });

  test('gets no draft but a sentence that says why', async () => {
    const { code, printed, told } = await run([at('studies/one')], model);
    expect({ code, printed }).toEqual({ code: 1, printed: '' });
    expect(told).toEqual([expect.stringMatching(/^one: This does not look like a chest X-ray/)]);
    const [record] = linesOf((await run([at('studies/one')], { ...model, jsonl: true })).printed);
    expect(record).toMatchObject({
      uid: 'one',
      error: expect.stringMatching(/does not look like a chest X-ray/) as string,
      gate: [{ kind: 'not-chest-x-ray' }],
    });
    expect(record).not.toHaveProperty('text');
  });

  test('is drafted with --force, which the record and the report say', async () => {
    const forced = { ...model, force: true };
    const { code, printed } = await run([at('studies/one')], { ...forced, jsonl: true });
    expect(code).toBe(0);
    expect(linesOf(printed)[0]).toMatchObject({
      gate: [{ kind: 'not-chest-x-ray', overridden: true, reason: expect.any(String) as string }],
    });
    const text = await run([at('studies/one')], forced);
    expect(text.printed).toMatch(/not look like a chest X-ray|overrid|all the same/i);
  });

  test('a film that passes is not marked by --force', async () => {
    const { printed } = await run([at('studies/one')], { jsonl: true, force: true });
    expect(linesOf(printed)[0]?.['gate']).toEqual([
      { file: at('studies/one/film.png'), kind: 'frontal', probability: anyNumber },
    ]);
  });
});

describe('wrong usage', () => {
  const both = (): string[] => [at('studies/one'), at('studies/two')];

  test.each([[{ fhir: 'x.json' }], [{ docx: 'x.docx' }], [{ dicomSr: 'x.dcm' }], [{ json: true }]] as const)(
    'several studies with %j',
    async (flags) => {
      await expect(run(both(), flags)).rejects.toMatchObject({
        code: 'usage',
        message: expect.stringContaining('--jsonl') as string,
      });
    },
  );

  test('too many films', async () => {
    const films = Array.from({ length: 5 }, () => at('studies/one/film.png'));
    await expect(run(films)).rejects.toMatchObject({ code: 'usage' });
  });

  test('a model that is not there', async () => {
    await expect(run(both(), { jsonl: true, model: at('nowhere') })).rejects.toMatchObject({
      code: 'model/missing',
    });
  });
});

test('stopped, it says so and prints no half record', async () => {
  const controller = new AbortController();
  controller.abort();
  await expect(run([at('studies/one')], { jsonl: true }, controller.signal)).rejects.toMatchObject({
    code: 'cancelled',
  });
});
