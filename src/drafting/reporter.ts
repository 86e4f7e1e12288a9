// The reporter: gate, encoder, tags and decoder put together. Films in, a draft of the report out.
import * as tf from '@tensorflow/tfjs-core';
import { assert } from '../errors.ts';
import type { EncoderInput } from '../model/captioner.ts';
import { encodeImages, gridChannels, gridSide, normalisePixels } from '../model/mobileNetV2.ts';
import { gateProbabilities } from '../model/reporter/gate.ts';
import { patchesPerView, poolViews, type StudyGrids } from '../model/reporter/studyFeatures.ts';
import { studyTagLogits } from '../model/reporter/studyTags.ts';
import type { Draft, DraftSentence, Gate } from '../report/report.ts';
import { draftStudies, type DraftedSentence, type Speaker } from './draftStudies.ts';
import { chooseViews, toGate, type View } from './gating.ts';
import { isFinding, normalTags, planOf, planFrom, type Plan } from './plan.ts';
import { deniedIn, statedIn, sweptAwayIn } from './saying.ts';
import { namesTerm, impliedBy } from './terms.ts';

/** One picture of a study. */
export interface FilmInput {
  /** SHA-256 of the file's bytes: the film's name. */
  readonly hash: string;
  /** `inputSize` pixels square. */
  readonly pixels: EncoderInput;
  /** Drafted from whatever the gate says. */
  readonly overridden: boolean;
  /** What the file's header says; it counts for more than what the film looks like. */
  readonly view?: View | undefined;
}

/** Findings that a person switched on or off, by tag. */
export type Switches = Readonly<Record<string, boolean>>;

export interface StudyReading {
  /** One a film, in their order. */
  readonly gates: readonly Gate[];
  /** Undefined where no film may be drafted from. */
  readonly draft: Draft | undefined;
}

export interface Reporter {
  /** Name and content hash, e.g. `chest-xray-reporter@1f3a9c2b`. */
  readonly model: string;
  /** Every tag that it knows and that a person may switch: what is normal follows from the others. */
  readonly tags: readonly string[];
  /** Side of the square input in pixels (224); films are squashed to it. */
  readonly inputSize: number;
  /** Reads one study of one or more films; the first of each view is drafted from. */
  read(films: readonly FilmInput[], switches: Switches): Promise<StudyReading>;
  dispose(): void;
}

/** Everything of a model folder, in memory. */
export interface ReporterParts extends Speaker {
  readonly model: string;
}

function toGrids({ weights, config }: Speaker, films: readonly FilmInput[]): tf.Tensor3D {
  const side = config.inputSize;
  const size = side * side * 3;
  const all = new Float32Array(films.length * size);
  for (const [i, { pixels }] of films.entries()) {
    assert(pixels.data.length === size, `a film has ${pixels.data.length} bytes, expected ${size}`);
    all.set(pixels.data, i * size);
  }
  return tf.tidy(() => {
    const images = normalisePixels(tf.tensor4d(all, [films.length, side, side, 3]));
    return tf.reshape(encodeImages(weights, images), [films.length, gridSide * gridSide, gridChannels]);
  });
}

function studyOf(
  grids: tf.Tensor3D,
  { frontal, lateral }: { readonly frontal: number | undefined; readonly lateral: number | undefined },
): StudyGrids {
  const view = (film: number | undefined): tf.Tensor3D =>
    film === undefined
      ? tf.zeros([1, patchesPerView, gridChannels])
      : tf.slice(grids, [film, 0, 0], [1, -1, -1]);
  const present = [frontal, lateral].map((film) => (film === undefined ? 0 : 1));
  return { frontal: view(frontal), lateral: view(lateral), present: tf.tensor2d([present]) };
}

/** What a person switched counts; for the rest what the model found. */
function switched({ tags: names, config }: Speaker, plan: Plan, switches: Switches): Plan {
  const set = (to: boolean): number[] => names.flatMap((name, tag) => (switches[name] === to ? [tag] : []));
  const isTerm = (tag: number): boolean => !isFinding(names[tag] ?? '') && !normalTags.has(names[tag] ?? '');
  const [on, off] = [set(true), set(false)];
  const kept = plan.tags.filter((tag) => !off.includes(tag));
  const changed = planOf(names, [...on.filter((tag) => !kept.includes(tag)), ...kept]);
  const named = on.filter(isTerm);
  const refused = new Set<string>(off.map((tag) => names[tag] ?? ''));
  const implied = named.flatMap((tag) => [...impliedBy(config.tagWords[tag] ?? [])]);
  return {
    ...changed,
    findings: new Set([...changed.findings, ...implied.filter((finding) => !refused.has(finding))]),
    named,
    unnamed: off.filter(isTerm),
  };
}

/** Findings that a sentence states, denies, or denies with many others ("The lungs are clear"), and terms it names. */
const dependsOn = ({ tags, config }: Speaker, sentence: string): string[] => [
  ...new Set<string>([
    ...statedIn(sentence),
    ...deniedIn(sentence),
    ...sweptAwayIn(sentence),
    ...tags.filter((tag, i) => !isFinding(tag) && namesTerm(config.tagWords[i] ?? [], sentence)),
  ]),
];

/** Maps of the films that were drafted from; the other films of the study have none. */
function toDraftSentence(
  parts: ReporterParts,
  films: readonly { readonly hash: string; readonly from: number }[],
  sentence: DraftedSentence,
): DraftSentence {
  const { model, tags } = parts;
  return {
    section: sentence.section,
    draft: {
      text: sentence.text,
      model,
      probability: sentence.probability,
      stop: sentence.stop,
      tags: sentence.tags.map(({ tag, weight }) => ({ tag: tags[tag] ?? '', weight })),
      dependsOn: dependsOn(parts, sentence.text),
      attention: films.map(({ hash, from }) => ({
        image: hash,
        grid: [...sentence.visualMap.slice(from, from + patchesPerView)],
      })),
      alternatives: [...sentence.alternatives],
    },
  };
}

/** Puts a model folder's parts to work. Owns the weights: dispose() frees them. */
export function createReporter(parts: ReporterParts): Reporter {
  const { weights, config, tags } = parts;

  async function probabilitiesOf(study: StudyGrids): Promise<Float32Array> {
    const found = tf.tidy(() =>
      tf.sigmoid(tf.div(studyTagLogits(weights, poolViews(study)), config.temperature)),
    );
    const values = await found.data<'float32'>();
    found.dispose();
    return values;
  }

  async function gatesOf(grids: tf.Tensor3D): Promise<Float32Array[]> {
    const found = gateProbabilities(weights, grids);
    const [films, kinds] = found.shape;
    const values = await found.data<'float32'>();
    found.dispose();
    return Array.from({ length: films }, (_, film) => values.slice(film * kinds, (film + 1) * kinds));
  }

  async function draftFrom(
    study: StudyGrids,
    films: readonly { readonly hash: string; readonly from: number }[],
    images: readonly string[],
    switches: Switches,
  ): Promise<Draft> {
    const probabilities = await probabilitiesOf(study);
    const found = planFrom(tags, probabilities, config.thresholds);
    const plan = switched(parts, found, switches);
    const [sentences = []] = await draftStudies(parts, study, [plan]);
    const asserted = new Set(plan.tags);
    const shown = tags.flatMap((tag, i) => {
      const on = asserted.has(i);
      if (normalTags.has(tag)) return [];
      return isFinding(tag) || on || switches[tag] !== undefined
        ? [{ tag, probability: probabilities[i] ?? 0, on }]
        : [];
    });
    return {
      model: parts.model,
      images,
      sentences: sentences.map((sentence) => toDraftSentence(parts, films, sentence)),
      findings: shown.sort((a, b) => b.probability - a.probability),
    };
  }

  return {
    model: parts.model,
    tags: tags.filter((tag) => !normalTags.has(tag)),
    inputSize: config.inputSize,
    read: async (films, switches) => {
      const grids = toGrids(parts, films);
      const kinds = await gatesOf(grids);
      const gates = films.map(({ overridden, view }, film) =>
        toGate(kinds[film] ?? [], { overridden, view }),
      );
      const views = chooseViews(gates, kinds);
      const seen = [
        { film: views.frontal, from: 0 },
        { film: views.lateral, from: patchesPerView },
      ].flatMap(({ film, from }) => (film === undefined ? [] : [{ hash: films[film]?.hash ?? '', from }]));
      if (seen.length === 0) {
        grids.dispose();
        return { gates, draft: undefined };
      }
      const study = tf.tidy(() => studyOf(grids, views));
      grids.dispose();
      const images = films.map(({ hash }) => hash);
      const draft = await draftFrom(study, seen, images, switches).finally(() => {
        tf.dispose({ ...study });
      });
      return { gates, draft };
    },
    dispose: () => {
      tf.dispose({ ...weights });
    },
  };
}
