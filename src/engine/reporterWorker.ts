// The program of the reporter's thread.
import type { StudyReading } from '../drafting/reporter.ts';
import { openReporter } from './openReporter.ts';
import type { OpenedReporter, ReporterRequest } from './reporterThread.ts';
import { serveModel } from './serveModel.ts';

await serveModel<OpenedReporter, ReporterRequest, StudyReading>(async (folder) => {
  const reporter = await openReporter(folder);
  const { model, tags, inputSize } = reporter;
  return {
    opened: { model, tags, inputSize },
    answer: ({ films, switches }) => reporter.read(films, switches),
  };
});
