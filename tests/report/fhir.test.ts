// The FHIR resource against the official R4 JSON schema, and the rules that the schema cannot say.
import { createRequire } from 'node:module';
import { beforeAll, expect, test } from 'vitest';
import { toFhir } from '../../src/report/fhir.ts';
import type { Report } from '../../src/report/report.ts';
import { changed, fresh, overridden, signedReport, worked } from './sampleReport.ts';

interface Validator {
  validate(resource: unknown, verbose?: boolean): readonly unknown[];
}
let validator: Validator;
beforeAll(() => {
  const Schema = createRequire(import.meta.url)(
    '@asymmetrik/fhir-json-schema-validator',
  ) as new () => Validator;
  validator = new Schema();
}, 120_000);

interface Resource {
  readonly resourceType: string;
  readonly id: string;
  readonly [key: string]: unknown;
}
interface DiagnosticReport extends Resource {
  readonly status: string;
  readonly contained?: readonly Resource[];
  readonly text: { readonly div: string };
  readonly result: readonly { readonly reference: string }[];
}

const at = '2026-03-03T10:00:00+02:00';
const read = (report: Report, includePatient = false): DiagnosticReport =>
  JSON.parse(toFhir(report, { includePatient, at })) as DiagnosticReport;

const unaccepted = changed(worked, { kind: 'accept', ids: ['s1'], accepted: false });
const blank = changed(worked, { kind: 'edit', id: 's1', text: '' });

test.each([
  ['fresh', fresh],
  ['worked on', worked],
  ['not accepted', unaccepted],
  ['with a blank sentence', blank],
  ['signed', signedReport],
  ['overridden', overridden],
] as const)('a report that is %s is valid R4', (_, report) => {
  for (const includePatient of [false, true]) {
    const resource = read(report, includePatient);
    expect(validator.validate(resource)).toEqual([]);
    // Contained resources are there once, are referred to or refer to the whole (dom-3), and no reference leads nowhere.
    const ids = (resource.contained ?? []).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const references = [...JSON.stringify(resource).matchAll(/"reference":"#([^"]*)"/g)].map(
      ([, id]) => id ?? '',
    );
    for (const id of references) expect(['', ...ids]).toContain(id);
    for (const { id, target } of resource.contained ?? []) {
      expect(references.includes(id) || target !== undefined, id).toBe(true);
    }
  }
});

test('the schema refuses what is no report', () => {
  expect(validator.validate({ ...read(fresh), status: 'signed' })).not.toEqual([]);
  expect(validator.validate({ ...read(fresh), code: undefined })).not.toEqual([]);
  expect(validator.validate({ ...read(fresh), disclaimer: 'x' })).not.toEqual([]);
});

test('the status follows the report', () => {
  const alone = { ...signedReport, addenda: [] };
  expect([read(worked).status, read(alone).status, read(signedReport).status]).toEqual([
    'preliminary',
    'final',
    'appended',
  ]);
});

test('each sentence is an observation with its provenance', () => {
  const resource = read(signedReport);
  const find = (id: string): Resource | undefined => resource.contained?.find((one) => one.id === id);
  expect(resource.result.map(({ reference }) => find(reference.slice(1))?.['valueString'])).toEqual([
    'The heart is enlarged.',
    'Small <b>effusion</b> & "fluid" on the left.',
    'Σύγκριση με το 2019:\nχωρίς αλλαγή.',
    'Seen by a second reader.',
  ]);
  expect(find('sentence-2-provenance')).toMatchObject({
    target: [{ reference: '#sentence-2' }],
    activity: { text: 'edited, accepted' },
    agent: [
      { type: { coding: [{ code: 'author' }] }, who: { reference: '#model-1' } },
      { type: { coding: [{ code: 'author' }] }, who: { reference: '#author-1' } },
      { type: { coding: [{ code: 'verifier' }] }, who: { reference: '#author-1' } },
    ],
    entity: [{ what: { display: 'There is a small left pleural effusion.' } }],
  });
  expect(find('sentence-3-provenance')).toMatchObject({ activity: { text: 'written, accepted' } });
  expect(find('signature')).toMatchObject({
    target: [{ reference: '#' }],
    recorded: '2026-03-01T14:05:00+02:00',
    entity: [{ what: { identifier: { value: signedReport.signature?.hash } } }],
  });
  expect(resource['conclusion']).toBe('Σύγκριση με το 2019:\nχωρίς αλλαγή.');
  // Of the findings that are on, those that an accepted sentence is about.
  expect(resource['conclusionCode']).toEqual([{ text: 'Cardiomegaly' }, { text: 'Pleural Effusion' }]);
});

test('says it all in words, and names the patient only when asked to', () => {
  for (const report of [fresh, worked, signedReport]) {
    const text = JSON.stringify(read(report));
    expect(text).toContain('Not a medical device');
    expect(text).not.toMatch(/Παππά|HOSP|1970/);
  }
  expect(read(worked).text.div).toContain('DRAFT');
  expect(read(overridden).text.div).toContain('It looks like a photo.');
  expect(read(signedReport, true)['subject']).toEqual({ reference: '#patient' });
  expect(read(signedReport, true).contained?.[0]).toMatchObject({
    resourceType: 'Patient',
    identifier: [{ value: 'HOSP-123' }],
    gender: 'female',
    birthDate: '1970-02-03',
  });
});
