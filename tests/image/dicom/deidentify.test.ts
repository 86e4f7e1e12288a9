// De-identified files: nothing of what the profile names is left, and pydicom reads what is.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { profileAction, profileTags } from '../../../src/image/dicom/confidentialityProfile.ts';
import { deidentifyDicom, uidReplacer } from '../../../src/image/dicom/deidentify.ts';
import { readDicomIdentity } from '../../../src/image/dicom/identity.ts';
import { needsPydicom, pythonWithPydicom } from '../../needs.ts';
import { failureOf, madeImage, ramp, read } from './made.ts';

const folder = mkdtempSync(join(tmpdir(), 'deidentify-'));
afterAll(() => rmSync(folder, { recursive: true }));

const python = pythonWithPydicom();
const needed = needsPydicom(python);
const script = join(import.meta.dirname, '../../fixtures/dicom/fullOfSecrets.py');

function runPython(args: readonly string[], input = ''): string {
  const { status, stdout, stderr } = spawnSync(python ?? '', [script, ...args], {
    input,
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

type Found = readonly [path: string, vr: string, value: string];
interface Look {
  readonly error?: string;
  readonly meta: readonly Found[];
  readonly elements: readonly Found[];
  readonly pixels: string;
}

const look = (path: string): Look => JSON.parse(runPython(['look', path])) as Look;

/** Whatever was put in to be removed: text, dates, UIDs. */
const secret = /secret|20240131|123456|047Y|1\.2\.840\.4711|534543524554/i;

/** Those of the data set: command elements are no part of a file, and group 2 is made anew. */
const tags = profileTags.filter((tag) => !/^(0000|0002|fffc)/.test(tag));

describe.skipIf(needed.missing)(needed.named('files full of secrets'), () => {
  beforeAll(() => void runPython(['make', folder], JSON.stringify(tags)), 60_000);

  test.each(['explicit', 'implicit', 'big-endian', 'deflated', 'rle'])('%s', async (name) => {
    const before = look(join(folder, `${name}.dcm`));
    expect(before.error).toBeUndefined();
    const clean = await deidentifyDicom(readFileSync(join(folder, `${name}.dcm`)), 'x', uidReplacer());
    const path = join(folder, `${name}-clean.dcm`);
    writeFileSync(path, clean);
    const after = look(path);
    expect(after.error).toBeUndefined();
    expect(after.pixels).toBe(before.pixels);
    if (name !== 'deflated') expect(Buffer.from(clean).toString('latin1')).not.toMatch(secret);
    expect([...after.meta, ...after.elements].filter(([, , value]) => secret.test(value))).toEqual([]);

    const left = new Map(after.elements.map(([at, vr, value]) => [at, { vr, value }]));
    for (const tag of tags) {
      const kind = profileAction(tag)?.kind;
      for (const prefix of ['', '00082218[0].', '00082218[1].', '00082218[0].00082220[0].']) {
        const element = left.get(`${prefix}${tag}`);
        if (kind === 'remove') expect(element, tag).toBeUndefined();
        else expect(element, tag).toBeDefined();
        if (kind === 'empty') expect(element?.value, tag).toMatch(/^(0 items|)$/);
        if (kind === 'dummy') expect(element?.value, tag).toMatch(/^(1 items|.+)$/);
        if (kind === 'uid') expect(element?.value, tag).toMatch(/^2\.25\.[1-9]\d+$/);
      }
    }
    const text = (at: string): string | undefined => left.get(at)?.value;
    expect(text('00080060')).toBe('DX');
    expect(text('00185101')).toBe('PA');
    expect(text('00180015')).toBe('CHEST');
    expect(text('00120062')).toBe('YES');
    expect(text('00120064[0].00080100')).toBe('113100');
    expect(text('00280303')).toBe('REMOVED');
    // What refers to this file still does.
    expect(text('00081140[0].00081155')).toBe(text('00080018'));
    expect(after.meta.find(([at]) => at === '00020003')?.[2]).toBe(text('00080018'));
    expect(after.elements.filter(([at]) => /^(6000|5000|0099|00089999)/.test(at))).toEqual([]);
  });
});

describe('a de-identified file', () => {
  const person = {
    '00080020 DA': '20240131',
    '0008103e LO': 'CHEST PA of Sam',
    '00100010 PN': 'Secret^Sam',
    '00100020 LO': '4711',
    '00100030 DA': '19600229',
    '0020000d UI': '1.2.3.4711',
    '00281050 DS': '100',
    '00281051 DS': '200',
    '00990010 LO': 'ACME',
    '00991001 LO': 'Secret',
  };

  test('shows the same picture and says nothing of whom', async () => {
    const whole = madeImage(ramp(0, 1), person);
    const clean = await deidentifyDicom(whole, 'made.dcm');
    expect((await read(clean)).image).toEqual((await read(whole)).image);
    expect(await readDicomIdentity(clean, 'made.dcm')).toMatchObject({
      patientName: undefined,
      patientId: 'REMOVED',
      patientBirthDate: undefined,
      studyDate: undefined,
      studyDescription: undefined,
    });
    // New UIDs are random digits, among which any number may stand.
    const text = Buffer.from(clean)
      .toString('latin1')
      .replace(/2\.25\.\d+/g, '');
    expect(text).not.toMatch(/Secret|Sam|4711|1960|2024|ACME/);
  });

  test('stays together with the others of its study', async () => {
    const replaceUid = uidReplacer();
    const identities = await Promise.all(
      [person, { ...person, '00080018 UI': '1.2.3.4.6' }].map(async (elements) =>
        readDicomIdentity(await deidentifyDicom(madeImage(ramp(0, 1), elements), 'x', replaceUid), 'x'),
      ),
    );
    const [first, second] = identities;
    expect(first?.studyInstanceUid).toMatch(/^2\.25\./);
    expect(second?.studyInstanceUid).toBe(first?.studyInstanceUid);
    expect(second?.sopInstanceUid).not.toBe(first?.sopInstanceUid);
  });

  test('cannot be made of a damaged one', async () => {
    const error = await failureOf(deidentifyDicom(madeImage(ramp(0, 1), person).subarray(0, -10), 'cut.dcm'));
    expect(error.code).toBe('image/damaged');
  });
});

describe('the profile', () => {
  test.each([
    ['00100010', 'empty'],
    ['00100020', 'dummy'],
    ['00100030', 'empty'],
    ['00100040', 'empty'],
    ['00101010', 'remove'],
    ['00080050', 'empty'],
    ['00080080', 'dummy'],
    ['00080090', 'empty'],
    ['0008103e', 'remove'],
    ['00081030', 'remove'],
    ['0020000d', 'uid'],
    ['00080018', 'uid'],
    ['00081140', 'inside'],
    ['00104000', 'remove'],
    ['60023000', 'remove'],
    ['00110010', 'remove'],
    ['00080060', undefined],
    ['00280010', undefined],
    ['7fe00010', undefined],
  ])('%s: %s', (tag, kind) => {
    expect(profileAction(tag)?.kind).toBe(kind);
  });

  test('is whole', () => {
    // Rows of the table, without the four that stand for groups of attributes.
    expect(new Set(profileTags).size).toBe(652);
  });
});
