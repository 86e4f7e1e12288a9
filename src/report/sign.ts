// Signing: the accepted sentences become the report, with a name, a time and a hash; from then on it is read only.
import { AppError, assert } from '../errors.ts';
import { canonicalJson } from './canonicalJson.ts';
import { requireOpen } from './openReport.ts';
import { plainCharacters } from './plainCharacters.ts';
import type { Report, Signature } from './report.ts';

/** SHA-256 of a text's UTF-8 bytes, hexadecimal. */
export type Sha256 = (text: string) => string;

/** Who signs, and when: ISO 8601 with offset, as `2026-03-01T14:05:00+02:00`. */
export interface Signer {
  readonly author: string;
  readonly at: string;
}

/**
 * Signs a draft. Sentences that nobody accepted are no part of it.
 * @throws AppError report/signed, report/unaccepted: nothing was accepted, usage: no name
 */
export function sign(report: Report, { author, at }: Signer, sha256: Sha256): Report {
  requireOpen(report);
  const sentences = report.sentences.filter(({ accepted }) => accepted);
  if (sentences.length === 0) {
    throw new AppError(
      'report/unaccepted',
      'No sentence of the report was accepted, so there is nothing to sign: accept what should stand.',
    );
  }
  const content: Report = { ...report, sentences, status: 'signed', addenda: [] };
  const unhashed = { author: requireAuthor(author), at: requireTime(at), version: 1 };
  return { ...content, signature: { ...unhashed, hash: contentHash(content, unhashed, sha256) } };
}

/** @throws AppError usage: no name */
export function requireAuthor(author: string): string {
  const name = plainCharacters(author).trim();
  if (name === '') throw new AppError('usage', 'A signature needs a name: type the name of who signs.');
  return name;
}

/** A clock is read by our own: what it says in another form is a bug. */
export function requireTime(at: string): string {
  assert(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/.test(at), `${at} is no time with an offset`);
  return at;
}

/** Over everything that the report holds, addenda and the hash itself excepted. */
export function contentHash(report: Report, signature: Omit<Signature, 'hash'>, sha256: Sha256): string {
  const { author, at, version } = signature;
  return sha256(canonicalJson({ ...report, addenda: [], signature: { author, at, version } }));
}
