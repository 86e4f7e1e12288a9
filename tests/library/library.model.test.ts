// Hundreds of random operations against a plain model of what the library promises.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  captionHistory,
  editCaption,
  removePhotos,
  revertCaption,
  saveResult,
} from '../../src/library/captions.ts';
import { redo, undo } from '../../src/library/journal.ts';
import { listPhotos } from '../../src/library/photos.ts';
import { addRead, hashOf, openTemporary, resultOf, type TemporaryLibrary } from './openTemporary.ts';

type Operation =
  | { readonly kind: 'add'; readonly path: number; readonly content: number }
  | { readonly kind: 'result'; readonly content: number; readonly text: string; readonly beam: number }
  | { readonly kind: 'edit' | 'type'; readonly photo: number; readonly text: string }
  | { readonly kind: 'revert' | 'remove'; readonly photo: number }
  | { readonly kind: 'undo' | 'redo' | 'reopen' };

const number = fc.nat({ max: 5 });
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('add' as const), path: number, content: number }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('result' as const),
      content: number,
      text,
      beam: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('edit' as const), photo: number, text }) },
  // Few photos and few words, so that spells of typing go on, and come back to where they began.
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('type' as const),
      photo: fc.nat({ max: 1 }),
      text: fc.constantFrom('a', 'a d', 'a deer'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom('revert' as const, 'remove' as const), photo: number }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('undo' as const, 'redo' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
);

interface ModelPhoto {
  readonly path: string;
  content: string;
  removed: boolean;
}

interface Sentence {
  readonly text: string;
}

interface Step {
  readonly undo: () => void;
  readonly redo: () => void;
}

/** What the library promises, in the plainest form. */
class PlainLibrary {
  readonly photos: ModelPhoto[] = [];
  readonly person = new Map<string, string>();
  readonly model = new Map<string, string>();
  readonly results = new Map<string, string>();
  /** Every sentence ever, by content, oldest first. */
  readonly history = new Map<string, Sentence[]>();
  /** What may be typed on: the newest edit, and the person's caption before it. */
  #open:
    | { readonly content: string; readonly sentence: Sentence; readonly before: string | undefined }
    | undefined;
  #done: Step[] = [];
  #undone: Step[] = [];

  add(path: string, content: string): void {
    const photo = this.photos.find((other) => other.path === path);
    if (photo === undefined) this.photos.push({ path, content, removed: false });
    else Object.assign(photo, { content, removed: false });
  }

  say(content: string, text: string, beam: number): void {
    if (!this.photos.some((photo) => photo.content === content)) return;
    const key = `${content} ${beam}`;
    if (!this.results.has(key)) {
      this.results.set(key, text);
      this.note(content, text);
    }
    this.model.set(content, this.results.get(key) ?? text);
  }

  edit(photo: ModelPhoto, text: string): void {
    if (this.person.get(photo.content) === text) return;
    const before = this.person.get(photo.content);
    const sentence = this.note(photo.content, text);
    this.#setPerson(photo.content, text);
    this.#open = { content: photo.content, sentence, before };
  }

  /** An edit that goes on from the last one. */
  type(photo: ModelPhoto, text: string): void {
    const open = this.#open;
    if (open?.content !== photo.content) {
      this.edit(photo, text);
      return;
    }
    if (this.person.get(photo.content) === text) return;
    if (open.before === text) {
      this.undo();
      return;
    }
    const sentences = this.history.get(photo.content) ?? [];
    sentences.splice(sentences.indexOf(open.sentence), 1);
    this.#done.pop();
    this.#restore(photo.content, open.before);
    this.edit(photo, text);
  }

  revert(photo: ModelPhoto): void {
    if (this.person.has(photo.content)) this.#setPerson(photo.content, undefined);
  }

  remove(photo: ModelPhoto): void {
    const set = (removed: boolean) => (): void => {
      photo.removed = removed;
    };
    this.#do({ redo: set(true), undo: set(false) });
  }

  undo(): void {
    const step = this.#done.pop();
    if (step === undefined) return;
    step.undo();
    this.#open = undefined;
    this.#undone.push(step);
  }

  redo(): void {
    const step = this.#undone.pop();
    if (step === undefined) return;
    step.redo();
    this.#open = undefined;
    this.#done.push(step);
  }

  shown(): readonly (readonly [string, string | undefined, string | undefined])[] {
    return this.photos
      .filter(({ removed }) => !removed)
      .map(({ path, content }) => {
        const person = this.person.get(content);
        const model = this.model.get(content);
        return [
          path,
          person ?? model,
          person !== undefined ? 'person' : model !== undefined ? 'model' : undefined,
        ];
      });
  }

  note(content: string, text: string): Sentence {
    const sentence = { text };
    this.history.set(content, [...(this.history.get(content) ?? []), sentence]);
    return sentence;
  }

  #setPerson(content: string, text: string | undefined): void {
    const before = this.person.get(content);
    const set = (value: string | undefined) => (): void => this.#restore(content, value);
    this.#do({ redo: set(text), undo: set(before) });
  }

  #restore(content: string, value: string | undefined): void {
    if (value === undefined) this.person.delete(content);
    else this.person.set(content, value);
  }

  #do(step: Step): void {
    step.redo();
    this.#open = undefined;
    this.#done.push(step);
    this.#undone = [];
  }
}

async function perform(
  library: TemporaryLibrary,
  plain: PlainLibrary,
  operation: Operation,
  atMs: number,
): Promise<void> {
  const { db } = library;
  const visible = plain.photos.filter(({ removed }) => !removed);
  const idOf = (path: string): number =>
    listPhotos(db, () => true).find((photo) => photo.path === path)?.id ?? 0;
  switch (operation.kind) {
    case 'add': {
      const [path, content] = [`/${operation.path}.jpg`, `bytes ${operation.content}`];
      addRead(db, path, content);
      plain.add(path, content);
      return;
    }
    case 'result': {
      const content = `bytes ${operation.content}`;
      plain.say(content, operation.text, operation.beam);
      if (db.get('SELECT 1 FROM photos WHERE hash = ?', hashOf(content)) === undefined) return;
      saveResult(db, hashOf(content), resultOf(operation.text), { beam: operation.beam, nBest: 1 }, atMs);
      return;
    }
    case 'edit':
    case 'type':
    case 'revert':
    case 'remove': {
      const photo = visible[operation.photo % Math.max(1, visible.length)];
      if (photo === undefined) return;
      const id = idOf(photo.path);
      if (operation.kind === 'edit') {
        editCaption(db, id, operation.text, atMs);
        plain.edit(photo, operation.text);
      } else if (operation.kind === 'type') {
        editCaption(db, id, operation.text, atMs, true);
        plain.type(photo, operation.text);
      } else if (operation.kind === 'revert') {
        revertCaption(db, id, atMs);
        plain.revert(photo);
      } else {
        removePhotos(db, [id], atMs);
        plain.remove(photo);
      }
      return;
    }
    case 'undo':
      undo(db, atMs);
      plain.undo();
      return;
    case 'redo':
      redo(db, atMs);
      plain.redo();
      return;
    case 'reopen':
      await library.reopen();
  }
}

test('the library does what its plain model does, whatever the order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 40, maxLength: 80 }), async (operations) => {
      await using library = await openTemporary();
      const plain = new PlainLibrary();
      for (const [atMs, one] of operations.entries()) {
        await perform(library, plain, one, atMs);
        const shown = listPhotos(library.db, () => true).map(({ path, caption, author }) => [
          path,
          caption,
          author,
        ]);
        expect(shown).toEqual(plain.shown());
      }
      for (const [content, sentences] of plain.history) {
        const kept = captionHistory(library.db, hashOf(content)).map((version) => version.text);
        expect(kept.reverse()).toEqual(sentences.map((sentence) => sentence.text));
      }
    }),
    { numRuns: 15, seed: 11 },
  );
});
