// A Basic Text SR as pydicom reads it; what bytes can tell by themselves is tested without it.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeDataset } from '../../src/report/dicom/dataset.ts';
import { utf8 } from '../../src/report/dicom/utf8.ts';
import { moment, personName, shortText, uidOf } from '../../src/report/dicom/values.ts';
import { toDicomSr } from '../../src/report/dicomSr.ts';
import type { Report } from '../../src/report/report.ts';
import { needsPydicom, pythonWithPydicom } from '../needs.ts';
import { fresh, overridden, sha256, signedReport, worked } from './sampleReport.ts';

const at = '2026-03-03T10:00:00+02:00';
const sr = (report: Report, includePatient = false): Uint8Array =>
  toDicomSr(report, { includePatient, at }, sha256);

interface Item {
  readonly relation: string | null;
  readonly type: string;
  readonly concept: string;
  readonly value: string | null;
  readonly content: readonly Item[];
}
interface Read {
  readonly header: Readonly<Record<string, string>> & { readonly VerifyingObservers: readonly string[] };
  readonly content: Item;
}

const python = pythonWithPydicom();
const needs = needsPydicom(python);

async function readAll(python: string, files: readonly Uint8Array[]): Promise<readonly Read[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sr-'));
  try {
    const paths = files.map((_, i) => join(folder, `${i}.dcm`));
    for (const [i, bytes] of files.entries()) await writeFile(paths[i] ?? '', bytes);
    const script = join(import.meta.dirname, '../fixtures/reports/readSr.py');
    const { status, stdout, stderr } = spawnSync(python, [script, ...paths], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Read);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The tree as lines: relation, concept's meaning, value. */
const lines = ({ relation, concept, value, content }: Item, depth = 0): readonly string[] => [
  `${'  '.repeat(depth)}${relation ?? 'ROOT'} ${concept}${value === null ? '' : ` = ${value}`}`,
  ...content.flatMap((item) => lines(item, depth + 1)),
];

describe.skipIf(needs.missing)(needs.named('read by pydicom'), () => {
  test('a signed report', async () => {
    const [read] = await readAll(python ?? '', [sr(signedReport)]);
    expect(read?.header).toMatchObject({
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.11',
      TransferSyntaxUID: '1.2.840.10008.1.2.1',
      SpecificCharacterSet: 'ISO_IR 192',
      Modality: 'SR',
      PatientName: '',
      PatientID: '',
      PatientBirthDate: '',
      PatientIdentityRemoved: 'YES',
      CompletionFlag: 'COMPLETE',
      VerificationFlag: 'VERIFIED',
      PreliminaryFlag: 'FINAL',
      ContentDate: '20260301',
      ContentTime: '140500',
      TimezoneOffsetFromUTC: '+0200',
      VerifyingObservers: ['Dr. Άννα Δήμου^ 20260301140500+0200', 'Dr. B^ 20260302090000+0000'],
    });
    expect(read?.header['MediaStorageSOPInstanceUID']).toBe(read?.header['SOPInstanceUID']);
    expect(read && lines(read.content).map((line) => line.replace(/[0-9a-f]{64}/, 'HASH'))).toEqual([
      'ROOT 18748-4 LN Diagnostic Imaging Report',
      '  HAS CONCEPT MOD 121049 DCM Language of Content Item and Descendants = en RFC5646 English',
      '  HAS OBS CONTEXT 121005 DCM Observer Type = 121006 DCM Person',
      '  HAS OBS CONTEXT 121008 DCM Person Observer Name = Dr. Άννα Δήμου^',
      '  HAS OBS CONTEXT 121005 DCM Observer Type = 121007 DCM Device',
      `  HAS OBS CONTEXT 121012 DCM Device Observer UID = ${uidOf('chest-xray-reporter@1f3a9c2b', sha256)}`,
      '  HAS OBS CONTEXT 121013 DCM Device Observer Name = chest-xray-reporter@1f3a9c2b',
      expect.stringContaining(
        '  CONTAINS 121106 DCM Comment = For research and drafting. Not a medical device',
      ),
      '  CONTAINS 121106 DCM Comment = Findings switched on: Cardiomegaly: probability 91 %, by the model; Pleural Effusion: probability 64 %, by the model',
      '  CONTAINS 121106 DCM Comment = Signed by Dr. Άννα Δήμου, 2026-03-01 14:05 +02:00, version 1, SHA-256 HASH',
      '  CONTAINS 121109 DCM Indications for Procedure',
      '    CONTAINS 121060 DCM History = Cough for *two* weeks.',
      '  CONTAINS 121066 DCM Prior Procedure Descriptions',
      '    CONTAINS 121065 DCM Procedure Description = Film of 2019.',
      '  CONTAINS 121070 DCM Findings',
      '    CONTAINS 121071 DCM Finding = The heart is enlarged.',
      '      HAS PROPERTIES 121106 DCM Comment = Drafted by chest-xray-reporter@1f3a9c2b, probability 80 %. Accepted.',
      '    CONTAINS 121071 DCM Finding = Small <b>effusion</b> & "fluid" on the left.',
      '      HAS PROPERTIES 121106 DCM Comment = Edited by a person; drafted by chest-xray-reporter@1f3a9c2b as “There is a small left pleural effusion.” Accepted.',
      '  CONTAINS 121072 DCM Impressions',
      '    CONTAINS 121073 DCM Impression = Σύγκριση με το 2019:\r\nχωρίς αλλαγή.',
      '      HAS PROPERTIES 121106 DCM Comment = Written by a person. Accepted.',
      '  CONTAINS 121078 DCM Addendum',
      '    CONTAINS 121106 DCM Comment = Addendum by Dr. B, 2026-03-02 09:00 UTC, version 2, SHA-256 HASH',
      '    CONTAINS 121106 DCM Comment = Seen by a second reader.',
    ]);
  });

  test('drafts say so, and the patient is there when asked for', async () => {
    const [draft, named, odd] = await readAll(python ?? '', [sr(fresh), sr(worked, true), sr(overridden)]);
    expect(draft?.header).toMatchObject({
      CompletionFlag: 'PARTIAL',
      VerificationFlag: 'UNVERIFIED',
      PreliminaryFlag: 'PRELIMINARY',
      SeriesDescription: 'DRAFT chest X-ray report',
      VerifyingObservers: [],
      ContentTime: '100000',
    });
    expect(draft && lines(draft.content).join('\n')).toContain('Comment = DRAFT. Not signed');
    expect(named?.header).toMatchObject({
      PatientName: 'Παππά^Μαρία',
      PatientID: 'HOSP-123',
      PatientBirthDate: '19700203',
      PatientSex: 'F',
      PatientIdentityRemoved: '',
    });
    expect(odd && lines(odd.content).join('\n')).toContain('Film 1 was taken for not a chest X-ray (97 %)');
    // One study and series, but an object of its own for each content.
    expect(named?.header['StudyInstanceUID']).toBe(draft?.header['StudyInstanceUID']);
    expect(named?.header['SOPInstanceUID']).not.toBe(draft?.header['SOPInstanceUID']);
  });
});

test('no patient is anywhere in the bytes, and the same report gives the same bytes', () => {
  const bytes = sr(signedReport);
  expect(Buffer.from(bytes).toString('utf8')).not.toMatch(/Παππά|HOSP|1970/);
  expect(sr(signedReport)).toEqual(bytes);
  expect(Buffer.from(bytes.subarray(128, 132)).toString()).toBe('DICM');
  expect(bytes.length % 2).toBe(0);
});

test('elements as PS3.5 gives them', () => {
  expect(encodeDataset([{ tag: 0x00080005, vr: 'CS', value: 'ISO' }])).toEqual([
    0x08, 0x00, 0x05, 0x00, 0x43, 0x53, 4, 0, 0x49, 0x53, 0x4f, 0x20,
  ]);
  expect(
    encodeDataset([{ tag: 0x0040a730, vr: 'SQ', items: [[{ tag: 0x00080018, vr: 'UI', value: '1.2' }]] }]),
  ).toEqual([
    ...[0x40, 0x00, 0x30, 0xa7, 0x53, 0x51, 0, 0, 20, 0, 0, 0],
    ...[0xfe, 0xff, 0x00, 0xe0, 12, 0, 0, 0],
    ...[0x08, 0x00, 0x18, 0x00, 0x55, 0x49, 4, 0, 0x31, 0x2e, 0x32, 0x00],
  ]);
  expect(() =>
    encodeDataset([
      { tag: 2, vr: 'CS', value: '' },
      { tag: 1, vr: 'CS', value: '' },
    ]),
  ).toThrow('out of order');
});

test('values', () => {
  expect(uidOf('a', sha256)).toMatch(/^2\.25\.[1-9]\d{36,38}$/);
  const uuid = BigInt(uidOf('a', sha256).slice(5)).toString(16).padStart(32, '0');
  expect([uuid[12], '89ab'.includes(uuid[16] ?? '')]).toEqual(['8', true]);
  expect(personName('Παππά, Μαρία')).toBe('Παππά^Μαρία');
  expect(personName('Dr. A^B=C')).toBe('Dr. A B C^');
  expect(personName(' ')).toBe('');
  expect(shortText(`a\\b\n${'\u{1F600}'.repeat(80)}`)).toBe(`a b ${'\u{1F600}'.repeat(60)}`);
  expect(moment('2026-03-01T14:05:06Z')).toEqual({
    date: '20260301',
    time: '140506',
    offset: '+0000',
    dateTime: '20260301140506+0000',
  });
  for (const text of ['a', 'Ωώ', '“”', '\u{1F600}']) expect(utf8(text)).toEqual([...Buffer.from(text)]);
  expect(utf8('\uD800')).toEqual([...Buffer.from('\uFFFD')]);
});
