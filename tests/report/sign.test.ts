// A signed report holds what was accepted, is read only, and shows when a letter of it was changed.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addAddendum, isIntact, newestSignature } from '../../src/report/addendum.ts';
import { canonicalJson } from '../../src/report/canonicalJson.ts';
import { applyChange, type Change } from '../../src/report/change.ts';
import type { Report } from '../../src/report/report.ts';
import { sign } from '../../src/report/sign.ts';
import { draft, fresh, frontal, sha256, texts } from './sampleReport.ts';

const signer = { author: 'Dr. Μαρία Παππά', at: '2026-03-01T14:05:00+02:00' };
const accepted = applyChange(fresh, { kind: 'accept', ids: ['s1', 's5'], accepted: true }, sha256);
const signed = sign(accepted, signer, sha256);

test('what nobody accepted is no part of it', () => {
  expect(texts(signed)).toEqual(['The heart is enlarged.', 'Cardiomegaly with a small effusion.']);
  expect(signed).toMatchObject({ status: 'signed', signature: { ...signer, version: 1 } });
  expect(signed.signature?.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(isIntact(signed, sha256)).toBe(true);
});

test('nothing accepted, or no name, is not signed', () => {
  expect(() => sign(fresh, signer, sha256)).toThrow(expect.objectContaining({ code: 'report/unaccepted' }));
  expect(() => sign(accepted, { ...signer, author: ' ' }, sha256)).toThrow('needs a name');
});

test('nothing changes a signed report but an addendum', () => {
  const changes: readonly Change[] = [
    { kind: 'edit', id: 's1', text: 'a' },
    { kind: 'insert', section: 'findings', text: 'a' },
    { kind: 'delete', id: 's1' },
    { kind: 'move', id: 's1', section: 'impression' },
    { kind: 'accept', ids: ['s1'], accepted: false },
    { kind: 'choose', id: 's1', text: 'Mild cardiomegaly.' },
    { kind: 'field', field: 'indication', text: 'a' },
    { kind: 'patient', patient: { name: 'A', id: '1', birthDate: '', sex: '' } },
    { kind: 'switch', tag: 'Cardiomegaly', on: false },
    { kind: 'add', tag: 'Edema' },
    { kind: 'films', images: [] },
    { kind: 'override', image: frontal },
    { kind: 'redraft', draft, reason: 'all' },
    { kind: 'sign', ...signer },
  ];
  for (const change of changes) {
    expect(() => applyChange(signed, change, sha256), change.kind).toThrow(
      expect.objectContaining({ code: 'report/signed' }),
    );
  }
  const longer = applyChange(signed, { kind: 'addendum', text: ' Seen in the lateral. ', ...signer }, sha256);
  expect({ ...longer, addenda: [] }).toEqual(signed);
  expect(longer.addenda).toMatchObject([{ text: 'Seen in the lateral.', signature: { version: 2 } }]);
  expect(newestSignature(longer)?.version).toBe(2);
});

test('an addendum needs a signed report, words and a name', () => {
  expect(() => addAddendum(accepted, 'a', signer, sha256)).toThrow('not signed yet');
  expect(() => addAddendum(signed, ' ', signer, sha256)).toThrow('no text');
  expect(() => addAddendum(signed, 'a', { ...signer, author: '' }, sha256)).toThrow('needs a name');
});

test('a letter changed anywhere shows', () => {
  let report = addAddendum(signed, 'First.', signer, sha256);
  report = addAddendum(report, 'Second.', signer, sha256);
  expect(isIntact(report, sha256)).toBe(true);
  const json = JSON.stringify(report);
  fc.assert(
    fc.property(fc.nat({ max: json.length - 1 }), (at) => {
      const letter = json[at] ?? '';
      if (!/[a-z0-9]/i.test(letter)) return;
      const other = letter === '1' ? '2' : /\d/.test(letter) ? '1' : letter === 'x' ? 'y' : 'x';
      let changed: Report;
      try {
        changed = JSON.parse(json.slice(0, at) + other + json.slice(at + 1)) as Report;
      } catch {
        return;
      }
      if (canonicalJson(changed) === canonicalJson(report)) return;
      let intact: boolean;
      try {
        intact = isIntact(changed, sha256);
      } catch {
        intact = false;
      }
      expect(intact).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});

test('kept as JSON it is intact, and drafts never are', () => {
  expect(isIntact(JSON.parse(JSON.stringify(signed)) as Report, sha256)).toBe(true);
  expect(isIntact(accepted, sha256)).toBe(false);
});

test('canonical JSON has one form for one content (RFC 8785, section 3.2.3)', () => {
  const keys = { '\u20ac': 1, '\r': 2, '\ufb33': 3, 1: 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 };
  expect(Object.values(JSON.parse(canonicalJson(keys)) as object)).toHaveLength(7);
  expect(canonicalJson(keys)).toBe(
    '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\u{1f600}":5,"\ufb33":3}',
  );
  expect(canonicalJson({ b: [1, undefined, { d: undefined }], a: 1e21 })).toBe('{"a":1e+21,"b":[1,null,{}]}');
});
