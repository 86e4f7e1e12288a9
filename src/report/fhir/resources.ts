// The resources inside a DiagnosticReport: who signed, the model, the patient, an Observation for each sentence and
// each addendum, and a Provenance for each of them (FHIR R4).
import type { Addendum, Patient, Report, Section, Sentence } from '../report.ts';
import { sentencesOf, sections } from '../report.ts';

/** A resource, as JSON. */
export type Resource = Readonly<Record<string, unknown>> & { readonly id: string };

/** LOINC. */
const loinc = (code: string, display: string) => ({
  coding: [{ system: 'http://loinc.org', code, display }],
});
const observationCodes: Readonly<Record<Section | 'addendum', ReturnType<typeof loinc>>> = {
  findings: loinc('18782-3', 'Radiology Study observation (narrative)'),
  impression: loinc('19005-8', 'Radiology Imaging study [Impression] (narrative)'),
  addendum: loinc('55107-7', 'Addendum Document'),
};
export const chestCode = loinc('30745-4', 'XR Chest Views');

/** What an Observation says, who wrote it, and what the model wrote where a person changed it. */
interface Statement {
  readonly observation: Resource;
  readonly provenance: Resource;
}

export const practitionerId = (author: number): string => `author-${author + 1}`;
export const deviceId = (model: number): string => `model-${model + 1}`;
const reference = (id: string) => ({ reference: `#${id}` });

/** Everybody who signed something, once each. */
export const authorsOf = ({ signature, addenda }: Report): readonly string[] => [
  ...new Set(
    [signature, ...addenda.map((addendum) => addendum.signature)].flatMap((one) => one?.author ?? []),
  ),
];

/** Every model that had part in a sentence, once each. */
export const modelsOf = ({ sentences }: Report): readonly string[] => [
  ...new Set(sentences.flatMap(({ draft }) => draft?.model ?? [])),
];

export const practitioner = (name: string, author: number): Resource => ({
  resourceType: 'Practitioner',
  id: practitionerId(author),
  name: [{ text: name }],
});

export const device = (model: string, index: number, disclaimer: string): Resource => ({
  resourceType: 'Device',
  id: deviceId(index),
  deviceName: [{ name: model, type: 'model-name' }],
  note: [{ text: disclaimer }],
});

export function patientResource({ name, id, birthDate, sex }: Patient): Resource {
  return {
    resourceType: 'Patient',
    id: 'patient',
    ...(id.trim() === '' ? {} : { identifier: [{ value: id.trim() }] }),
    ...(name.trim() === '' ? {} : { name: [{ text: name.trim() }] }),
    ...(sex === '' ? {} : { gender: sex }),
    ...(birthDate === '' ? {} : { birthDate }),
  };
}

/** The sentences in reading order, then the addenda. @param at when it is exported: a draft was never signed */
export function statements(report: Report, hasPatient: boolean, at: string): readonly Statement[] {
  const inOrder = sections.flatMap((section) => sentencesOf(report, section));
  return [
    ...inOrder.map((sentence, i) => ofSentence(report, sentence, `sentence-${i + 1}`, hasPatient, at)),
    ...report.addenda.map((addendum, i) => ofAddendum(report, addendum, `addendum-${i + 1}`, hasPatient)),
  ];
}

function ofSentence(
  report: Report,
  sentence: Sentence,
  id: string,
  hasPatient: boolean,
  at: string,
): Statement {
  const { signature } = report;
  const status = signature === undefined ? 'preliminary' : 'final';
  const signer = signature === undefined ? -1 : authorsOf(report).indexOf(signature.author);
  const person = signer < 0 ? { display: 'A person' } : reference(practitionerId(signer));
  const { draft, provenance, accepted } = sentence;
  const machine = draft === undefined ? -1 : modelsOf(report).indexOf(draft.model);
  return {
    observation: observation(id, status, sentence.section, sentence.text, hasPatient),
    provenance: {
      resourceType: 'Provenance',
      id: `${id}-provenance`,
      target: [reference(id)],
      recorded: signature?.at ?? at,
      activity: { text: accepted ? `${provenance}, accepted` : `${provenance}, not accepted` },
      agent: [
        ...(machine < 0 ? [] : [agent('author', 'Author', reference(deviceId(machine)))]),
        ...(provenance === 'drafted' ? [] : [agent('author', 'Author', person)]),
        ...(accepted ? [agent('verifier', 'Verifier', person)] : []),
      ],
      ...(provenance === 'edited' && draft !== undefined
        ? { entity: [{ role: 'revision', what: { display: draft.text } }] }
        : {}),
    },
  };
}

function ofAddendum(
  report: Report,
  { text, signature }: Addendum,
  id: string,
  hasPatient: boolean,
): Statement {
  const author = reference(practitionerId(authorsOf(report).indexOf(signature.author)));
  return {
    observation: observation(id, 'final', 'addendum', text, hasPatient),
    provenance: {
      resourceType: 'Provenance',
      id: `${id}-provenance`,
      target: [reference(id)],
      recorded: signature.at,
      activity: { text: 'addendum' },
      agent: [agent('author', 'Author', author)],
      entity: [hashEntity(signature.hash)],
    },
  };
}

const observation = (
  id: string,
  status: 'preliminary' | 'final',
  kind: Section | 'addendum',
  said: string,
  hasPatient: boolean,
): Resource => ({
  resourceType: 'Observation',
  id,
  status,
  code: observationCodes[kind],
  ...(hasPatient ? { subject: reference('patient') } : {}),
  ...(said.trim() === '' ? {} : { valueString: said.trim() }),
});

/** Who attests the whole report, and the hash of what was attested. */
export const attestation = (
  { author, at, hash }: NonNullable<Report['signature']>,
  report: Report,
): Resource => ({
  resourceType: 'Provenance',
  id: 'signature',
  target: [{ reference: '#' }],
  recorded: at,
  agent: [agent('attester', 'Attester', reference(practitionerId(authorsOf(report).indexOf(author))))],
  entity: [hashEntity(hash)],
});

/** The object identifier of SHA-256 says what the value is. */
const hashEntity = (hash: string) => ({
  role: 'source',
  what: { identifier: { system: 'urn:oid:2.16.840.1.101.3.4.2.1', value: hash } },
});

const agent = (code: string, display: string, who: Readonly<Record<string, string>>) => ({
  type: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type', code, display }],
  },
  who,
});
