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
  holdsAtOnce: false,
  matches: (head) => {
    const text = decodeText(head);
    return text !== undefined && rootElement.test(text.replace(prologue, ''));
  },
  decode: (file) => {
    const text = file.kind === 'bytes' ? decodeText(file.bytes) : undefined;
    if (text === undefined) {
      throw new AppError(
        'image/unsupported',
        `${file.name} cannot be read as an SVG drawing: simplify it, or export it as PNG.`,
      );
    }
    const bytes = new TextEncoder().encode(withoutOutside(text, file.name));
    const closed: ImageFile = { ...file, kind: 'bytes', bytes };
    // From memory the renderer has no base address, so it could not resolve a reference either.
    return openSharp(closed);
  },
  // Drawn at the size asked for, not at its own.
  heldBytesPerPixel: () => 0,
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
  return (
    text
      // The text is UTF-8 from here on, whatever its declaration said.
      .replace(/<\?xml(?:-stylesheet)?\s[^]*?\?>/gi, '')
      .replace(/@import\b[^;<]*;?/gi, '')
      .replace(/(?<=[\s"'])[\w:.-]{0,40}\b(?:href|src)\s*=\s*("[^"]*"|'[^']*')/gi, (whole, quoted: string) =>
        isInside(quoted.slice(1, -1)) ? whole : '',
      )
      .replace(/\burl\(([^)]*)\)/gi, (whole, target: string) => (isInside(target) ? whole : 'none'))
  );
}

const isInside = (target: string): boolean =>
  /^\s*["']?\s*(?:#|data:image\/(?:png|jpe?g|gif|webp)[;,])/i.test(target);

/** UTF-16 with a byte order mark, what the XML declaration names, else UTF-8; undefined for what is not text. */
function decodeText(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  return text.includes('\0') ? undefined : text;
}

function encodingOf(bytes: Uint8Array): string {
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(bytes, [0xfe, 0xff])) return 'utf-16be';
  const start = String.fromCharCode(...bytes.subarray(0, 200));
  const declared = /^<\?xml[^>]*\bencoding\s*=\s*["'](iso-8859-\d+|windows-125\d)["']/i.exec(start);
  return declared?.[1] ?? 'utf-8';
}
