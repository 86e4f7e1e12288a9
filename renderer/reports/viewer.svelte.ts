// How the films are looked at: which, where and how large each lies on its pane, and how it is graded.
import type { FilmHash, FilmView } from '../../src/ipc.ts';
import { fitScale, paneToFilm, type PaneSize, type Placement } from './filmPixels.ts';
import { dragged, presets, presetView, type Grading, type Preset } from './grading.ts';

interface Look {
  /** Undefined fits the film to its pane. */
  readonly scale: number | undefined;
  /** The film's point in the middle of the pane; undefined is the film's own middle. */
  readonly at: { readonly x: number; readonly y: number } | undefined;
  readonly turns: number;
  readonly grading: Grading | undefined;
  readonly preset: Preset | undefined;
}

export type Tool = 'level' | 'pan';

const plain: Look = { scale: undefined, at: undefined, turns: 0, grading: undefined, preset: 'file' };
const mostScale = 16;
const leastScale = 0.02;
const zoomStep = 1.25;

export class Viewer {
  films: readonly FilmHash[] = $state.raw([]);
  #active: FilmHash | undefined = $state();
  side = $state(true);
  attention = $state(true);
  tool: Tool = $state('level');
  #looks: ReadonlyMap<FilmHash, Look> = $state.raw(new Map());
  #panes: ReadonlyMap<FilmHash, PaneSize> = $state.raw(new Map());

  /** Other films to look at: those of another study, or one more of this. */
  show(films: readonly FilmHash[]): void {
    if (films.join() === this.films.join()) return;
    this.films = films;
    if (this.#active === undefined || !films.includes(this.#active)) this.#active = films[0];
  }

  get active(): FilmHash | undefined {
    return this.#active;
  }

  choose(hash: FilmHash): void {
    this.#active = hash;
  }

  next(): void {
    const at = this.#active === undefined ? -1 : this.films.indexOf(this.#active);
    this.#active = this.films[(at + 1) % this.films.length];
  }

  /** The films on panes: one, or two side by side. */
  get shown(): readonly FilmHash[] {
    const { films } = this;
    const active = this.#active ?? films[0];
    if (active === undefined) return [];
    if (!this.side || films.length < 2) return [active];
    const at = films.indexOf(active);
    const first = at === films.length - 1 ? at - 1 : at;
    return films.slice(first, first + 2);
  }

  resize(hash: FilmHash, size: PaneSize): void {
    this.#panes = new Map(this.#panes).set(hash, size);
  }

  placement(film: FilmView): Placement {
    const look = this.#look(film.hash);
    const pane = this.#panes.get(film.hash) ?? { width: 1, height: 1 };
    const { x, y } = look.at ?? { x: film.width / 2, y: film.height / 2 };
    return { scale: look.scale ?? fitScale(film, pane, look.turns), x, y, turns: look.turns };
  }

  grading(film: FilmView): Grading {
    return this.#look(film.hash).grading ?? { view: presetView(film, 'file'), inverted: false };
  }

  preset(hash: FilmHash): Preset | undefined {
    return this.#look(hash).preset;
  }

  fit(film: FilmView): void {
    this.#set(film.hash, { scale: undefined, at: undefined });
  }

  actual(film: FilmView): void {
    this.#set(film.hash, { scale: 1 });
  }

  /** `pointer`: what lies there stays there; by default the middle. */
  zoom(film: FilmView, steps: number, pointer?: { readonly x: number; readonly y: number }): void {
    const before = this.placement(film);
    const pane = this.#panes.get(film.hash) ?? { width: 1, height: 1 };
    const scale = Math.min(Math.max(before.scale * zoomStep ** steps, leastScale), mostScale);
    const fixed = pointer ?? { x: pane.width / 2, y: pane.height / 2 };
    const point = paneToFilm(before, pane, fixed);
    const moved = paneToFilm({ ...before, scale }, pane, fixed);
    this.#set(film.hash, {
      scale,
      at: { x: before.x + point.x - moved.x, y: before.y + point.y - moved.y },
    });
  }

  /** Moves the film by CSS pixels of the pane. */
  pan(film: FilmView, dx: number, dy: number): void {
    const before = this.placement(film);
    const pane = { width: 0, height: 0 };
    const { x, y } = paneToFilm(before, pane, { x: -dx, y: -dy });
    const within = (value: number, most: number): number => Math.min(Math.max(value, 0), most);
    this.#set(film.hash, { at: { x: within(x, film.width), y: within(y, film.height) } });
  }

  rotate(film: FilmView): void {
    this.#set(film.hash, { turns: (this.#look(film.hash).turns + 1) % 4 });
  }

  invert(film: FilmView): void {
    const grading = this.grading(film);
    this.#set(film.hash, { grading: { ...grading, inverted: !grading.inverted } });
  }

  /** Shares of the film's own window width: `across` widens, `down` darkens. */
  level(film: FilmView, across: number, down: number): void {
    const grading = this.grading(film);
    const view = dragged(film, grading.view, across, down);
    this.#set(film.hash, { grading: { ...grading, view }, preset: undefined });
  }

  choosePreset(film: FilmView, preset: Preset): void {
    const { inverted } = this.grading(film);
    this.#set(film.hash, { grading: { view: presetView(film, preset), inverted }, preset });
  }

  nextPreset(film: FilmView): void {
    const at = presets.indexOf(this.preset(film.hash) ?? 'soft');
    this.choosePreset(film, presets[(at + 1) % presets.length] ?? 'file');
  }

  #look(hash: FilmHash): Look {
    return this.#looks.get(hash) ?? plain;
  }

  #set(hash: FilmHash, part: Partial<Look>): void {
    this.#looks = new Map(this.#looks).set(hash, { ...this.#look(hash), ...part });
  }
}
