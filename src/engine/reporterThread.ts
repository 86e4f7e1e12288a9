// The reporter on a thread of its own.
import type { FilmInput, Reporter, StudyReading, Switches } from '../drafting/reporter.ts';
import { openModelThread, threadEntry } from './modelThread.ts';

export interface ReporterRequest {
  readonly films: readonly FilmInput[];
  readonly switches: Switches;
}

export type OpenedReporter = Pick<Reporter, 'model' | 'tags' | 'inputSize'>;

/**
 * Opens a model folder on a thread of its own.
 * @throws AppError what openReporter throws; engine/stopped from `read` when the thread is no more
 */
export async function openReporterThread(
  modelFolder: string,
  entry = threadEntry('reporterWorker', import.meta.url),
): Promise<Reporter> {
  const thread = await openModelThread<OpenedReporter, ReporterRequest, StudyReading>(
    entry,
    modelFolder,
    'The model stopped while it read the study: try again.',
  );
  return {
    ...thread.opened,
    read: (films, switches) => thread.ask({ films, switches }),
    dispose: thread.end,
  };
}
