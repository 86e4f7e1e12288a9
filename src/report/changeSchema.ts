// What a person may do to a report in the window, as a zod schema: parsed once, where it enters.
import { z } from 'zod';
import type { PersonChange } from './changeKinds.ts';

export type { PersonChange } from './changeKinds.ts';

const longestText = 20_000;
const most = 1_000;

const text = z.string().max(longestText);
const name = z.string().max(200);
const id = z.string().regex(/^s\d{1,9}$/);
const section = z.enum(['findings', 'impression']);
const probability = z.number().min(0).max(1);

export const patientSchema = z
  .strictObject({
    name,
    id: name,
    birthDate: z.union([z.literal(''), z.iso.date()]),
    sex: z.enum(['', 'female', 'male', 'other']),
  })
  .readonly();

export const personChangeSchema: z.ZodType<PersonChange> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('edit'), id, text }),
  z.strictObject({ kind: z.literal('insert'), section, text, before: id.optional() }),
  z.strictObject({ kind: z.literal('delete'), id }),
  z.strictObject({ kind: z.literal('move'), id, section, before: id.optional() }),
  z.strictObject({ kind: z.literal('accept'), ids: z.array(id).max(most), accepted: z.boolean() }),
  z.strictObject({ kind: z.literal('choose'), id, text }),
  z.strictObject({ kind: z.literal('field'), field: z.enum(['indication', 'comparison']), text }),
  z.strictObject({ kind: z.literal('patient'), patient: patientSchema.optional() }),
  z.strictObject({ kind: z.literal('switch'), tag: name, on: z.boolean() }),
  z.strictObject({ kind: z.literal('add'), tag: name, probability: probability.optional() }),
  z.strictObject({ kind: z.literal('override'), image: z.string().regex(/^[0-9a-f]{64}$/) }),
]);
