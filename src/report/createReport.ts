// A report at its beginning: films, and nothing said yet.
import { disclaimer, type Report, type Study } from './report.ts';

/** An empty draft; the model's comes with `redraft`, of everything. */
export const createReport = (study: Study): Report => ({
  study,
  fields: { indication: '', comparison: '' },
  sentences: [],
  findings: [],
  disclaimer,
  status: 'draft',
  addenda: [],
  dismissed: [],
  nextId: 1,
});
