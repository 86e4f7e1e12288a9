// English: how many of what.
import { count } from './format.ts';
import { pluralsOf } from './plurals.ts';

export const plural = pluralsOf('en');

export const photos = (n: number): string =>
  plural(n, { one: `${count(n)} photo`, other: `${count(n)} photos` });
export const files = (n: number): string =>
  plural(n, { one: `${count(n)} file`, other: `${count(n)} files` });
export const captions = (n: number): string =>
  plural(n, { one: `${count(n)} caption`, other: `${count(n)} captions` });
