// Greek: how many of what.
import { count } from './format.ts';
import { pluralsOf } from './plurals.ts';

export const plural = pluralsOf('el');

export const photos = (n: number): string =>
  plural(n, { one: `${count(n)} φωτογραφία`, other: `${count(n)} φωτογραφίες` });
export const files = (n: number): string =>
  plural(n, { one: `${count(n)} αρχείο`, other: `${count(n)} αρχεία` });
export const captions = (n: number): string =>
  plural(n, { one: `${count(n)} λεζάντα`, other: `${count(n)} λεζάντες` });
