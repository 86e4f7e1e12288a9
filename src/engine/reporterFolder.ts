// The model folder of a chest X-ray reporter.
import { reporterConfigSchema, type ReporterConfig } from '../model/reporter/config.ts';
import { reporterShapes } from '../model/reporter/weightShapes.ts';
import { readFolder, writeFolder, type Folder, type FolderContent, type ModelKind } from './modelFiles.ts';

export type ReporterFolder = Folder<ReporterConfig>;

const reporterKind: ModelKind<ReporterConfig> = {
  schema: reporterConfigSchema,
  shapes: reporterShapes,
  misfit: ({ thresholds, tagWords, tagCount }) => {
    if (thresholds.length !== tagCount)
      return `there are ${thresholds.length} thresholds, expected ${tagCount}`;
    return tagWords.length === tagCount
      ? undefined
      : `there are words of ${tagWords.length} tags, expected ${tagCount}`;
  },
};

/** @throws AppError model/missing, model/damaged, model/mismatch */
export const readReporterFolder = (folder: string): Promise<ReporterFolder> =>
  readFolder(reporterKind, folder);

/**
 * Writes the three files, each whole or not at all, weights as fp16; other files of the folder stay.
 * @throws AppError file/unwritable
 */
export const writeReporterFolder = (folder: string, content: FolderContent<ReporterConfig>): Promise<void> =>
  writeFolder(reporterKind, folder, content);
