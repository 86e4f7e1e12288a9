// What a report says on paper, in order and in words, whatever the format: banner, warnings, facts, sections with a
// number for each sentence, where each sentence comes from, signature, addenda, disclaimer.
import { assertNever } from '../errors.ts';
import type { Addendum, Report, Section, Sentence, Signature, StudyImage } from './report.ts';
import { sections, sentencesOf } from './report.ts';
import { probabilityOf } from './wordings.ts';

/** What an export holds beyond the report itself. */
export interface ExportOptions {
  /** What was typed about the patient; left out unless a person asked for it. */
  readonly includePatient: boolean;
}

export interface OutlineFact {
  readonly name: string;
  readonly value: string;
}

export interface OutlineSentence {
  /** From 1, through all sections: the same number stands in `provenance`. */
  readonly number: number;
  readonly text: string;
  /** Who wrote it and whether it was accepted: a sentence without its number. */
  readonly provenance: string;
}

export interface OutlineSection {
  readonly section: Section;
  readonly title: string;
  readonly sentences: readonly OutlineSentence[];
}

export interface Outline {
  readonly title: string;
  /** Says that it is a draft; undefined for a signed report. */
  readonly banner: string | undefined;
  /** Films that were drafted against the gate's word. */
  readonly warnings: readonly string[];
  readonly facts: readonly OutlineFact[];
  readonly sections: readonly OutlineSection[];
  /** The findings that are switched on, with who switched them. */
  readonly findings: readonly string[];
  readonly signature: string | undefined;
  readonly addenda: readonly { readonly title: string; readonly text: string }[];
  readonly disclaimer: string;
}

export const reportTitle = 'Chest X-ray report';
export const sectionTitles: Readonly<Record<Section, string>> = {
  findings: 'Findings',
  impression: 'Impression',
};
/** Stands where a section has no sentence. */
export const emptySection = 'Nothing is stated.';
export const draftBanner = 'DRAFT. Not signed: not a report yet.';

/** The report in words. */
export function outline(report: Report, { includePatient }: ExportOptions): Outline {
  let number = 0;
  return {
    title: reportTitle,
    banner: report.status === 'draft' ? draftBanner : undefined,
    warnings: report.study.images.flatMap(warning),
    facts: [
      ...(includePatient ? patientFacts(report) : []),
      { name: 'Study', value: report.study.uid },
      { name: 'Films', value: films(report.study.images) },
      { name: 'Indication', value: report.fields.indication.trim() },
      { name: 'Comparison', value: report.fields.comparison.trim() },
      { name: 'Model', value: report.model ?? 'none' },
    ].filter(({ value }) => value !== ''),
    sections: sections.map((section) => ({
      section,
      title: sectionTitles[section],
      sentences: sentencesOf(report, section).map((sentence) => ({
        number: (number += 1),
        text: sentence.text.trim(),
        provenance: provenanceText(sentence),
      })),
    })),
    findings: report.findings.filter(({ on }) => on).map(findingText),
    signature: report.signature === undefined ? undefined : `Signed by ${signatureText(report.signature)}`,
    addenda: report.addenda.map(({ text, signature }: Addendum) => ({
      title: `Addendum by ${signatureText(signature)}`,
      text,
    })),
    disclaimer: report.disclaimer,
  };
}

/** Where a sentence comes from and whether a person accepted it, as `Written by a person. Accepted.` */
export function provenanceText(sentence: Sentence): string {
  return `${origin(sentence)} ${sentence.accepted ? 'Accepted.' : 'Not accepted.'}`;
}

function origin(sentence: Sentence): string {
  const { draft, provenance } = sentence;
  switch (provenance) {
    case 'written':
      return 'Written by a person.';
    case 'edited':
      return `Edited by a person; drafted by ${draft?.model ?? 'a model'} as “${draft?.text ?? ''}”`;
    case 'drafted': {
      const probability = probabilityOf(sentence);
      const sure = probability === undefined ? '' : `, probability ${percent(probability)}`;
      return `Drafted by ${draft?.model ?? 'a model'}${sure}.`;
    }
    default:
      return assertNever(provenance);
  }
}

/** @param share 0..1 */
export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** `2026-03-01T14:05:00+02:00` as `2026-03-01 14:05 +02:00`, with UTC for Z. */
export function readableTime(at: string): string {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}).*?(Z|[+-]\d{2}:\d{2})$/.exec(at);
  if (parts === null) return at;
  const [, date, time, zone] = parts;
  return `${date ?? ''} ${time ?? ''} ${zone === 'Z' ? 'UTC' : (zone ?? '')}`;
}

const signatureText = ({ author, at, version, hash }: Signature): string =>
  `${author}, ${readableTime(at)}, version ${version}, SHA-256 ${hash}`;

function films(images: readonly StudyImage[]): string {
  const views = images.map(({ view }) => (view === 'unknown' ? 'view not known' : view));
  return views.length === 0 ? 'none' : views.join(', ');
}

/** What the gate said of a film that a person had drafted all the same. */
function warning({ gate }: StudyImage, i: number): readonly string[] {
  if (!gate.overridden) return [];
  const what = gate.kind === 'inverted' ? 'an inverted film' : 'not a chest X-ray';
  return [
    `Film ${i + 1} was taken for ${what} (${percent(gate.probability)}): ${gate.reason} A person had it drafted all the same.`,
  ];
}

function findingText({ tag, probability, by, added }: Report['findings'][number]): string {
  const sure = probability === undefined ? 'no probability' : `probability ${percent(probability)}`;
  const who = by === 'model' ? 'by the model' : `${added ? 'added' : 'switched on'} by a person`;
  return `${tag}: ${sure}, ${who}`;
}

function patientFacts({ patient }: Report): readonly OutlineFact[] {
  if (patient === undefined) return [];
  return [
    { name: 'Patient', value: patient.name.trim() },
    { name: 'Patient number', value: patient.id.trim() },
    { name: 'Born', value: patient.birthDate },
    { name: 'Sex', value: patient.sex },
  ];
}
