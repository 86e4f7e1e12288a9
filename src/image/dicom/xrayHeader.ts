// What the header of a radiograph says about the picture. Nothing here says whose it is: that is identity.ts.
import type { DataSet } from 'dicom-parser';
import { itemsOf, textOf, type DicomFile } from './parseDicom.ts';

export interface XrayHeader {
  /** CR, DX, DR, CT, OT and so on. */
  readonly modality: string | undefined;
  /** As written: PA, AP, LL, LATERAL and so on. */
  readonly viewPosition: string | undefined;
  /** What that means, or what the view's code or the series' name says; undefined where they say nothing or both. */
  readonly view: 'frontal' | 'lateral' | undefined;
  /** L, R, B (both) or U (neither), as written. */
  readonly laterality: string | undefined;
  /** As written, CHEST for instance; by the code of the region where there is no text. */
  readonly bodyPart: string | undefined;
  /** Towards where rows and columns go: L\F for left and feet. */
  readonly patientOrientation: string | undefined;
  /** MONOCHROME1 and so on. */
  readonly photometric: string | undefined;
  /** Whether text in the pixels may name the patient; undefined where the file does not say. */
  readonly burnedInText: boolean | undefined;
  readonly transferSyntax: string;
  readonly sopClass: string | undefined;
}

/** Codes of SNOMED, in both of its spellings, for views (PS3.16 CID 4010). */
const frontalCodes = new Set([
  ...['399033003', '272479007', '399348003'],
  ...['R-10202', 'R-10206', 'R-10214', 'R-40888'],
]);
const lateralCodes = new Set([
  ...['399067008', '399173006', '399198007'],
  ...['R-10232', 'R-10236', 'R-102CD'],
]);
const chestCodes = new Set(['51185008', '816094009', 'T-D3000']);

/** @returns facts, none of which names a person, a place or a time */
export function readXrayHeader({ dataSet, transferSyntax }: DicomFile): XrayHeader {
  const burnedIn = textOf(dataSet, 'x00280301');
  return {
    modality: textOf(dataSet, 'x00080060'),
    viewPosition: textOf(dataSet, 'x00185101'),
    view: viewOf(dataSet),
    laterality: textOf(dataSet, 'x00200062') ?? textOf(dataSet, 'x00200060'),
    bodyPart:
      textOf(dataSet, 'x00180015') ?? (hasCode(dataSet, 'x00082218', chestCodes) ? 'CHEST' : undefined),
    patientOrientation: dataSet.string('x00200020')?.trim(),
    photometric: textOf(dataSet, 'x00280004'),
    burnedInText: burnedIn === undefined ? undefined : burnedIn === 'YES',
    transferSyntax,
    sopClass: textOf(dataSet, 'x00080016'),
  };
}

/** The header's field comes first, then its code, then what a person called the series or the protocol. */
function viewOf(dataSet: DataSet): XrayHeader['view'] {
  const byCode = only(
    hasCode(dataSet, 'x00540220', frontalCodes),
    hasCode(dataSet, 'x00540220', lateralCodes),
  );
  const said = ['x00185101', 'x0008103e', 'x00181030'].map((tag) => viewIn(textOf(dataSet, tag) ?? ''));
  return said[0] ?? byCode ?? said[1] ?? said[2];
}

function viewIn(text: string): XrayHeader['view'] {
  return only(/\b(?:a\.?p|p\.?a|frontal)\b/i.test(text), /\b(?:ll|rl|lat|lateral)\b/i.test(text));
}

function only(frontal: boolean, lateral: boolean): XrayHeader['view'] {
  if (frontal === lateral) return undefined;
  return frontal ? 'frontal' : 'lateral';
}

const hasCode = (dataSet: DataSet, sequence: string, codes: ReadonlySet<string>): boolean =>
  itemsOf(dataSet, sequence).some((item) => codes.has(textOf(item, 'x00080100') ?? ''));
