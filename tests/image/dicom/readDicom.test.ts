// What pydicom's own files lack: shapes of windows, signs, padding, inversion, tables, and files that are refused.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { displayGrey, displayTable } from '../../../src/image/displayGrey.ts';
import { readDicomIdentity } from '../../../src/image/dicom/identity.ts';
import { pydicomDecodes } from '../../fixtures/dicom/reference.ts';
import {
  encapsulated,
  imageElements,
  writeDicom,
  type MadeElements,
} from '../../fixtures/dicom/writeDicom.ts';
import { needsPydicom, pythonWithPydicom } from '../../needs.ts';
import { failureOf, madeImage, ramp, read } from './made.ts';

const twelveBits = { '00280101 US': 12, '00280102 US': 11 };
const window = (centre: string, width: string, shape?: string): MadeElements => ({
  '00281050 DS': centre,
  '00281051 DS': width,
  ...(shape === undefined ? {} : { '00281056 CS': shape }),
});
const rescale = (slope: string, intercept: string): MadeElements => ({
  '00281052 DS': intercept,
  '00281053 DS': slope,
});
const table = (sequence: string, first: number, entries: readonly number[], bits: number): MadeElements => ({
  [`${sequence} SQ`]: [
    {
      [`00283002 ${first < 0 ? 'SS' : 'US'}`]: [entries.length & 0xffff, first, bits],
      '00283006 US': entries,
    },
  ],
});
const bright = Array.from({ length: 1000 }, (_, i) => 65_535 - i * 65);
const curve = Array.from({ length: 1000 }, (_, i) => Math.round(Math.sqrt(i / 999) * 1023));

/** Made for pydicom and us alike. */
const files: Readonly<Record<string, Buffer>> = {
  plain: madeImage(ramp(0, 256)),
  linear: madeImage(ramp(0, 16), { ...twelveBits, ...window('2048', '1024') }),
  'linear by name': madeImage(ramp(0, 16), { ...twelveBits, ...window('300.5', '200', 'LINEAR') }),
  'linear step': madeImage(ramp(0, 16), { ...twelveBits, ...window('2048', '1') }),
  'linear exact': madeImage(ramp(0, 16), { ...twelveBits, ...window('2048', '1024', 'LINEAR_EXACT') }),
  sigmoid: madeImage(ramp(0, 16), { ...twelveBits, ...window('2048', '1024', 'SIGMOID') }),
  'several windows': madeImage(ramp(0, 16), { ...twelveBits, ...window('1000\\3000', '500\\100') }),
  signed: madeImage(ramp(-2048, 16), { ...twelveBits, ...window('100', '900') }),
  'signed, 16 bits': madeImage(ramp(-32_768, 256), window('-1000', '20000', 'SIGMOID')),
  rescaled: madeImage(ramp(0, 16), { ...twelveBits, ...rescale('0.5', '-1024'), ...window('40', '400') }),
  'rescaled, signed': madeImage(ramp(-2048, 16), {
    ...twelveBits,
    ...rescale('2', '10'),
    ...window('0', '3000'),
  }),
  inverted: madeImage(ramp(0, 16), {
    ...twelveBits,
    '00280004 CS': 'MONOCHROME1',
    ...window('1500', '2000'),
  }),
  padded: madeImage(ramp(0, 16), { ...twelveBits, '00280120 US': 0, '00280121 US': 64 }),
  'padded, inverted': madeImage(ramp(0, 16), {
    ...twelveBits,
    '00280004 CS': 'MONOCHROME1',
    '00280120 US': 4080,
    ...window('2000', '4000'),
  }),
  'padded, signed': madeImage(ramp(-2000, 16), { '00280120 SS': -2000 }),
  'modality table': madeImage(ramp(0, 4), {
    ...twelveBits,
    ...table('00283000', 0, bright, 16),
    ...window('50000', '30000'),
  }),
  'VOI table': madeImage(ramp(0, 16), {
    ...twelveBits,
    ...table('00283010', 500, curve, 10),
    ...window('9', '9'),
  }),
  'VOI table, rescaled below zero': madeImage(ramp(0, 8), {
    ...twelveBits,
    ...rescale('1', '-500'),
    ...table('00283010', -400, curve, 10),
  }),
  '8 bits': madeImage(Uint8Array.from({ length: 256 }, (_, i) => i)),
  '8 bits in 16': madeImage(ramp(0, 1), { '00280101 US': 8, '00280102 US': 7 }),
  '10 bits, windowed': madeImage(ramp(0, 4), {
    '00280101 US': 10,
    '00280102 US': 9,
    ...window('512', '512'),
  }),
  implicit: writeDicom({
    transferSyntax: '1.2.840.10008.1.2',
    elements: { ...imageElements(16, 16, ramp(0, 16)), ...twelveBits, ...table('00283010', 0, curve, 10) },
  }),
};

const folder = mkdtempSync(join(tmpdir(), 'made-dicom-'));
afterAll(() => rmSync(folder, { recursive: true }));
for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);

const python = pythonWithPydicom();
const needed = needsPydicom(python);
const references = python === undefined ? [] : pydicomDecodes(python, [folder]);

describe.skipIf(needed.missing)(needed.named('made files are decoded as pydicom decodes them'), () => {
  test.each(references.map((reference) => ({ name: basename(reference.path), reference })))(
    '$name',
    async ({ name, reference }) => {
      if (reference.kind === 'failed') throw new Error(reference.error);
      const { image } = await read(files[name] ?? Buffer.alloc(0));
      const modality = Float32Array.from(image.values, (value) => value * image.slope + image.intercept);
      expect(modality).toEqual(reference.modality);
      const shown = displayGrey(image).data;
      const differences = shown.map((value, i) => Math.abs(value - (reference.display[i] ?? 0)));
      expect(Math.max(...differences)).toBeLessThanOrEqual(1);
    },
  );
});

describe('grey levels', () => {
  const levels = async (name: string): Promise<Uint8Array> =>
    displayGrey((await read(files[name] ?? Buffer.alloc(0))).image).data;

  test('a linear window, by PS3.3 C.11.2.1.2: ((x - 2047.5) / 1023 + 0.5) * 255', async () => {
    const shown = await levels('linear');
    expect([shown[0], shown[96], shown[97], shown[128], shown[160], shown[255]]).toEqual([
      0,
      Math.round(((1536 - 2047.5) / 1023 + 0.5) * 255),
      Math.round(((1552 - 2047.5) / 1023 + 0.5) * 255),
      128,
      255,
      255,
    ]);
  });

  test('exact and sigmoid ones', async () => {
    expect((await levels('linear exact'))[136]).toBe(Math.round(((2176 - 2048) / 1024 + 0.5) * 255));
    expect((await levels('sigmoid'))[136]).toBe(Math.round(255 / (1 + Math.exp((-4 * 128) / 1024))));
  });

  test('signed values keep their sign, whatever lies above the stored bits', async () => {
    const pixels = Uint16Array.from({ length: 256 }, (_, i) => ((i * 16 - 2048) & 0xfff) | 0xa000);
    const { image } = await read(madeImage(pixels, { ...twelveBits, '00280103 US': 1 }));
    expect(image.values).toEqual(ramp(-2048, 16));
  });

  test('values above their lowest bits are brought down', async () => {
    const pixels = ramp(0, 16).map((value) => value << 4);
    const { image } = await read(madeImage(pixels, { '00280101 US': 12, '00280102 US': 15 }));
    expect(image.values).toEqual(ramp(0, 16));
  });

  test('padding is black and does not count as the darkest value', async () => {
    const { image } = await read(files['padded'] ?? Buffer.alloc(0));
    expect(image.padding).toEqual({ from: 0, to: 64 });
    const shown = displayGrey(image).data;
    expect([...shown.subarray(0, 7)]).toEqual([0, 0, 0, 0, 0, 0, 1]);
    expect((await levels('padded, inverted'))[255]).toBe(0);
  });

  test('a picture of padding alone is black', async () => {
    const { image } = await read(madeImage(new Uint16Array(256), { '00280120 US': 0 }));
    expect(Math.max(...displayGrey(image).data)).toBe(0);
  });

  test('every window is kept with its name, and tables come first', async () => {
    const { image } = await read(
      madeImage(ramp(0, 16), {
        ...twelveBits,
        ...window('1000\\3000\\5', '500\\100\\0'),
        '00281055 LO': 'NORMAL\\HARDER\\BROKEN',
        ...table('00283010', 0, curve, 10),
      }),
    );
    expect(image.views.map((view) => [view.kind, view.name])).toEqual([
      ['table', undefined],
      ['window', 'NORMAL'],
      ['window', 'HARDER'],
    ]);
  });

  test('the table for a screen answers for every stored value, of either sign', async () => {
    const { image } = await read(files['signed'] ?? Buffer.alloc(0));
    const shown = displayTable(image);
    const inverse = displayTable(image, image.views[0], true);
    expect([shown[-350 & 0xffff], shown[100], shown[550]]).toEqual([0, 128, 255]);
    expect([inverse[-350 & 0xffff], inverse[550]]).toEqual([255, 0]);
  });
});

describe('the header', () => {
  const header = async (more: MadeElements) => (await read(madeImage(ramp(0, 1), more))).header;

  test('says what is known of the picture', async () => {
    const facts = await header({
      '00180015 CS': 'CHEST',
      '00185101 CS': 'PA',
      '00200062 CS': 'U',
      '00200020 CS': 'L\\F',
      '00280301 CS': 'NO',
    });
    expect(facts).toEqual({
      modality: 'DX',
      viewPosition: 'PA',
      view: 'frontal',
      laterality: 'U',
      bodyPart: 'CHEST',
      patientOrientation: 'L\\F',
      photometric: 'MONOCHROME2',
      burnedInText: false,
      transferSyntax: '1.2.840.10008.1.2.1',
      sopClass: '1.2.840.10008.5.1.4.1.1.1.1',
    });
  });

  const code = (value: string) => [{ '00080100 SH': value, '00080102 SH': 'SCT', '00080104 LO': 'x' }];

  test.each<[string, MadeElements, string | undefined]>([
    ['AP', { '00185101 CS': 'AP' }, 'frontal'],
    ['left lateral', { '00185101 CS': 'LL' }, 'lateral'],
    ['lateral in words', { '00185101 CS': 'LATERAL' }, 'lateral'],
    ['a code', { '00540220 SQ': code('399173006') }, 'lateral'],
    ['an old code', { '00540220 SQ': code('R-10206') }, 'frontal'],
    ['the series', { '0008103e LO': 'Thorax p.a.' }, 'frontal'],
    ['the protocol', { '00181030 LO': 'CHEST LAT' }, 'lateral'],
    ['the field before the series', { '00185101 CS': 'PA', '0008103e LO': 'CHEST LAT' }, 'frontal'],
    ['both at once', { '0008103e LO': 'CHEST PA AND LAT' }, undefined],
    ['nothing', {}, undefined],
    ['an oblique view', { '00185101 CS': 'LLO' }, undefined],
  ])('tells the view by %s', async (_name, more, view) => {
    expect((await header(more)).view).toBe(view);
  });

  test('finds the chest by its code', async () => {
    expect((await header({ '00082218 SQ': code('51185008') })).bodyPart).toBe('CHEST');
  });

  test('gives the spacing of the detector where that of the body is unknown', async () => {
    const detector = await read(madeImage(ramp(0, 1), { '00181164 DS': '0.2\\0.1' }));
    expect(detector.image.spacing).toEqual({ row: 0.2, column: 0.1 });
    const body = await read(
      madeImage(ramp(0, 1), { '00181164 DS': '0.2\\0.1', '00280030 DS': '0.15\\0.15' }),
    );
    expect(body.image.spacing).toEqual({ row: 0.15, column: 0.15 });
  });
});

describe('whose image it is', () => {
  const person: MadeElements = {
    '00080005 CS': 'ISO_IR 192',
    '00080020 DA': '20240131',
    '00080050 SH': 'A-17',
    '00100010 PN': 'Παπαδοπούλου^Ελένη',
    '00100020 LO': 'PAT-4711',
    '00100030 DA': '19600229',
    '0020000d UI': '1.2.3',
  };

  test('is told when it is asked for, in any script', async () => {
    const identity = await readDicomIdentity(madeImage(ramp(0, 1), person), 'made.dcm');
    expect(identity).toMatchObject({
      patientName: 'Παπαδοπούλου^Ελένη',
      patientId: 'PAT-4711',
      patientBirthDate: '19600229',
      patientSex: undefined,
      studyInstanceUid: '1.2.3',
      accessionNumber: 'A-17',
      studyDate: '20240131',
    });
  });

  test.each<[string, string, number[]]>([
    ['', 'M\u00fcller', [0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72]],
    ['ISO_IR 126', '\u0391\u03b2', [0xc1, 0xe2]],
    ['\\ISO 2022 IR 87', '\u5c71', [0x1b, 0x24, 0x42, 0x3b, 0x33, 0x1b, 0x28, 0x42]],
    ['\\ISO 2022 IR 149', '\uae40', [0x1b, 0x24, 0x29, 0x43, 0xb1, 0xe8]],
    ['GB18030', '\u738b', [0xcd, 0xf5]],
  ])('in the character set %j', async (set, name, bytes) => {
    const file = madeImage(ramp(0, 1), { '00080005 CS': set, '00100010 PN': Uint8Array.from(bytes) });
    expect((await readDicomIdentity(file, 'made.dcm')).patientName).toBe(name);
  });

  test('stands nowhere in what is read without asking', async () => {
    const { image, header } = await read(madeImage(ramp(0, 1), person));
    const said = JSON.stringify({ ...image, values: [], header });
    for (const value of ['Ελένη', '4711', '1960', '2024', 'A-17', '1.2.3"'])
      expect(said).not.toContain(value);
  });

  test('stands nowhere in what a damaged file is said to be', async () => {
    const whole = madeImage(ramp(0, 1), person);
    for (const length of [200, 300, 400, 500, 600, 700]) {
      const error = await failureOf(read(whole.subarray(0, length)));
      const said = `${error.message} ${String(error.cause)} ${error.stack ?? ''}`;
      for (const value of ['Ελένη', '4711', '19600229']) expect(said).not.toContain(value);
    }
  });
});

describe('what is refused', () => {
  const compressed = (transferSyntax: string, frame: Uint8Array): Buffer =>
    writeDicom({
      transferSyntax,
      elements: { ...imageElements(16, 16, new Uint8Array(256)), '7fe00010 OB': encapsulated(frame) },
    });

  test.each<[string, Buffer, RegExp]>([
    ['several frames', madeImage(ramp(0, 1), { '00280008 IS': '12' }), /holds 12 images/],
    ['palettes', madeImage(ramp(0, 1), { '00280004 CS': 'PALETTE COLOR' }), /PALETTE COLOR/],
    [
      '32 bits',
      madeImage(ramp(0, 1), { '00280100 US': 32, '00280101 US': 32, '00280102 US': 31 }),
      /32 bits/,
    ],
    ['one bit', madeImage(ramp(0, 1), { '00280100 US': 1, '00280101 US': 1, '00280102 US': 0 }), /1 bits/],
    ['a report', writeDicom({ elements: { '00080060 CS': 'SR' } }), /holds no image: choose/],
    [
      'an unknown coding',
      compressed('1.2.840.10008.1.2.4.202', new Uint8Array(8)),
      /1\.2\.840\.10008\.1\.2\.4\.202/,
    ],
    ['a film', compressed('1.2.840.10008.1.2.4.102', new Uint8Array(8)), /film/],
  ])('%s', async (_name, bytes, reason) => {
    const error = await failureOf(read(bytes));
    expect(error.code).toBe('image/unsupported');
    expect(error.message).toMatch(reason);
    expect(error.message).toMatch(/^made\.dcm .*\.$/);
  });

  test('more pixels than fit, by the header alone', async () => {
    const error = await failureOf(
      read(madeImage(ramp(0, 1), { '00280010 US': 65_535, '00280011 US': 65_535 })),
    );
    expect(error.code).toBe('image/too-large');
    expect(error.message).toContain('65535 x 65535 pixels');
  });

  test.each<[string, Buffer]>([
    ['a zero size', madeImage(ramp(0, 1), { '00280010 US': 0 })],
    ['missing pixels', madeImage(ramp(0, 1), { '00280010 US': 17 })],
    ['more bits stored than allocated', madeImage(ramp(0, 1), { '00280101 US': 17 })],
    ['a slope of zero', madeImage(ramp(0, 1), rescale('0', '0'))],
    ['three samples of grey', madeImage(ramp(0, 1), { '00280002 US': 3 })],
    ['no codestream', compressed('1.2.840.10008.1.2.4.90', new Uint8Array(64))],
    ['no JPEG', compressed('1.2.840.10008.1.2.4.50', new Uint8Array(64))],
    ['an RLE header of other segments', compressed('1.2.840.10008.1.2.5', new Uint8Array(64))],
    ['no transfer syntax', Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), Buffer.alloc(64)])],
  ])('%s', async (_name, bytes) => {
    expect((await failureOf(read(bytes))).code).toBe('image/damaged');
  });

  test('a deflated bomb', async () => {
    const head = writeDicom({ transferSyntax: '1.2.840.10008.1.2.1.99', elements: {} });
    const bomb = deflateRawSync(Buffer.alloc(600 * 1024 * 1024), { level: 1 });
    expect((await failureOf(read(Buffer.concat([head, bomb])))).code).toBe('image/damaged');
  });

  test('sequences within sequences without end', async () => {
    // An item of undefined length in a sequence of undefined length, a hundred thousand deep.
    const nest = Buffer.from('080040115351 0000ffffffff feff00e0ffffffff'.replaceAll(' ', ''), 'hex');
    const head = writeDicom({ elements: {} });
    const error = await failureOf(read(Buffer.concat([head, ...Array<Buffer>(100_000).fill(nest)])));
    expect(error.code).toBe('image/damaged');
  });
});
