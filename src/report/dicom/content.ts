// The content tree of a report as a Basic Text SR holds it, after TID 2000 "Basic Diagnostic Imaging Report" (PS3.16):
// language, observers, then a container for each heading. Where a sentence comes from is a property of the sentence.
import type { Outline, OutlineSentence } from '../outline.ts';
import { outline, type ExportOptions } from '../outline.ts';
import type { Report, Section } from '../report.ts';
import type { Sha256 } from '../sign.ts';
import { sequence, text, type Dataset, type Element } from './dataset.ts';
import { personName, shortText, uidOf } from './values.ts';

/** A coded concept; the designator says whose code it is. */
interface Code {
  readonly value: string;
  readonly scheme: string;
  readonly meaning: string;
}

/** A concept of the DICOM Controlled Terminology (PS3.16, annex D). */
const dcm = (value: string, meaning: string): Code => ({ value, scheme: 'DCM', meaning });

const title: Code = { value: '18748-4', scheme: 'LN', meaning: 'Diagnostic Imaging Report' };
const comment = dcm('121106', 'Comment');
const headings: Readonly<Record<Section, { readonly heading: Code; readonly element: Code }>> = {
  findings: { heading: dcm('121070', 'Findings'), element: dcm('121071', 'Finding') },
  impression: { heading: dcm('121072', 'Impressions'), element: dcm('121073', 'Impression') },
};

/** How an item hangs on the one above it. */
type Relation = 'CONTAINS' | 'HAS CONCEPT MOD' | 'HAS OBS CONTEXT' | 'HAS PROPERTIES';

/** The elements of the root: value type, concept, template and all that it contains. */
export function contentTree(report: Report, options: ExportOptions, sha256: Sha256): Dataset {
  const parts = outline(report, options);
  return container(title, [
    codeItem('HAS CONCEPT MOD', dcm('121049', 'Language of Content Item and Descendants'), {
      value: 'en',
      scheme: 'RFC5646',
      meaning: 'English',
    }),
    ...observers(report, sha256),
    ...statements(parts).map((said) => textItem('CONTAINS', comment, said)),
    ...field(dcm('121109', 'Indications for Procedure'), dcm('121060', 'History'), report.fields.indication),
    ...field(
      dcm('121066', 'Prior Procedure Descriptions'),
      dcm('121065', 'Procedure Description'),
      report.fields.comparison,
    ),
    ...parts.sections
      .filter(({ sentences }) => sentences.length > 0)
      .map(({ section, sentences }) => {
        const { heading, element } = headings[section];
        return contained(
          heading,
          sentences.map((sentence) => sentenceItem(element, sentence)),
        );
      }),
    ...parts.addenda.map((addendum) =>
      contained(dcm('121078', 'Addendum'), [
        textItem('CONTAINS', comment, addendum.title),
        textItem('CONTAINS', comment, addendum.text),
      ]),
    ),
  ]);
}

/** What must be read before anything else. */
const statements = ({ banner, warnings, disclaimer, signature, findings }: Outline): readonly string[] => [
  ...(banner === undefined ? [] : [banner]),
  disclaimer,
  ...warnings,
  ...(findings.length === 0 ? [] : [`Findings switched on: ${findings.join('; ')}`]),
  ...(signature === undefined ? [] : [signature]),
];

/** TID 1002: who signed, and the model that drafted. */
function observers({ signature, model }: Report, sha256: Sha256): readonly Dataset[] {
  const type = dcm('121005', 'Observer Type');
  const person =
    signature === undefined
      ? []
      : [
          codeItem('HAS OBS CONTEXT', type, dcm('121006', 'Person')),
          item('HAS OBS CONTEXT', 'PNAME', dcm('121008', 'Person Observer Name'), [
            text(0x0040a123, 'PN', personName(signature.author)),
          ]),
        ];
  const device =
    model === undefined
      ? []
      : [
          codeItem('HAS OBS CONTEXT', type, dcm('121007', 'Device')),
          item('HAS OBS CONTEXT', 'UIDREF', dcm('121012', 'Device Observer UID'), [
            text(0x0040a124, 'UI', uidOf(model, sha256)),
          ]),
          textItem('HAS OBS CONTEXT', dcm('121013', 'Device Observer Name'), model),
        ];
  return [...person, ...device];
}

const field = (heading: Code, element: Code, typed: string): readonly Dataset[] =>
  typed.trim() === '' ? [] : [contained(heading, [textItem('CONTAINS', element, typed.trim())])];

const sentenceItem = (concept: Code, { text: said, provenance }: OutlineSentence): Dataset =>
  textItem('CONTAINS', concept, said, [textItem('HAS PROPERTIES', comment, provenance)]);

const contained = (concept: Code, items: readonly Dataset[]): Dataset => [
  text(0x0040a010, 'CS', 'CONTAINS'),
  ...container(concept, items).filter(({ tag }) => tag !== templateTag),
];

const templateTag = 0x0040a504;

const container = (concept: Code, items: readonly Dataset[]): Dataset => [
  text(0x0040a040, 'CS', 'CONTAINER'),
  conceptName(concept),
  text(0x0040a050, 'CS', 'SEPARATE'),
  sequence(templateTag, [text(0x00080105, 'CS', 'DCMR'), text(0x0040db00, 'CS', '2000')]),
  sequence(0x0040a730, ...items),
];

/** DICOM parts the lines of a text by CR LF. */
const textItem = (
  relation: Relation,
  concept: Code,
  said: string,
  properties: readonly Dataset[] = [],
): Dataset =>
  item(
    relation,
    'TEXT',
    concept,
    [text(0x0040a160, 'UT', said.replaceAll('\n', '\r\n'))],
    properties.length === 0 ? [] : [sequence(0x0040a730, ...properties)],
  );

const codeItem = (relation: Relation, concept: Code, value: Code): Dataset =>
  item(relation, 'CODE', concept, [sequence(0x0040a168, codeOf(value))]);

const item = (
  relation: Relation,
  valueType: string,
  concept: Code,
  value: readonly Element[],
  below: readonly Element[] = [],
): Dataset => [
  text(0x0040a010, 'CS', relation),
  text(0x0040a040, 'CS', valueType),
  conceptName(concept),
  ...value,
  ...below,
];

const conceptName = (concept: Code): Element => sequence(0x0040a043, codeOf(concept));

const codeOf = ({ value, scheme, meaning }: Code): Dataset => [
  text(0x00080100, 'SH', value),
  text(0x00080102, 'SH', scheme),
  text(0x00080104, 'LO', shortText(meaning)),
];
