// Keys on a film.
import type { FilmView } from '../../src/ipc.ts';
import type { Viewer } from './viewer.svelte.ts';

const panStep = 40;
const levelStep = 0.04;

const arrows: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function onViewerKey(viewer: Viewer, film: FilmView, event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const arrow = arrows[event.key];
  if (arrow !== undefined) {
    const [x, y] = arrow;
    if (event.shiftKey) viewer.level(film, x * levelStep, y * levelStep);
    // The film goes the other way, as when one looks further.
    else viewer.pan(film, -x * panStep, -y * panStep);
    event.preventDefault();
    return;
  }
  const actions: Readonly<Record<string, () => void>> = {
    '+': () => viewer.zoom(film, 1),
    '=': () => viewer.zoom(film, 1),
    '-': () => viewer.zoom(film, -1),
    '0': () => viewer.fit(film),
    '1': () => viewer.actual(film),
    r: () => viewer.rotate(film),
    i: () => viewer.invert(film),
    p: () => viewer.nextPreset(film),
    b: () => (viewer.side = !viewer.side),
    a: () => (viewer.attention = !viewer.attention),
    n: () => viewer.next(),
  };
  const action = actions[event.key.toLowerCase()];
  if (action === undefined) return;
  action();
  event.preventDefault();
}
