// THE contract: every message that crosses a process, once. The shells (electron, renderer) and the engine
// know each other only through this file. Arguments are parsed with the zod schemas in src/ipcSchemas.ts.
import type { CaptionOptions, Caption, TagScore } from './model/caption.ts';
import type { Failure, Result } from './errors.ts';
import type { ReportEvents, ReportRequests, ReportShellRequests } from './ipcReports.ts';

export * from './ipcReports.ts';

/** Content hash of an image's bytes: SHA-256, 64 hexadecimal digits. */
export type ImageHash = string;

/** One picture in the window: a file (or pasted bytes) with its content hash. */
export interface PhotoSummary {
  readonly id: number;
  /** Undefined until the file has been read: once it is here, `mediaUrl('thumb', hash)` can be shown. */
  readonly hash: ImageHash | undefined;
  /** Where it was found; pasted pictures live in the user's data folder. */
  readonly path: string;
  readonly name: string;
  readonly state: PhotoState;
  /** The caption that counts: the person's if there is one, else the model's. */
  readonly caption: string | undefined;
  /** Who wrote `caption`. */
  readonly author: 'model' | 'person' | undefined;
  /** Calibrated probability that the model's caption is good. */
  readonly probability: number | undefined;
  readonly hedged: boolean;
  /** Present when state is 'failed'; with code 'cancelled' where the person stopped it before it had a caption. */
  readonly failure: Failure | undefined;
  /** Milliseconds since 1970. */
  readonly addedAtMs: number;
}

export type PhotoState = 'waiting' | 'working' | 'captioned' | 'edited' | 'failed';

export interface CaptionVersion {
  readonly id: number;
  readonly text: string;
  readonly author: 'model' | 'person';
  /** Model name and hash, with its settings, when author is 'model'. */
  readonly model: string | undefined;
  readonly atMs: number;
}

/** Everything the detail view shows. */
export interface PhotoDetail {
  readonly photo: PhotoSummary;
  /** What the model last said, best first; words carry their attention maps. */
  readonly alternatives: readonly Caption[];
  readonly tags: readonly TagScore[];
  readonly model: string | undefined;
  /** Newest first. */
  readonly history: readonly CaptionVersion[];
  /** Pixels of the picture after EXIF rotation. */
  readonly width: number | undefined;
  readonly height: number | undefined;
}

export interface AddResult {
  /** New and already known pictures alike, in the order given. */
  readonly ids: readonly number[];
  /** How many were already there. */
  readonly known: number;
  /** What could not be added: folders without images, vanished files, ... */
  readonly failures: readonly Failure[];
}

export interface QueueProgress {
  readonly waiting: number;
  readonly working: number;
  /** Since the queue was last empty. */
  readonly done: number;
  readonly failed: number;
  readonly paused: boolean;
  readonly imagesPerSecond: number | undefined;
}

export type ExportFormat = 'sidecar' | 'csv' | 'json';

export interface ExportResult {
  /** Files written. */
  readonly written: readonly string[];
  /** Files left alone because they exist with other content and `overwrite` was false. */
  readonly kept: readonly string[];
  readonly failures: readonly Failure[];
}

/** What window and shell can speak; captions and failures are in English whatever is chosen. */
export const languages = ['en', 'el'] as const;
export type Language = (typeof languages)[number];

/**
 * The language to speak: the chosen one; under 'system' the first that the person prefers and we have, else English.
 * `preferred` are BCP 47 tags, best first.
 */
export function languageOf(choice: Settings['language'], preferred: readonly string[]): Language {
  const wanted = choice === 'system' ? preferred.map((tag) => tag.split('-')[0]) : [choice];
  return wanted.flatMap((tag) => languages.filter((language) => language === tag))[0] ?? 'en';
}

export interface Settings {
  readonly theme: 'system' | 'light' | 'dark';
  readonly language: 'system' | Language;
  readonly caption: CaptionOptions;
  readonly reduceMotion: boolean;
  readonly textScalePercent: number;
}

export interface AppInfo {
  readonly version: string;
  readonly platform: string;
  readonly model: string | undefined;
  readonly backend: string | undefined;
}

/** What a step of the history did; the window says it in its own language. */
export interface HistoryChange {
  readonly kind: 'edit' | 'revert' | 'remove';
  /** Of the picture; of the first where several were removed. */
  readonly name: string;
  /** How many pictures were removed; 1 where a caption changed. */
  readonly count: number;
}

/** Answers an undo or redo: what it concerned, or undefined when there is nothing. */
export interface HistoryStep {
  readonly change: HistoryChange | undefined;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly ids: readonly number[];
}

/** What the engine answers. */
export interface EngineRequests extends ReportRequests {
  /** Waits for the model; fails when it will not open. */
  'engine:info': () => { readonly model: string; readonly backend: string };
  /** What the person should know since this start, e.g. that the library was damaged and a backup restored. */
  'engine:notices': () => readonly Failure[];
  'photos:addPaths': (paths: readonly string[]) => AddResult;
  /** A pasted picture; it is kept in the user's data folder. */
  'photos:addBytes': (bytes: Uint8Array, name: string) => AddResult;
  'photos:list': () => readonly PhotoSummary[];
  'photos:detail': (id: number) => PhotoDetail;
  /** Makes the large picture where it is not there yet: once answered, `mediaUrl('preview', hash)` can be shown. */
  'photos:preview': (id: number) => ImageHash;
  /** What the person looks at goes first. */
  'photos:prioritise': (ids: readonly number[]) => void;
  /** `goesOn`: in the same spell of typing as the last edit, and with it one step of undo and one entry of the history. */
  'photos:edit': (id: number, text: string, goesOn?: boolean) => PhotoSummary;
  /** Back to the model's caption. */
  'photos:revert': (id: number) => PhotoSummary;
  /** Reads the files and asks the model again, opening the model first where that had failed; a person's caption stays. */
  'photos:recaption': (ids: readonly number[], options: CaptionOptions) => void;
  'photos:remove': (ids: readonly number[]) => HistoryStep;
  'photos:undo': () => HistoryStep;
  'photos:redo': () => HistoryStep;
  'photos:export': (
    ids: readonly number[],
    format: ExportFormat,
    /** A file for csv and json; ignored for sidecars, which lie beside their images. */
    destination: string | undefined,
    overwrite: boolean,
  ) => ExportResult;
  /** Takes pictures out of the queue, also the one being worked on. */
  'queue:cancel': (ids: readonly number[]) => void;
  'queue:pause': (paused: boolean) => void;
  'queue:progress': () => QueueProgress;
  'settings:get': () => Settings;
  'settings:set': (settings: Settings) => Settings;
}

/** What main answers by itself. */
export interface ShellRequests extends ReportShellRequests {
  'shell:info': () => AppInfo;
  /** Opens the system's dialog; the chosen pictures are added. */
  'shell:openPhotos': (kind: 'files' | 'folder') => AddResult;
  /** Asks where to save; undefined when the person cancelled. */
  'shell:saveAs': (format: ExportFormat, suggestedName: string) => string | undefined;
  'shell:copyText': (text: string) => void;
  /** Adds the clipboard's picture; undefined when it holds none. */
  'shell:pastePhoto': () => AddResult | undefined;
  'shell:showInFolder': (path: string) => void;
  /** Starts the engine again after it has failed for good ('engine:state' of kind 'failed'). */
  'shell:restartEngine': () => void;
}

export type Requests = EngineRequests & ShellRequests;

export type MenuCommand =
  | 'open-files'
  | 'open-folder'
  | 'paste'
  | 'export'
  | 'copy-caption'
  | 'undo'
  | 'redo'
  | 'find'
  | 'select-all'
  | 'settings'
  | 'shortcuts'
  | 'about';

export type EngineState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready'; readonly model: string; readonly backend: string }
  /** It died and is being started again; its jobs are resumed. */
  | { readonly kind: 'restarting'; readonly attempt: number }
  | { readonly kind: 'failed'; readonly error: Failure };

/** Sent by the engine or main, without an answer. */
export interface Events extends ReportEvents {
  'photos:changed': (photos: readonly PhotoSummary[]) => void;
  'photos:removed': (ids: readonly number[]) => void;
  'queue:progress': (progress: QueueProgress) => void;
  'engine:state': (state: EngineState) => void;
  /** One more of `engine:notices`. */
  'engine:notice': (notice: Failure) => void;
  'menu:command': (command: MenuCommand) => void;
  /** Pictures added from outside the window: the command line, another start of the app, the system's "open with". */
  'photos:added': (result: AddResult) => void;
  /** The theme was chosen in the menu. */
  'settings:changed': (settings: Settings) => void;
}

export type RequestName = keyof Requests;
export type EngineRequestName = keyof EngineRequests;
export type ShellRequestName = keyof ShellRequests;
export type EventName = keyof Events;

export type Handlers<R> = {
  readonly [K in keyof R]: R[K] extends (...args: infer A) => infer T
    ? (...args: A) => T | Promise<T>
    : never;
};

/** What the preload puts on the window, as `window.ekphrasis`: the renderer's only way out. */
export interface Bridge {
  /** Asks the engine or the shell. Never rejects: what went wrong is in the Result. */
  request<K extends RequestName>(
    name: K,
    ...args: Parameters<Requests[K]>
  ): Promise<Result<ReturnType<Requests[K]>>>;
  /** Hears an event; the answer stops listening. */
  on<K extends EventName>(name: K, listener: Events[K]): () => void;
  /** Where dropped or picked files lie, in their order; files without a path (a picture dragged from a page) are left out. */
  pathsOf(files: readonly File[]): readonly string[];
}

/** Between main and the engine process: one of these a message. Main starts the engine as
 * `serve.mjs --data <folder> --model <folder>`, over `process.parentPort` in a utility process and over
 * `process.send` (advanced serialization) in a Node child. It says 'ready' once it can answer; a model that will not
 * open is told by an 'engine:state' event and by `engine:info`. On 'shutdown' it writes what it holds and exits with 0. */
export type ToEngine =
  | {
      readonly kind: 'request';
      readonly id: number;
      readonly name: EngineRequestName;
      readonly args: readonly unknown[];
    }
  | { readonly kind: 'shutdown' };

export type FromEngine =
  | { readonly kind: 'reply'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly kind: 'reply'; readonly id: number; readonly ok: false; readonly error: Failure }
  | { readonly kind: 'event'; readonly name: EventName; readonly args: readonly unknown[] }
  | { readonly kind: 'ready' };

/** Pictures reach the window as `app://media/thumb/<hash>.webp` (long side 320) and `app://media/preview/<hash>.webp`
 * (long side at most 2048): files in the user's data folder, written by the engine under cache/thumb and cache/preview.
 * A thumb is there as soon as a summary has its hash; a preview once `photos:preview` has answered. */
export const mediaUrl = (kind: 'thumb' | 'preview', hash: ImageHash): string =>
  `app://media/${kind}/${hash}.webp`;
