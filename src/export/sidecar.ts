// A caption as a text file beside its picture: beach.jpg -> beach.txt, one line, as training tools read it.
import { extname } from 'node:path';

export const sidecarPath = (imagePath: string): string =>
  `${imagePath.slice(0, imagePath.length - extname(imagePath).length)}.txt`;

export const sidecarText = (caption: string): string => `${caption}\n`;
