// The model folder of a photo captioner.
import { confidenceFeatureNames } from '../model/confidence.ts';
import { captionerConfigSchema, type CaptionerConfig } from '../model/config.ts';
import { rankingFeatureNames } from '../model/ranking.ts';
import { captionerShapes } from '../model/weightShapes.ts';
import {
  readFolder,
  some,
  writeFolder,
  type Folder,
  type FolderContent,
  type ModelKind,
} from './modelFiles.ts';

export type ModelFolderContent = FolderContent<CaptionerConfig>;
export type ModelFolder = Folder<CaptionerConfig>;

/** The first of the ranking's and the confidence's features that this version does not know, or that have no weight. */
function misfit(config: CaptionerConfig): string | undefined {
  const { ranking, confidence, semanticCount, tagCount } = config;
  const judgements: readonly {
    readonly what: string;
    readonly verb: string;
    readonly known: readonly string[];
    readonly features: readonly string[];
    readonly weights: readonly number[];
  }[] = [
    { what: 'ranking', verb: 'ranks', known: rankingFeatureNames, ...ranking },
    { what: 'confidence', verb: 'is sure', known: confidenceFeatureNames, ...confidence },
  ];
  for (const { what, features, weights } of judgements) {
    if (weights.length !== features.length)
      return `there are ${weights.length} ${what} weights, expected ${features.length}`;
  }
  if (semanticCount > tagCount) return `it looks at ${semanticCount} tags but has only ${tagCount}`;
  for (const { verb, features, known } of judgements) {
    const unknown = features.filter((name) => !known.includes(name));
    if (unknown.length > 0)
      return `config.json ${verb} by ${some(unknown)}, which this version does not know`;
  }
  return undefined;
}

const captionerKind: ModelKind<CaptionerConfig> = {
  schema: captionerConfigSchema,
  shapes: captionerShapes,
  misfit,
};

/**
 * Reads a model folder and checks that its files are whole and belong together.
 * @throws AppError model/missing, model/damaged, model/mismatch
 */
export const readModelFolder = (folder: string): Promise<ModelFolder> => readFolder(captionerKind, folder);

/**
 * Writes the three files, each whole or not at all, weights as fp16; other files of the folder stay.
 * @throws AppError file/unwritable
 */
export const writeModelFolder = (folder: string, content: ModelFolderContent): Promise<void> =>
  writeFolder(captionerKind, folder, content);
