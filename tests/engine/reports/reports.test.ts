// Studies and reports as the window asks for them: from a dropped film to a signed export, and what may go wrong between.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/errors.ts';
import type { ReportView, StudySummary } from '../../../src/ipc.ts';
import { madeImage, ramp } from '../../image/dicom/made.ts';
import { createFakeReporter } from '../fakeReporter.ts';
import { startTestEngine, type TestEngine } from '../testEngine.ts';

const bright = '#ccc';
const dark = '#444';
const black = '#000';

const isBusy = ({ work }: StudySummary): boolean => work.kind === 'waiting' || work.kind === 'drafting';

/** Waits until the model has nothing to do. */
async function settled(engine: TestEngine): Promise<readonly StudySummary[]> {
  await engine.untilTrue(async () => !(await engine.ask['studies:list']()).some(isBusy));
  return engine.ask['studies:list']();
}

async function open(engine: TestEngine): Promise<ReportView> {
  const [study] = await settled(engine);
  return engine.ask['reports:open'](study?.report?.id ?? 0);
}

async function dropOne(engine: TestEngine, colour = bright): Promise<ReportView> {
  await engine.ask['studies:add']([await engine.picture('film.png', colour)]);
  return open(engine);
}

const texts = ({ report }: ReportView): readonly string[] => report.sentences.map(({ text }) => text);
const idOf = ({ report }: ReportView, text: string): string =>
  report.sentences.find((sentence) => sentence.text === text)?.id ?? '';

describe('adding', () => {
  test('two files are one study, frontal first, drafted by itself; a folder is another', async () => {
    await using engine = await startTestEngine();
    const lateral = await engine.picture('a.png', dark);
    const frontal = await engine.picture('b.png', bright);
    const folder = join(engine.pictures, 'patient 7');
    await mkdir(folder);
    await engine.picture('patient 7/front.png', '#bbb');
    const { studies, failures } = await engine.ask['studies:add']([lateral, frontal, folder]);
    expect(failures).toEqual([]);
    expect(studies.map(({ name, films }) => [name, films.length])).toEqual([
      ['a.png', 2],
      ['patient 7', 1],
    ]);
    expect(studies.every(({ films }) => films.every(({ hasThumb }) => hasThumb))).toBe(true);
    const all = await settled(engine);
    expect(all.map(({ report, work }) => [report?.status, work.kind])).toEqual([
      ['draft', 'idle'],
      ['draft', 'idle'],
    ]);
    const first = await engine.ask['reports:open'](all[1]?.report?.id ?? 0);
    expect(first.report.study.images.map(({ view }) => view)).toEqual(['frontal', 'lateral']);
    expect(texts(first)).toEqual([
      'The bones are intact.',
      'There is cardiomegaly.',
      'There is pleural effusion.',
      'No pneumothorax.',
    ]);
    // The same again is the same.
    const again = await engine.ask['studies:add']([frontal, lateral]);
    expect(again.studies.map(({ id }) => id)).toEqual([studies[0]?.id]);
  });

  test('a file that is no picture is told', async () => {
    await using engine = await startTestEngine();
    const text = join(engine.pictures, 'notes.png');
    await writeFile(text, 'no picture');
    const added = await engine.ask['studies:add']([text]);
    expect([added.studies, added.failures[0]?.code]).toEqual([[], 'image/unsupported']);
  });

  test('a film that vanished before it was read: the failure stays until it is back', async () => {
    const reporter = createFakeReporter();
    await using engine = await startTestEngine({ openReporter: () => Promise.resolve(reporter) });
    reporter.hold();
    await engine.ask['studies:add']([await engine.picture('first.png', bright)]);
    await reporter.called();
    const path = await engine.picture('second.png', bright);
    const bytes = await readFile(path);
    await engine.ask['studies:add']([path]);
    await rm(path);
    reporter.let();
    const [study] = await settled(engine);
    expect(study?.work).toMatchObject({ kind: 'failed', error: { code: 'file/missing' } });
    await writeFile(path, bytes);
    await engine.ask['studies:retry'](study?.id ?? 0);
    expect((await settled(engine))[0]).toMatchObject({ work: { kind: 'idle' }, report: { status: 'draft' } });
  });
});

describe('drafting', () => {
  test('a switched finding redrafts its sentence alone; what was touched stays; one undo takes both back', async () => {
    await using engine = await startTestEngine();
    const first = await dropOne(engine);
    const mine = idOf(first, 'There is pleural effusion.');
    await engine.ask['reports:change'](first.id, { kind: 'edit', id: mine, text: 'A trace of effusion.' });
    await engine.ask['reports:change'](first.id, { kind: 'switch', tag: 'Cardiomegaly', on: false });
    await engine.ask['reports:change'](first.id, { kind: 'switch', tag: 'Pleural Effusion', on: false });
    const after = await open(engine);
    expect(texts(after)).toEqual([
      'The bones are intact.',
      'No cardiomegaly.',
      'A trace of effusion.',
      'No pneumothorax.',
      // What the person switched is drafted; what the person wrote is the person's to change.
      'No pleural effusion.',
    ]);
    expect(after.report.sentences.find(({ id }) => id === mine)).toMatchObject({ provenance: 'edited' });
    await engine.ask['reports:undo'](first.id);
    const undone = await engine.ask['reports:undo'](first.id);
    expect(texts(undone)[1]).toBe('There is cardiomegaly.');
  });

  test('a draft that comes late, for what was typed meanwhile, changes nothing of it', async () => {
    const reporter = createFakeReporter();
    await using engine = await startTestEngine({ openReporter: () => Promise.resolve(reporter) });
    const first = await dropOne(engine);
    reporter.hold();
    await engine.ask['reports:change'](first.id, { kind: 'switch', tag: 'Cardiomegaly', on: false });
    await reporter.called();
    const id = idOf(first, 'There is cardiomegaly.');
    await engine.ask['reports:change'](first.id, { kind: 'edit', id, text: 'The heart is of normal size.' });
    reporter.let();
    expect(texts(await open(engine))).toContain('The heart is of normal size.');
  });

  test('another film on the study: the gate looks at it, untouched sentences are drafted anew', async () => {
    await using engine = await startTestEngine();
    const first = await dropOne(engine);
    const lateral = await engine.picture('lateral.png', dark);
    await engine.ask['studies:addFilms'](first.studyId, [lateral]);
    const after = await open(engine);
    expect(after.report.study.images.map(({ view }) => view)).toEqual(['frontal', 'lateral']);
    expect(after.report.sentences[0]?.draft?.attention).toHaveLength(2);
    const undone = await engine.ask['reports:undo'](first.id);
    expect(undone.report.study.images).toHaveLength(1);
    // A finding switched now does not bring the film back.
    await engine.ask['reports:change'](first.id, { kind: 'switch', tag: 'Pneumothorax', on: true });
    expect((await open(engine)).report.study.images).toHaveLength(1);
  });

  test('what is no chest X-ray is not drafted; all the same it is, and the report says so', async () => {
    await using engine = await startTestEngine();
    const refused = await dropOne(engine, black);
    expect(refused.report.sentences).toEqual([]);
    const [film] = refused.report.study.images;
    expect(film?.gate).toMatchObject({ kind: 'not-chest-x-ray', overridden: false });
    await engine.ask['reports:change'](refused.id, { kind: 'override', image: film?.hash ?? '' });
    const drafted = await open(engine);
    expect(drafted.report.sentences).toHaveLength(4);
    expect(drafted.report.study.images[0]?.gate.overridden).toBe(true);
  });

  test('a model that stopped is opened anew when it is asked again', async () => {
    const reporter = createFakeReporter();
    let opened = 0;
    await using engine = await startTestEngine({
      openReporter: () => {
        opened += 1;
        return Promise.resolve(reporter);
      },
    });
    reporter.dieNext();
    await engine.ask['studies:add']([await engine.picture('film.png', bright)]);
    const [study] = await settled(engine);
    expect(study?.work).toMatchObject({ kind: 'failed', error: { code: 'engine/stopped' } });
    await engine.ask['studies:retry'](study?.id ?? 0);
    expect(texts(await open(engine))).toHaveLength(4);
    expect(opened).toBe(2);
  });

  test('an engine that died before the draft came asks for it again', async () => {
    const reporter = createFakeReporter();
    await using engine = await startTestEngine({ openReporter: () => Promise.resolve(reporter) });
    const first = await dropOne(engine);
    reporter.dieNext();
    await engine.ask['reports:change'](first.id, { kind: 'switch', tag: 'Cardiomegaly', on: false });
    await settled(engine);
    expect(texts(await open(engine))[1]).toBe('There is cardiomegaly.');
    await engine.restart();
    expect(texts(await open(engine))[1]).toBe('No cardiomegaly.');
  });
});

describe('without a model', () => {
  test('the failure is told, the report can be written, and the draft comes once a model is there', async () => {
    let isThere = false;
    const message = 'There is no model.';
    await using engine = await startTestEngine({
      openReporter: () =>
        isThere
          ? Promise.resolve(createFakeReporter())
          : Promise.reject(new AppError('model/missing', message)),
    });
    const empty = await dropOne(engine);
    expect((await settled(engine))[0]?.work).toMatchObject({ kind: 'failed', error: { message } });
    expect(await engine.ask['reports:reporter']()).toMatchObject({ kind: 'failed' });
    const written = await engine.ask['reports:change'](empty.id, {
      kind: 'insert',
      section: 'impression',
      text: 'No acute disease.',
    });
    expect(written.report.sentences).toHaveLength(1);
    isThere = true;
    await engine.ask['studies:retry'](empty.studyId);
    const drafted = await open(engine);
    expect(texts(drafted)).toContain('No acute disease.');
    expect(drafted.report.sentences).toHaveLength(5);
    expect(drafted.report.study.images[0]?.view).toBe('frontal');
  });
});

describe('signing', () => {
  test('accepted, signed, read only, amended, exported without the patient unless asked', async () => {
    await using engine = await startTestEngine();
    const first = await dropOne(engine);
    const { ask } = engine;
    const ids = first.report.sentences.slice(0, 2).map(({ id }) => id);
    await ask['reports:change'](first.id, { kind: 'accept', ids, accepted: true });
    await ask['reports:change'](first.id, {
      kind: 'patient',
      patient: { name: 'Doe, Jane', id: 'H-1', birthDate: '1970-01-01', sex: 'female' },
    });
    const signed = await ask['reports:sign'](first.id, 'Dr. A');
    expect(signed.report).toMatchObject({ status: 'signed', signature: { author: 'Dr. A', version: 1 } });
    expect([signed.intact, signed.canUndo, signed.report.sentences.length]).toEqual([true, false, 2]);
    expect(() => ask['reports:change'](first.id, { kind: 'field', field: 'indication', text: 'x' })).toThrow(
      'signed',
    );
    const lateral = await engine.picture('late.png', dark);
    await expect(ask['studies:addFilms'](first.studyId, [lateral])).rejects.toMatchObject({
      code: 'report/signed',
    });
    const amended = await ask['reports:addendum'](first.id, 'Seen again.', 'Dr. B');
    expect(amended.report.addenda).toMatchObject([{ text: 'Seen again.', signature: { version: 2 } }]);
    expect(amended.intact).toBe(true);

    const file = join(engine.folder, 'report.txt');
    await ask['reports:export'](first.id, 'text', file, false);
    const plain = await readFile(file, 'utf8');
    expect(plain).toContain('There is cardiomegaly.');
    expect(plain).not.toContain('Doe');
    await ask['reports:export'](first.id, 'text', file, true);
    expect(await readFile(file, 'utf8')).toContain('Doe, Jane');
  });

  test('two reports of one patient are compared; those of others are not', async () => {
    await using engine = await startTestEngine();
    const first = await dropOne(engine);
    await engine.ask['studies:add']([await engine.picture('other.png', bright)]);
    await settled(engine);
    expect(await engine.ask['reports:earlier'](first.id)).toEqual([]);
    expect(() => engine.ask['reports:compare'](first.id, first.id + 1)).toThrow('same patient');
  });
});

test('a film is shown by its grey levels in a file', async () => {
  await using engine = await startTestEngine();
  const path = join(engine.pictures, 'deep.png');
  const values = Uint16Array.from({ length: 6 * 4 }, (_, i) => 1000 + 2000 * i);
  await sharp(values, { raw: { width: 6, height: 4, channels: 1 } })
    .toColourspace('grey16')
    .png({ bitdepth: 16 } as object)
    .toFile(path);
  const { studies } = await engine.ask['studies:add']([path]);
  const [study] = studies;
  const hash = study?.films[0]?.hash ?? '';
  const view = await engine.ask['films:open'](study?.id ?? 0, hash);
  expect(view).toMatchObject({ hash, width: 6, height: 4, bitsStored: 16, signed: false, inverted: false });
  const grey = await readFile(join(engine.dataFolder, 'cache/film', `${hash}.grey`));
  expect(new Uint16Array(new Uint8Array(grey).buffer)).toEqual(values);
  await rm(join(engine.dataFolder, 'cache/film', `${hash}.grey`));
  await engine.ask['films:open'](study?.id ?? 0, hash);
  expect(await readFile(join(engine.dataFolder, 'cache/film', `${hash}.grey`))).toHaveLength(48);
});

test('a DICOM film is shown as its makers meant it, and drafted', async () => {
  await using engine = await startTestEngine();
  const film = join(import.meta.dirname, '../../fixtures/images/valid/dicom/grey-12-bit.dcm');
  const { studies } = await engine.ask['studies:add']([film]);
  const [study] = studies;
  const view = await engine.ask['films:open'](study?.id ?? 0, study?.films[0]?.hash ?? '');
  expect(view.bitsStored).toBe(12);
  expect(view.views.length).toBeGreaterThan(0);
  expect((await open(engine)).report.study.images).toHaveLength(1);
});

test('the view that a header names counts for more than the look of the film', async () => {
  await using engine = await startTestEngine();
  const views: string[] = [];
  for (const position of ['PA', 'LL']) {
    const path = join(engine.pictures, `${position}.dcm`);
    await writeFile(path, madeImage(ramp(0, 16), { '00185101 CS': position }));
    const { studies } = await engine.ask['studies:add']([path]);
    await settled(engine);
    const [study] = (await engine.ask['studies:list']()).filter(({ id }) => id === studies[0]?.id);
    const { report } = await engine.ask['reports:open'](study?.report?.id ?? 0);
    views.push(...report.study.images.map(({ view }) => view));
  }
  expect(views).toEqual(['frontal', 'lateral']);
});

test('phrases are kept, come to the front when used, and go', async () => {
  await using engine = await startTestEngine();
  await engine.ask['phrases:keep']('No acute disease.');
  const [newest, first] = await engine.ask['phrases:keep']('Follow up in a year.');
  expect(newest?.text).toBe('Follow up in a year.');
  expect(await engine.ask['phrases:use'](first?.id ?? 0)).toHaveLength(2);
  expect(await engine.ask['phrases:forget'](first?.id ?? 0)).toHaveLength(1);
});

test('removed studies leave the list and come back', async () => {
  await using engine = await startTestEngine();
  const { studyId } = await dropOne(engine);
  expect(await engine.ask['studies:remove']([studyId], true)).toEqual([]);
  expect(await engine.ask['studies:remove']([studyId], false)).toHaveLength(1);
});

test('bugs reach the log without names of files or words of reports', async () => {
  const reporter = createFakeReporter();
  await using engine = await startTestEngine({
    openReporter: () =>
      Promise.resolve({
        ...reporter,
        read: () => Promise.reject(new TypeError('cannot read Doe_Jane.dcm')),
      }),
  });
  await engine.ask['studies:add']([await engine.picture('Doe_Jane.png', bright)]);
  await settled(engine);
  expect(engine.logged).toHaveLength(1);
  const [logged] = engine.logged as Error[];
  expect(`${logged?.message ?? ''} ${logged?.stack ?? ''}`).not.toContain('Doe');
  expect(logged?.message).toContain('TypeError');
});
