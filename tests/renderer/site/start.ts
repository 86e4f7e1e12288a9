// The window on top of an engine in memory. What it holds is said in the address: ?photos=1000&failing=2&theme=dark
import { FakeEngine, type FakeOptions } from '../fakeBridge.ts';

const asked = new URLSearchParams(window.location.search);
const number = (name: string, usual: number): number => Number(asked.get(name) ?? usual);
const one = <T extends string>(name: string, values: readonly [T, ...T[]]): T =>
  values.find((value) => value === asked.get(name)) ?? values[0];

const options: FakeOptions = {
  photos: number('photos', 0),
  failing: number('failing', 0),
  waiting: number('waiting', 0),
  captionMs: number('captionMs', 0),
  textScalePercent: number('text', 100),
  language: one('language', ['system', 'en', 'el']),
  theme: one('theme', ['system', 'light', 'dark']),
  engine: one('engine', ['ready', 'starting', 'failed']),
  studies: number('studies', 0),
  report: one('report', ['draft', 'worked', 'signed', 'refused']),
  reporter: one('reporter', ['ready', 'missing']),
  largeFilms: asked.has('large'),
  reduceMotion: asked.has('still'),
};
const engine = new FakeEngine(options);
Object.assign(window, { ekphrasis: engine, engine });
await import('../../../renderer/main.ts');
