// What each request's arguments may be, as zod schemas: parsed once, where a message enters a process.
import { z } from 'zod';
import { AppError } from './errors.ts';
import {
  languages,
  reportFormats,
  type EngineRequests,
  type RequestName,
  type Requests,
  type Settings,
} from './ipc.ts';
import type { CaptionOptions } from './model/caption.ts';
import { personChangeSchema } from './report/changeSchema.ts';

const longestList = 200_000;
const longestText = 100_000;
const largestPaste = 256 * 1024 * 1024;

const id = z.number().int().positive();
const ids = z.array(id).max(longestList).readonly();
const path = z
  .string()
  .min(1)
  .max(32_768)
  .refine((text) => !text.includes('\0'), 'a path holds no NUL');
const text = z.string().max(longestText);
const exportFormat = z.enum(['sidecar', 'csv', 'json']);
const paths = z.array(path).max(longestList).readonly();
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const author = z.string().max(200);
const reportText = z.string().max(20_000);
const reportFormat = z.enum(reportFormats);

export const captionOptionsSchema: z.ZodType<CaptionOptions> = z
  .strictObject({ beam: z.number().int().min(1).max(10), nBest: z.number().int().min(1).max(10) })
  .readonly()
  .refine(({ beam, nBest }) => nBest <= beam, 'nBest is at most beam');

export const settingsSchema: z.ZodType<Settings> = z
  .strictObject({
    theme: z.enum(['system', 'light', 'dark']),
    // Settings that were stored before there was a choice have none.
    language: z.enum(['system', ...languages]).default('system'),
    caption: captionOptionsSchema,
    reduceMotion: z.boolean(),
    textScalePercent: z.number().int().min(50).max(400),
  })
  .readonly();

type Schemas = { readonly [K in RequestName]: z.ZodType<Parameters<Requests[K]>> };

/** One schema a request; a missing one does not compile. */
export const requestSchemas: Schemas = {
  'engine:info': z.tuple([]),
  'engine:notices': z.tuple([]),
  'photos:addPaths': z.tuple([paths]),
  'photos:addBytes': z.tuple([
    z.instanceof(Uint8Array).refine((bytes) => bytes.byteLength <= largestPaste, 'too large to paste'),
    z.string().min(1).max(255),
  ]),
  'photos:list': z.tuple([]),
  'photos:detail': z.tuple([id]),
  'photos:preview': z.tuple([id]),
  'photos:prioritise': z.tuple([ids]),
  'photos:edit': z.tuple([id, text, z.boolean().optional()]),
  'photos:revert': z.tuple([id]),
  'photos:recaption': z.tuple([ids, captionOptionsSchema]),
  'photos:remove': z.tuple([ids]),
  'photos:undo': z.tuple([]),
  'photos:redo': z.tuple([]),
  'photos:export': z.tuple([ids, exportFormat, z.union([path, z.undefined()]), z.boolean()]),
  'queue:cancel': z.tuple([ids]),
  'queue:pause': z.tuple([z.boolean()]),
  'queue:progress': z.tuple([]),
  'settings:get': z.tuple([]),
  'settings:set': z.tuple([settingsSchema]),
  'studies:list': z.tuple([]),
  'studies:add': z.tuple([paths]),
  'studies:addFilms': z.tuple([id, paths]),
  'studies:remove': z.tuple([ids, z.boolean()]),
  'studies:retry': z.tuple([id]),
  'reports:reporter': z.tuple([]),
  'reports:open': z.tuple([id]),
  'reports:change': z.tuple([id, personChangeSchema, z.boolean().optional()]),
  'reports:undo': z.tuple([id]),
  'reports:redo': z.tuple([id]),
  'reports:sign': z.tuple([id, author]),
  'reports:addendum': z.tuple([id, reportText, author]),
  'reports:earlier': z.tuple([id]),
  'reports:compare': z.tuple([id, id]),
  'reports:export': z.tuple([id, reportFormat, path, z.boolean()]),
  'films:open': z.tuple([id, hash]),
  'phrases:list': z.tuple([]),
  'phrases:keep': z.tuple([reportText]),
  'phrases:use': z.tuple([id]),
  'phrases:forget': z.tuple([id]),
  'shell:info': z.tuple([]),
  'shell:openPhotos': z.tuple([z.enum(['files', 'folder'])]),
  'shell:saveAs': z.tuple([exportFormat, z.string().min(1).max(255)]),
  'shell:copyText': z.tuple([text]),
  'shell:pastePhoto': z.tuple([]),
  'shell:showInFolder': z.tuple([path]),
  'shell:restartEngine': z.tuple([]),
  'shell:openStudies': z.tuple([z.enum(['files', 'folder'])]),
  'shell:openFilms': z.tuple([id]),
  'shell:saveReportAs': z.tuple([reportFormat, z.string().min(1).max(255)]),
};

/** A message from main; the arguments are parsed with `parseArguments`. */
export const toEngineSchema = z.union([
  z.object({
    kind: z.literal('request'),
    id: z.number().int(),
    name: z.string(),
    args: z.array(z.unknown()).readonly(),
  }),
  z.object({ kind: z.literal('shutdown') }),
]);

export const isEngineRequestName = (name: string): name is keyof EngineRequests =>
  Object.hasOwn(requestSchemas, name) && !name.startsWith('shell:');

/**
 * Checks a request's arguments.
 * @throws AppError usage: names the request and the first argument that is wrong
 */
export function parseArguments<K extends RequestName>(
  name: K,
  args: readonly unknown[],
): Parameters<Requests[K]> {
  const schema: z.ZodType<Parameters<Requests[K]>> = requestSchemas[name];
  const parsed = schema.safeParse(args);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const where = first === undefined ? '' : ` (argument ${first.path.join('.')}: ${first.message})`;
  throw new AppError('usage', `${name} was asked for in a way that it does not know${where}.`);
}
