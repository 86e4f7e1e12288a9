// What a person types: over a sentence, as a new sentence, into the fields above, and about the patient.
import { openSentence, requireOpen, withSentence } from './openReport.ts';
import { plainCharacters } from './plainCharacters.ts';
import type { Field, Patient, Report, Section } from './report.ts';
import { place } from './move.ts';
import { provenanceOf } from './wordings.ts';

/**
 * The person's text for a sentence. What was accepted was the other text, so it must be accepted anew.
 * @throws AppError report/signed, usage: no such sentence
 */
export function editSentence(report: Report, id: string, typed: string): Report {
  const sentence = openSentence(report, id);
  const text = plainCharacters(typed);
  if (text === sentence.text) return report;
  const provenance = provenanceOf(sentence, text);
  return withSentence(report, { ...sentence, text, provenance, accepted: false, touched: true });
}

/**
 * A sentence of the person's own, before another of the section or at its end. Its id is `s<report.nextId>`.
 * @throws AppError report/signed, usage: no such sentence
 */
export function insertSentence(report: Report, section: Section, typed: string, before?: string): Report {
  requireOpen(report);
  const sentence = {
    id: `s${report.nextId}`,
    section,
    text: plainCharacters(typed),
    provenance: 'written',
    accepted: false,
    touched: true,
  } as const;
  return {
    ...report,
    sentences: place(report.sentences, sentence, before),
    nextId: report.nextId + 1,
  };
}

/** @throws AppError report/signed */
export function editField(report: Report, field: Field, typed: string): Report {
  requireOpen(report);
  const text = plainCharacters(typed);
  return text === report.fields[field] ? report : { ...report, fields: { ...report.fields, [field]: text } };
}

/**
 * What a person typed about the patient; undefined takes it out again.
 * @throws AppError report/signed
 */
export function editPatient(report: Report, patient: Patient | undefined): Report {
  requireOpen(report);
  const { patient: before, ...rest } = report;
  if (patient === undefined) return before === undefined ? report : rest;
  return {
    ...rest,
    patient: { ...patient, name: plainCharacters(patient.name), id: plainCharacters(patient.id) },
  };
}
