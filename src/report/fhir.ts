// A report as a FHIR R4 DiagnosticReport that stands alone: sentences as contained Observations, where each comes from
// as contained Provenance, and all of it for people as narrative.
import { newestSignature } from './addendum.ts';
import {
  attestation,
  authorsOf,
  chestCode,
  device,
  modelsOf,
  patientResource,
  practitioner,
  practitionerId,
  statements,
} from './fhir/resources.ts';
import { narrative } from './fhir/narrative.ts';
import { outline, type ExportOptions } from './outline.ts';
import { sentencesOf, type Report } from './report.ts';

export interface FhirOptions extends ExportOptions {
  /** When it is exported: ISO 8601 with seconds and offset. */
  readonly at: string;
}

/** The resource as indented JSON, ending in a line end. */
export function toFhir(report: Report, options: FhirOptions): string {
  const { signature, addenda, study, findings, sentences } = report;
  const patient = options.includePatient ? report.patient : undefined;
  const said = statements(report, patient !== undefined, options.at);
  const authors = authorsOf(report);
  const impression = sentencesOf(report, 'impression').map(({ text }) => text.trim());
  const stated = findings.filter(
    ({ tag, on }) =>
      on && sentences.some(({ accepted, draft }) => accepted && (draft?.dependsOn.includes(tag) ?? false)),
  );
  const contained = [
    ...(patient === undefined ? [] : [patientResource(patient)]),
    ...authors.map(practitioner),
    ...modelsOf(report).map((model, i) => device(model, i, report.disclaimer)),
    ...said.flatMap(({ observation, provenance }) => [observation, provenance]),
    ...(signature === undefined ? [] : [attestation(signature, report)]),
  ];
  const resource = {
    resourceType: 'DiagnosticReport',
    ...(signature === undefined ? {} : { meta: { versionId: String(newestSignature(report)?.version) } }),
    language: 'en',
    text: { status: 'generated', div: narrative(outline(report, options)) },
    ...(contained.length === 0 ? {} : { contained }),
    identifier: [studyIdentifier(study.uid)],
    status: signature === undefined ? 'preliminary' : addenda.length > 0 ? 'appended' : 'final',
    category: [
      {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'RAD', display: 'Radiology' },
        ],
      },
    ],
    code: chestCode,
    ...(patient === undefined ? {} : { subject: { reference: '#patient' } }),
    ...(signature === undefined ? {} : { issued: newestSignature(report)?.at }),
    ...(authors.length === 0
      ? {}
      : { resultsInterpreter: authors.map((_, i) => ({ reference: `#${practitionerId(i)}` })) }),
    ...(said.length === 0
      ? {}
      : { result: said.map(({ observation }) => ({ reference: `#${observation.id}` })) }),
    ...(impression.length === 0 ? {} : { conclusion: impression.join('\n') }),
    ...(stated.length === 0 ? {} : { conclusionCode: stated.map(({ tag }) => ({ text: tag })) }),
  };
  return `${JSON.stringify(resource, undefined, 2)}\n`;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const studyIdentifier = (uid: string) =>
  uuid.test(uid) ? { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${uid}` } : { value: uid };
