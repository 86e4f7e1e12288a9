// A process that changes a report until it is killed, and says each change that was answered.
import { openLibrary } from '../../src/library/openLibrary.ts';
import { changeReport } from '../../src/library/reports.ts';

const [folder = '', report = '0'] = process.argv.slice(2);
const { db } = await openLibrary(folder, 0);
for (let i = 0; ; i += 1) {
  const id = Number(report);
  // Some as the next letters of the same typing, some as steps of their own.
  changeReport(db, id, { kind: 'edit', id: 's1', text: `text ${i}` }, i, i % 3 !== 0);
  changeReport(db, id, { kind: 'insert', section: 'impression', text: `impression ${i}` }, i);
  process.stdout.write(`${i}\n`);
}
