// English: how many of what.
import { count } from './format.ts';

export const photos = (n: number): string => (n === 1 ? '1 photo' : `${count(n)} photos`);
export const files = (n: number): string => (n === 1 ? '1 file' : `${count(n)} files`);
export const captions = (n: number): string => (n === 1 ? '1 caption' : `${count(n)} captions`);
