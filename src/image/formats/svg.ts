// SVG drawings, rendered without ever reaching for anything outside the file.
import { AppError } from '../../errors.ts';
import type { ImageFile } from '../source.ts';
import { startsWith, type ImageFormat } from './format.ts';
import { openSharp } from './open.ts';

/** Text before the root element: byte order mark, XML declaration, comments, document type. */
const prologue = /^\uFEFF?(?:\s+|<\?[^]*?\?>|<!--[^]*?-->|<!DOCTYPE[^[>]*(?:\[[^]*?\]\s*)?>)*/i;
const rootElement = /^<(?:[\w-]+:)?svg[\s/>]/;

export const svg: ImageFormat = {
  name: 'SVG',
  matches: (head) => {
    const text = decodeText(head);
    return text !== undefined && rootElement.test(text.replace(prologue, ''));
  },
  decode: (file) => {
    const text = file.kind === 'bytes' ? decodeText(file.bytes) : undefined;
    if (text === undefined)
      throw new AppError(
        'image/too-large',
        `${file.name} is too large for an SVG drawing (over 48 MB): simplify it, or export it as PNG.`,
      );
    const bytes = new TextEncoder().encode(withoutOutside(text, file.name));
    const closed: ImageFile = { ...file, kind: 'bytes', bytes };
    // From memory the renderer has no base address, so it could not resolve a reference either.
    return openSharp(closed, { failOn: 'error' });
  },
};

/**
 * Removes everything by which a drawing could ask for another file or an address on the network.
 * What stays: fragments of the drawing itself (#id) and pictures inside it (data:image/png and the like).
 * @throws AppError image/unsupported for an external entity
 */
export function withoutOutside(text: string, name: string): string {
  if (/<!ENTITY[^>]*\b(?:SYSTEM|PUBLIC)\b/i.test(text)) {
    throw new AppError(
      'image/unsupported',
      `${name} includes other files (an external XML entity), which is not allowed: export the drawing as PNG.`,
    );
  }
  return text
    .replace(/<\?xml-stylesheet[^]*?\?>/gi, '')
    .replace(/@import\b[^;<]*;?/gi, '')
    .replace(/\b(href|src)\s*=\s*("[^"]*"|'[^']*')/gi, (whole, _name: string, quoted: string) =>
      isInside(quoted.slice(1, -1)) ? whole : '',
    )
    .replace(/\burl\(\s*(["']?)([^)]*?)\1\s*\)/gi, (whole, _quote: string, target: string) =>
      isInside(target) ? whole : 'none',
    );
}

const isInside = (target: string): boolean =>
  /^\s*(?:#|data:image\/(?:png|jpe?g|gif|webp)[;,])/i.test(target);

/** UTF-8 or UTF-16 with a byte order mark; undefined for what is not text. */
function decodeText(bytes: Uint8Array): string | undefined {
  const encoding = startsWith(bytes, [0xff, 0xfe])
    ? 'utf-16le'
    : startsWith(bytes, [0xfe, 0xff])
      ? 'utf-16be'
      : 'utf-8';
  const text = new TextDecoder(encoding).decode(bytes);
  return text.includes('\0') ? undefined : text;
}
