// `ekphrasis report IMAGE [IMAGE]`: its options. What it does is loaded when it runs, so that help and mistakes answer
// at once.
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import type { ReportFlags } from './runReport.ts';
import { stopSignal } from './stopSignal.ts';
import { processTerminal } from './terminal.ts';

const defaultModel = join(import.meta.dirname, '../../models/chest-xray-reporter');

const examples = `
Examples:
  ekphrasis report frontal.png lateral.png       a draft from both views of a study
  ekphrasis report film.dcm --json               with sentences, tags and where the model looked
  ekphrasis report film.dcm --docx draft.docx    as a file; also --fhir, --dicom-sr
  ekphrasis report studies/* --jsonl             each folder is a study: a record a line

For research and drafting. Not a medical device: not for diagnosis or treatment.
What is not a chest X-ray gets no draft; --force drafts all the same, and the report says so.
The exit code is 0, 1 if any study failed, 2 for wrong usage.`;

export function registerReport(program: Command): void {
  program
    .command('report')
    .description('Draft chest X-ray reports, for a radiologist to correct.')
    .argument('<path...>', 'the films of one study, or folders, each of them a study')
    .addOption(
      new Option('--text', 'print plain text (what it does without a format)').conflicts(['json', 'jsonl']),
    )
    .addOption(new Option('--json', 'print sentences, tags, attention and gate as JSON').conflicts('jsonl'))
    .option('--jsonl', 'print a JSON record for each study, as they come')
    .option('--fhir <file>', 'write a FHIR R4 DiagnosticReport, in place of an older file')
    .option('--dicom-sr <file>', 'write a DICOM Basic Text SR, in place of an older file')
    .option('--docx <file>', 'write a Word document, in place of an older file')
    .option('--force', 'draft from pictures that do not look like chest X-rays, too', false)
    .option('--model <folder>', 'another model', defaultModel)
    .addOption(
      new Option('--backend <name>', 'what computes').choices(['wasm', 'native', 'cpu']).default('wasm'),
    )
    .addHelpText('after', examples)
    .action(async (paths: string[], flags: ReportFlags) => {
      const signal = stopSignal();
      const { runReport } = await import('./runReport.ts');
      process.exitCode = await runReport(paths, flags, {
        terminal: processTerminal(),
        nowMs: () => performance.now(),
        now: () => new Date(),
        signal,
      });
    });
}
