// What the screen reader is told: one polite voice, short, and once for many results.
import type { PhotoSummary } from '../../src/ipc.ts';
import { text } from '../messages/text.ts';
import { aloud, englishAlways, type Writing } from '../messages/writing.ts';
import { markOf } from '../photos/mark.ts';
import { Debounce, type After } from './clock.ts';

const gatherMs = 1000;

export class Announcer {
  readonly #gather: Debounce;
  #settled: PhotoSummary[] = [];
  message = $state('');
  /** Of the message; undefined where it is the window's language. */
  lang: string | undefined = $state();

  constructor(after: After) {
    this.#gather = new Debounce(after, gatherMs);
  }

  say(message: string, lang?: string): void {
    // The same words twice are a change only if the text differs: a trailing no-break space is not spoken.
    this.message = this.message === message ? `${message}\u00a0` : message;
    this.lang = lang;
  }

  /** Results are gathered until a second has passed without one. */
  settled(photo: PhotoSummary): void {
    this.#settled.push(photo);
    this.#gather.run(() => {
      const photos = this.#settled;
      this.#settled = [];
      const { words, lang } = summaryOf(photos);
      this.say(words, lang);
    });
  }
}

function summaryOf(photos: readonly PhotoSummary[]): Writing {
  const [only] = photos;
  if (photos.length === 1 && only !== undefined) {
    if (only.failure !== undefined) return { words: only.failure.message, lang: englishAlways };
    return aloud(only, only.name);
  }
  const failed = photos.filter((photo) => markOf(photo) === 'failed').length;
  const stopped = photos.filter((photo) => markOf(photo) === 'stopped').length;
  return { words: text.announce.captionsReady(photos.length - failed - stopped, failed), lang: undefined };
}
