// In which language stands what the window shows and did not write itself, for whoever reads it aloud.
import type { PhotoSummary } from '../../src/ipc.ts';
import { markOf } from '../photos/mark.ts';
import { en } from './en.ts';
import { text } from './text.ts';

/** What the model and the engine write, captions, tags and failures: English, whatever the window speaks. */
export const englishAlways = 'en';

/** The `lang` of a caption. Which language a person writes in nobody knows: '' says so. */
export function langOf(author: 'model' | 'person' | undefined): string | undefined {
  if (author === undefined) return undefined;
  return author === 'model' ? englishAlways : '';
}

/** Words in one language; `lang` is undefined where it is the window's. */
export interface Writing {
  readonly words: string;
  readonly lang: string | undefined;
}

/** What stands under a picture: its caption, why it has none, or that it has none yet. */
export function writingOf(photo: PhotoSummary): Writing {
  if (photo.caption !== undefined) return { words: photo.caption, lang: langOf(photo.author) };
  if (photo.failure !== undefined) return { words: photo.failure.message, lang: englishAlways };
  return { words: text.photo.none, lang: undefined };
}

/**
 * The same with its doubt, as one string for the live region and for `alt`, where no part can have a language of its
 * own: so the doubt about the model's English is English too. `more` comes after it.
 */
export function aloud(photo: PhotoSummary, more?: string): Writing {
  const { words, lang } = writingOf(photo);
  const { photo: names, announce } = lang === englishAlways ? en : text;
  const caption = names.caption(words, markOf(photo) === 'hedged');
  return { words: more === undefined ? caption : announce.captionReady(more, caption), lang };
}
