// The pictures that the engine in memory holds: how they look when they wait, are captioned, edited, or failed.
import type { Failure } from '../../src/errors.ts';
import type { CaptionVersion, PhotoDetail, PhotoSummary } from '../../src/ipc.ts';
import type { Caption } from '../../src/model/caption.ts';
import { generator, mapAround, scenes, sizeOf } from './fakeScenes.ts';

export interface Entry {
  photo: PhotoSummary;
  alternatives: readonly Caption[];
  history: CaptionVersion[];
}

export const fakeModel = 'photo-captioner@1f3a9c2b';
export const hashOf = (index: number): string => index.toString(16).padStart(64, '0');
export const pathOf = (name: string): string => `/home/ada/Pictures/2024/${name}`;

const hedgedBelow = 0.38;
const minute = 60_000;

export function waitingEntry(id: number, name: string, addedAtMs: number): Entry {
  const photo: PhotoSummary = {
    id,
    hash: hashOf(id),
    path: pathOf(name),
    name,
    state: 'waiting',
    caption: undefined,
    author: undefined,
    probability: undefined,
    hedged: false,
    failure: undefined,
    addedAtMs,
  };
  return { photo, alternatives: [], history: [] };
}

export function failEntry(entry: Entry): void {
  const { photo } = entry;
  const reasons: readonly Failure[] = [
    {
      code: 'image/damaged',
      message: `${photo.name} ends in the middle of the picture. Copy it again from where it came.`,
    },
    { code: 'file/missing', message: `${photo.name} is no longer there. Put it back, then try again.` },
    {
      code: 'image/unsupported',
      message: `${photo.name} is text, not a picture. Remove it, or rename it if that is a mistake.`,
    },
  ];
  entry.photo = { ...photo, hash: undefined, state: 'failed', failure: reasons[photo.id % reasons.length] };
}

const plainWords = ['a', 'the', 'on', 'in', 'of', 'is', 'and', 'at', 'to', 'through', 'along'];

/** Captions a picture as its scene has it; `best` overrides the model's first sentence. */
export function captionEntry(entry: Entry, best?: string): void {
  const index = entry.photo.id;
  const scene = scenes[index % scenes.length];
  if (!scene) return;
  const random = generator(index * 31 + entry.history.length);
  const shares = [0.58, 0.27, 0.15];
  const texts = best === undefined ? scene.captions : [best, ...scene.captions.slice(1)];
  const [x, y] = scene.subject;
  entry.alternatives = texts.map((text, rank) => ({
    text,
    probability: shares[rank] ?? 0.1,
    words: text.split(' ').map((word, place) => {
      const plain = plainWords.includes(word);
      return {
        text: word,
        probability: plain ? 0.55 + 0.4 * random() : 0.08 + 0.85 * random(),
        attention: plain
          ? mapAround(0.5, 0.5, 9)
          : mapAround(x + (random() - 0.5) * 0.25, y + (random() - 0.5) * 0.2, place % 3 === 0 ? 1.6 : 0.8),
      };
    }),
  }));
  const text = texts[0];
  if (entry.history.every((version) => version.text !== text))
    entry.history.unshift(newVersion(entry, text, 'model'));
  const probability = 0.2 + 0.75 * random();
  const kept = entry.photo.author === 'person';
  entry.photo = {
    ...entry.photo,
    hash: hashOf(index),
    state: kept ? 'edited' : 'captioned',
    caption: kept ? entry.photo.caption : text,
    author: kept ? 'person' : 'model',
    probability,
    hedged: probability < hedgedBelow,
    failure: undefined,
  };
}

export function editEntry(entry: Entry, text: string): void {
  entry.history.unshift(newVersion(entry, text, 'person'));
  entry.photo = { ...entry.photo, state: 'edited', caption: text, author: 'person', hedged: false };
}

export function revertEntry(entry: Entry): void {
  const caption = entry.alternatives[0]?.text;
  const hedged = (entry.photo.probability ?? 1) < hedgedBelow;
  entry.photo = { ...entry.photo, state: 'captioned', caption, author: 'model', hedged };
}

export function detailOf({ photo, alternatives, history }: Entry): PhotoDetail {
  const tags = alternatives.length === 0 ? [] : (scenes[photo.id % scenes.length]?.tags ?? []);
  const scored = tags.map((tag, rank) => ({ tag, probability: 0.94 * 0.72 ** rank }));
  return { photo, alternatives, tags: scored, model: fakeModel, history: [...history], ...sizeOf(photo.id) };
}

function newVersion(entry: Entry, text: string, author: 'model' | 'person'): CaptionVersion {
  const number = entry.history.length + 1;
  return {
    id: entry.photo.id * 1000 + number,
    text,
    author,
    model: author === 'model' ? `${fakeModel} (beam 3, 3-best)` : undefined,
    atMs: Date.UTC(2024, 5, 2, 9, 30) + number * minute,
  };
}
