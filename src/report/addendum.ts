// What is added to a signed report: each addendum is signed, and its hash covers all that stood before it.
import { AppError } from '../errors.ts';
import { canonicalJson } from './canonicalJson.ts';
import { plainCharacters } from './plainCharacters.ts';
import type { Addendum, Report, Signature } from './report.ts';
import { contentHash, requireAuthor, requireTime, type Sha256, type Signer } from './sign.ts';

/** @throws AppError usage: the report is not signed, or there is no text or no name */
export function addAddendum(report: Report, typed: string, { author, at }: Signer, sha256: Sha256): Report {
  const last = report.addenda.at(-1)?.signature ?? report.signature;
  if (last === undefined) {
    throw new AppError('usage', 'The report is not signed yet: change it, or sign it first.');
  }
  const text = plainCharacters(typed).trim();
  if (text === '') throw new AppError('usage', 'The addendum has no text: write what is to be added.');
  const unhashed = { author: requireAuthor(author), at: requireTime(at), version: last.version + 1 };
  const addendum = { text, signature: { ...unhashed, hash: chainHash(text, unhashed, last.hash, sha256) } };
  return { ...report, addenda: [...report.addenda, addendum] };
}

/** The newest signature: its version is the report's. */
export const newestSignature = (report: Report): Signature | undefined =>
  report.addenda.at(-1)?.signature ?? report.signature;

/** True where every hash of a signed report and of its addenda is that of the content; false for a draft. */
export function isIntact(report: Report, sha256: Sha256): boolean {
  const { signature } = report;
  if (signature === undefined || report.status !== 'signed') return false;
  if (contentHash(report, signature, sha256) !== signature.hash) return false;
  let before = signature;
  return report.addenda.every(({ text, signature: own }: Addendum) => {
    const intact =
      own.version === before.version + 1 && chainHash(text, own, before.hash, sha256) === own.hash;
    before = own;
    return intact;
  });
}

const chainHash = (
  text: string,
  { author, at, version }: Omit<Signature, 'hash'>,
  before: string,
  sha256: Sha256,
): string => sha256(canonicalJson({ text, signature: { author, at, version }, before }));
