// The report on the desk: typing is saved and kept, drafts never take the words from under someone's hands.
import { expect, test } from 'vitest';
import { Announcer } from '../../../renderer/shell/announcer.svelte.ts';
import { Toasts } from '../../../renderer/shell/toasts.svelte.ts';
import { Reports } from '../../../renderer/reports/reports.svelte.ts';
import type { FakeReportOptions } from '../fakeReports.ts';
import { FakeEngine } from '../fakeBridge.ts';
import { HandClock } from '../fakes.ts';

async function start(options: Partial<FakeReportOptions> = {}) {
  const engine = new FakeEngine({
    photos: 0,
    failing: 0,
    waiting: 0,
    theme: 'light',
    language: 'en',
    textScalePercent: 100,
    captionMs: 0,
    engine: 'ready',
    reduceMotion: true,
    studies: 2,
    report: 'draft',
    reporter: 'ready',
    largeFilms: false,
    ...options,
  });
  const clock = new HandClock();
  const announcer = new Announcer(clock.after);
  const toasts = new Toasts(announcer, clock.after);
  const reports = new Reports({
    bridge: engine,
    announcer,
    toasts,
    after: clock.after,
    fetchFilm: () => Promise.reject(new Error('no films here')),
  });
  reports.listen();
  await reports.enter();
  await reports.desk.open(reports.studies.open?.report?.id);
  const asked = (name: string) => engine.asked.filter((one) => one.name === name);
  return { engine, clock, reports, desk: reports.desk, toasts, asked };
}

const place = { kind: 'sentence', id: 's1', section: 'findings' } as const;

test('the newest study is open, with its draft', async () => {
  const { desk, reports } = await start();
  expect(reports.studies.open?.name).toBe('Study 0002');
  expect(desk.sentences('findings').map(({ text }) => text)[0]).toBe('The heart is enlarged.');
  expect(desk.unaccepted).toHaveLength(5);
});

test('the first letters are saved at once, the rest after a pause, as one step', async () => {
  const { desk, clock, asked } = await start();
  desk.type(place, 'The heart i');
  await desk.flush();
  expect(asked('reports:change').map(({ args }) => args.slice(1))).toEqual([
    [{ kind: 'edit', id: 's1', text: 'The heart i' }, false],
  ]);
  desk.type(place, 'The heart is');
  desk.type(place, 'The heart is big.');
  expect(asked('reports:change')).toHaveLength(1);
  clock.pass(700);
  await desk.flush();
  expect(asked('reports:change').at(-1)?.args.slice(1)).toEqual([
    { kind: 'edit', id: 's1', text: 'The heart is big.' },
    true,
  ]);
  expect(desk.sentences('findings')[0]).toMatchObject({ text: 'The heart is big.', provenance: 'edited' });
});

test('what cannot be saved stays on the screen and is saved when the engine is back', async () => {
  const { desk, engine } = await start();
  const stopped = { code: 'engine/stopped', message: 'It stopped.' } as const;
  engine.failures.set('reports:change', stopped);
  desk.type(place, 'Mine.');
  await desk.leave(place);
  expect(desk.textOf(place, 'stored')).toBe('Mine.');
  expect(desk.unsaved).toHaveLength(1);
  engine.failures.clear();
  await desk.resume();
  expect(desk.unsaved).toHaveLength(0);
  expect(desk.sentences('findings')[0]?.text).toBe('Mine.');
});

test('letters typed into a sentence that was redrafted away become a sentence of one’s own', async () => {
  const { desk, engine } = await start();
  engine.reports.held = true;
  await desk.change({ kind: 'switch', tag: 'Cardiomegaly', on: false });
  // The draft arrives in the engine, and the window has not heard of it.
  const hear = desk.take.bind(desk);
  desk.take = () => false;
  engine.reports.let();
  desk.take = hear;
  desk.type(place, 'The heart looks big to me.');
  await desk.flush();
  const own = desk.sentences('findings').find(({ text }) => text === 'The heart looks big to me.');
  expect(own).toMatchObject({ provenance: 'written' });
  expect(desk.unsaved).toHaveLength(0);
});

test('a draft that arrives leaves alone what is being typed', async () => {
  const { desk, engine } = await start();
  engine.reports.held = true;
  await desk.change({ kind: 'switch', tag: 'Cardiomegaly', on: false });
  desk.type(place, 'The heart is under discussion.');
  await desk.flush();
  engine.reports.let();
  expect(desk.textOf(place, '')).toBe('The heart is under discussion.');
  expect(desk.sentences('findings').map(({ text }) => text)).toContain('The heart is under discussion.');
});

test('undo saves what was typed first, and takes it back', async () => {
  const { desk, reports } = await start();
  desk.type(place, 'Typed.');
  await reports.undo();
  await desk.leave(place);
  expect(desk.sentences('findings')[0]?.text).toBe('The heart is enlarged.');
  await reports.redo();
  expect(desk.sentences('findings')[0]?.text).toBe('Typed.');
});

test('an inserted sentence asks for the focus; left without words it goes', async () => {
  const { desk } = await start();
  await desk.insert('impression');
  const id = desk.wantsFocus ?? '';
  expect(desk.sentences('impression').at(-1)).toMatchObject({ id, text: '', provenance: 'written' });
  await desk.leave({ kind: 'sentence', id, section: 'impression' });
  expect(desk.sentences('impression').map((sentence) => sentence.id)).not.toContain(id);
});

test('a sentence moves by one place and stops at the ends', async () => {
  const { desk } = await start();
  const order = () => desk.sentences('findings').map(({ id }) => id);
  const [first, second, ...rest] = desk.sentences('findings');
  if (first === undefined || second === undefined) throw new Error('no sentences');
  await desk.move(first, 1);
  expect(order()).toEqual([second.id, first.id, ...rest.map(({ id }) => id)]);
  await desk.move(second, -1);
  expect(order()[0]).toBe(second.id);
});

test('pointing at a finding lights its sentences; pointing at a sentence its findings and films', async () => {
  const { reports, desk } = await start();
  reports.focused = { kind: 'finding', tag: 'Pleural Effusion' };
  expect(reports.litSentences.map(({ section }) => section)).toEqual(['findings', 'impression']);
  reports.hovered = { kind: 'sentence', id: desk.sentences('findings')[0]?.id ?? '' };
  expect(reports.litFindings).toEqual(['Cardiomegaly']);
  const total = reports.maps.flatMap(({ grid }) => grid).reduce((sum, value) => sum + value, 0);
  expect(reports.maps).toHaveLength(2);
  expect(total).toBeCloseTo(1);
});

test('signing leaves out what nobody accepted; then nothing can be typed', async () => {
  const { desk, reports } = await start();
  await reports.accept(['s1'], true);
  expect([desk.accepted, desk.unaccepted.length]).toEqual([1, 4]);
  const signed = await desk.sign('Dr. A');
  expect(signed.ok && signed.value.report.sentences).toHaveLength(1);
  desk.type(place, 'No more.');
  expect(desk.textOf(place, 'stored')).toBe('stored');
});

test('studies: removed and put back, found by name, walked by keys', async () => {
  const { reports, toasts } = await start({ studies: 4 });
  const { studies } = reports;
  studies.step(1);
  expect(studies.open?.name).toBe('Study 0003');
  if (studies.open) await studies.remove(studies.open);
  expect(studies.open?.name).toBe('Study 0002');
  toasts.list[0]?.action?.run();
  await Promise.resolve();
  await Promise.resolve();
  await Promise.resolve();
  expect(studies.list).toHaveLength(4);
  studies.query = 'ΣTUDY 0001'.replace('Σ', 'S');
  expect(studies.shown.map(({ name }) => name)).toEqual(['Study 0001']);
});
