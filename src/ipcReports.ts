// The contract's part on chest X-rays: studies, their films, and the reports that are drafted, corrected and signed.
// Imported by src/ipc.ts alone, which passes everything on.
import type { Failure } from './errors.ts';
import type { GreyTable, GreyWindow } from './image/greyImage.ts';
import type { PersonChange } from './report/changeKinds.ts';
import type { SentenceDifference } from './report/difference.ts';
import type { Report } from './report/report.ts';

export type { PersonChange } from './report/changeKinds.ts';
export type { SentenceDifference, WordPart } from './report/difference.ts';

/** SHA-256 of a film's bytes, hexadecimal. */
export type FilmHash = string;

export interface FilmSummary {
  readonly hash: FilmHash;
  readonly path: string;
  readonly name: string;
  /** Its small picture is in the cache: `mediaUrl('thumb', hash)` can be shown. */
  readonly hasThumb: boolean;
}

/** What the model is doing with a study. `failed` keeps what went wrong until the next try. */
export type StudyWork =
  | { readonly kind: 'idle' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'drafting' }
  | { readonly kind: 'failed'; readonly error: Failure };

/** A row of the list on the left. */
export interface StudySummary {
  readonly id: number;
  /** A folder's or a file's name; never exported. */
  readonly name: string;
  readonly addedAtMs: number;
  readonly films: readonly FilmSummary[];
  /** Undefined until the films were read for the first time. */
  readonly report:
    { readonly id: number; readonly status: Report['status']; readonly changedAtMs: number } | undefined;
  readonly work: StudyWork;
}

export interface StudiesAdded {
  /** New and already known studies alike. */
  readonly studies: readonly StudySummary[];
  readonly failures: readonly Failure[];
}

/** A report as the window shows it. */
export interface ReportView {
  readonly id: number;
  readonly studyId: number;
  readonly report: Report;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly changedAtMs: number;
  /** A signed report's hashes are those of its content; undefined for a draft. */
  readonly intact: boolean | undefined;
}

/** Another report of the same patient. */
export interface EarlierReport {
  readonly id: number;
  readonly name: string;
  readonly status: Report['status'];
  readonly createdAtMs: number;
}

export interface ReportComparison {
  readonly earlier: EarlierReport;
  readonly differences: readonly SentenceDifference[];
}

/** How a film is shown: everything of a `GreyImage` but the values, which lie in a file (see `filmUrl`). */
export interface FilmView {
  readonly hash: FilmHash;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly bitsStored: number;
  /** Stored values are two's complement. */
  readonly signed: boolean;
  readonly slope: number;
  readonly intercept: number;
  /** At least one, the one to show first in front. */
  readonly views: readonly (GreyTable | GreyWindow)[];
  readonly inverted: boolean;
  readonly padding: { readonly from: number; readonly to: number } | undefined;
  /** Millimetres a pixel. */
  readonly spacing: { readonly row: number; readonly column: number } | undefined;
}

/** A sentence that a person keeps for use in reports. */
export interface Phrase {
  readonly id: number;
  readonly text: string;
}

/** The model that drafts; it is opened when it is first needed. */
export type ReporterState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'opening' }
  /** `tags`: every finding that it knows. */
  | { readonly kind: 'ready'; readonly model: string; readonly tags: readonly string[] }
  | { readonly kind: 'failed'; readonly error: Failure };

export const reportFormats = ['text', 'markdown', 'html', 'docx', 'pdf', 'fhir', 'dicom-sr'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** What a report's file is called at its end. */
export const reportExtensions: Readonly<Record<ReportFormat, string>> = {
  text: '.txt',
  markdown: '.md',
  html: '.html',
  docx: '.docx',
  pdf: '.pdf',
  fhir: '.fhir.json',
  'dicom-sr': '.dcm',
};

/** What the engine answers. */
export interface ReportRequests {
  /** Also lets the engine take up studies that no model has read yet. */
  'studies:list': () => readonly StudySummary[];
  /** Files and folders: one or two files are a study, and so is each folder that holds a few films. */
  'studies:add': (paths: readonly string[]) => StudiesAdded;
  /** Other views of a study that is there; its report is drafted anew where nobody touched it. */
  'studies:addFilms': (studyId: number, paths: readonly string[]) => StudySummary;
  /** Takes studies out of the window, or puts them back. */
  'studies:remove': (ids: readonly number[], removed: boolean) => readonly StudySummary[];
  /** Reads a study again: after a failure, or once a model is there. */
  'studies:retry': (studyId: number) => StudySummary;
  'reports:reporter': () => ReporterState;
  'reports:open': (reportId: number) => ReportView;
  /** `goesOn`: in the same spell of typing as the last change, and with it one step of undo. */
  'reports:change': (reportId: number, change: PersonChange, goesOn?: boolean) => ReportView;
  'reports:undo': (reportId: number) => ReportView;
  'reports:redo': (reportId: number) => ReportView;
  'reports:sign': (reportId: number, author: string) => ReportView;
  'reports:addendum': (reportId: number, text: string, author: string) => ReportView;
  'reports:earlier': (reportId: number) => readonly EarlierReport[];
  'reports:compare': (reportId: number, earlierId: number) => ReportComparison;
  /** `includePatient`: what was typed about the patient goes into the file. @returns the file */
  'reports:export': (
    reportId: number,
    format: ReportFormat,
    destination: string,
    includePatient: boolean,
  ) => string;
  /** Puts the film's grey levels into the cache: once answered, `filmUrl(hash)` can be fetched. */
  'films:open': (studyId: number, hash: FilmHash) => FilmView;
  'phrases:list': () => readonly Phrase[];
  'phrases:keep': (text: string) => readonly Phrase[];
  'phrases:use': (id: number) => readonly Phrase[];
  'phrases:forget': (id: number) => readonly Phrase[];
}

/** What main answers by itself. */
export interface ReportShellRequests {
  /** Opens the system's dialog; the chosen files or folders become studies. */
  'shell:openStudies': (kind: 'files' | 'folder') => StudiesAdded;
  /** The same for another view of a study; undefined when the person cancelled. */
  'shell:openFilms': (studyId: number) => StudySummary | undefined;
  /** Asks where to save; undefined when the person cancelled. */
  'shell:saveReportAs': (format: ReportFormat, suggestedName: string) => string | undefined;
}

export interface ReportEvents {
  'studies:changed': (studies: readonly StudySummary[]) => void;
  /** A draft of the model's arrived, or a study's first report. */
  'reports:changed': (view: ReportView) => void;
  'reports:reporter': (state: ReporterState) => void;
}

/** Grey levels of a film, row by row, 16 bits each, the low byte first: a file of the engine's under cache/film. */
export const filmUrl = (hash: FilmHash): string => `app://media/film/${hash}.grey`;
