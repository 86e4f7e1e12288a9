// Values as DICOM writes them: unique identifiers, names, short texts, dates and times (PS3.5, section 6.2).
import type { Sha256 } from '../sign.ts';

/**
 * A unique identifier made of a text's hash: the same text, the same identifier. It stands under the root for UUIDs
 * (PS3.5, section B.2), as a UUID of version 8 (RFC 9562, section 5.8).
 */
export function uidOf(content: string, sha256: Sha256): string {
  const bits = BigInt(`0x${sha256(content).slice(0, 32)}`);
  const version = (bits & ~(0xfn << 76n)) | (8n << 76n);
  const uuid = (version & ~(3n << 62n)) | (2n << 62n);
  return `2.25.${uuid}`;
}

/** A text of up to 64 characters on one line (LO): a backslash would part values. */
export const shortText = (text: string): string =>
  Array.from(text.replace(/[\\\p{Cc}]+/gu, ' ').trim())
    .slice(0, 64)
    .join('')
    .trim();

/** A person's name as typed, all of it as the family name; `Family, Given` is told apart. */
export function personName(name: string): string {
  const [family = '', ...given] = shortText(name.replace(/[\^=]/g, ' ')).split(',');
  const parts = [family.trim(), given.join(' ').trim()];
  // The sign that parts them stands also where nothing follows: without it the name has a form that is retired.
  return parts.every((part) => part === '') ? '' : parts.join('^');
}

/** `2026-03-01` as DA. */
export const date = (isoDate: string): string => isoDate.replaceAll('-', '');

export interface Moment {
  /** DA */
  readonly date: string;
  /** TM */
  readonly time: string;
  /** As `+0200`. */
  readonly offset: string;
  /** DT, with the offset. */
  readonly dateTime: string;
}

/** ISO 8601 with seconds and offset, as `2026-03-01T14:05:00+02:00`. */
export function moment(at: string): Moment {
  const [, day = '', clock = '', zone = ''] =
    /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(Z|[+-]\d{2}:\d{2})$/.exec(at) ?? [];
  const time = clock.replaceAll(':', '');
  const offset = zone === 'Z' ? '+0000' : zone.replace(':', '');
  return { date: date(day), time, offset, dateTime: `${date(day)}${time}${offset}` };
}
