// A chest X-ray report as it is drafted, questioned, corrected, signed and exported: plain data, kept as JSON.
// Every sentence says who wrote it and what the model saw; what may be done with a report is one file each beside this.

/** Where a sentence stands. */
export type Section = 'findings' | 'impression';
export const sections: readonly Section[] = ['findings', 'impression'];

/** What stands above the sections and is typed by people alone. */
export type Field = 'indication' | 'comparison';

/**
 * Who wrote the text as it stands: the model (`drafted`), a person over a model's sentence (`edited`), a person alone
 * (`written`).
 */
export type Provenance = 'drafted' | 'edited' | 'written';

/** A tag that a sentence leaned on. */
export interface TagWeight {
  readonly tag: string;
  /** Its share of the attention over the tags, 0..1. */
  readonly weight: number;
}

/** Where the model looked on one film. */
export interface AttentionMap {
  /** SHA-256 of the film's bytes, as in `Study.images`. */
  readonly image: string;
  /** 7x7, row-major: 49 numbers; those of all films of a sentence together sum to 1. */
  readonly grid: readonly number[];
}

/** Another sentence that the model could have written in the same place. */
export interface Alternative {
  readonly text: string;
  /** 0..1, comparable with the probability of the sentence that it would replace. */
  readonly probability: number;
}

/** A sentence as the model wrote it, and why. Kept whatever a person makes of the text. */
export interface SentenceDraft {
  readonly text: string;
  /** Name and content hash of the model, as `chest-xray-reporter@1f3a9c2b`. */
  readonly model: string;
  /** Calibrated probability of the sentence, 0..1. */
  readonly probability: number;
  /** Probability that the report ends after this sentence, 0..1. */
  readonly stop: number;
  /** Heaviest first. */
  readonly tags: readonly TagWeight[];
  /** Findings of the panel that the sentence states, denies or was drafted for: it is redrafted when one is switched. */
  readonly dependsOn: readonly string[];
  /** One map for each film that the model saw. */
  readonly attention: readonly AttentionMap[];
  /** Most probable first; without the sentence itself. */
  readonly alternatives: readonly Alternative[];
}

/** A block of the report. */
export interface Sentence {
  /** Unique within the report and never used again. */
  readonly id: string;
  readonly section: Section;
  readonly text: string;
  readonly provenance: Provenance;
  /** Someone said that this text stands. Only accepted sentences are signed; a new text must be accepted anew. */
  readonly accepted: boolean;
  /** A person wrote, edited, chose, moved or accepted it at least once: no draft of the model changes it any more. */
  readonly touched: boolean;
  /** Absent where no model had part in it. */
  readonly draft?: SentenceDraft;
}

/** A row of the findings panel. */
export interface PanelFinding {
  readonly tag: string;
  /** Calibrated, 0..1; absent where the model does not know the finding. */
  readonly probability?: number;
  /** The draft speaks of it. */
  readonly on: boolean;
  /** Who switched it last to what it is. */
  readonly by: 'model' | 'person';
  /** A person put it on the panel. */
  readonly added: boolean;
}

/** What the gate takes a picture for. Only the first two are drafted without an override. */
export type GateKind = 'frontal' | 'lateral' | 'inverted' | 'not-chest-x-ray';

export interface Gate {
  readonly kind: GateKind;
  /** 0..1 */
  readonly probability: number;
  /** A sentence for people: why nothing is drafted; '' where the picture passed. */
  readonly reason: string;
  /** A person had it drafted all the same. It is said in the report for good. */
  readonly overridden: boolean;
}

/** One film. */
export interface StudyImage {
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly hash: string;
  readonly view: 'frontal' | 'lateral' | 'unknown';
  readonly gate: Gate;
}

export interface Study {
  /** A name of our own: no number of the hospital, no name of a file, nothing that leads to the patient. */
  readonly uid: string;
  readonly images: readonly StudyImage[];
}

/** Only what a person typed in; nothing is taken from a header. '' where not typed. */
export interface Patient {
  readonly name: string;
  readonly id: string;
  /** YYYY-MM-DD */
  readonly birthDate: string;
  readonly sex: '' | 'female' | 'male' | 'other';
}

/** Who says that a content stands. */
export interface Signature {
  readonly author: string;
  /** ISO 8601 with offset, as `2026-03-01T14:05:00+02:00`. */
  readonly at: string;
  /** 1 for the report as signed; each addendum adds one. */
  readonly version: number;
  /** SHA-256, hexadecimal, over what `sign.ts` and `addendum.ts` name as content. */
  readonly hash: string;
}

/** What was added after signing. */
export interface Addendum {
  readonly text: string;
  readonly signature: Signature;
}

export interface Report {
  readonly study: Study;
  readonly patient?: Patient;
  readonly fields: Readonly<Record<Field, string>>;
  /** In reading order; those of a section among themselves. */
  readonly sentences: readonly Sentence[];
  /** The panel, in the order in which it is shown. */
  readonly findings: readonly PanelFinding[];
  /** The model of the newest draft; absent while nothing was drafted. */
  readonly model?: string;
  readonly disclaimer: string;
  readonly status: 'draft' | 'signed';
  /** Present where `status` is `signed`. */
  readonly signature?: Signature;
  readonly addenda: readonly Addendum[];
  /** Texts of the model's that a person deleted: a later draft does not bring them back. */
  readonly dismissed: readonly string[];
  /** The number of the next sentence's id. */
  readonly nextId: number;
}

/** A new sentence of the model's and its place. */
export interface DraftSentence {
  readonly section: Section;
  readonly draft: SentenceDraft;
}

/** What the model says about a study: what a report begins with, and what is laid over one later. */
export interface Draft {
  readonly model: string;
  /** Hashes of the films that it was drafted from, in the order of the study. */
  readonly images: readonly string[];
  /** In reading order. */
  readonly sentences: readonly DraftSentence[];
  readonly findings: readonly { readonly tag: string; readonly probability: number; readonly on: boolean }[];
}

/** Said in every report and in every export of it. */
export const disclaimer =
  'For research and drafting. Not a medical device: not for diagnosis or treatment. Drafted sentences were written by a machine and may be wrong or incomplete.';

/** The sentences of a section, in reading order. */
export const sentencesOf = (report: Report, section: Section): readonly Sentence[] =>
  report.sentences.filter((sentence) => sentence.section === section);
