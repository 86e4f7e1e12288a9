// A report as a file of any of the formats: what the window saves and the command line prints.
import { assertNever } from '../errors.ts';
import type { ReportFormat } from '../ipc.ts';
import { sha256 } from '../library/reports.ts';
import { toDicomSr } from '../report/dicomSr.ts';
import { toFhir } from '../report/fhir.ts';
import { toHtml } from '../report/html.ts';
import { toMarkdown } from '../report/markdown.ts';
import type { ExportOptions } from '../report/outline.ts';
import { toPlainText } from '../report/plainText.ts';
import type { Report } from '../report/report.ts';

export { reportExtensions, type ReportFormat } from '../ipc.ts';

export interface ReportExport extends ExportOptions {
  readonly format: ReportFormat;
  /** ISO 8601 with seconds and offset, of `localTime`. */
  readonly at: string;
}

/**
 * The file's bytes.
 * @throws AppError file/missing, file/unreadable: a font of the app is not there
 */
export async function exportReport(report: Report, options: ReportExport): Promise<Uint8Array> {
  const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
  switch (options.format) {
    case 'text':
      return utf8(toPlainText(report, options));
    case 'markdown':
      return utf8(toMarkdown(report, options));
    case 'html':
      return utf8(toHtml(report, options));
    // The two large libraries are read when they are asked for: an engine starts without them.
    case 'docx':
      return (await import('../report/docx.ts')).toDocx(report, options);
    case 'pdf': {
      const { toPdf } = await import('../report/pdf.ts');
      const { readReportFonts } = await import('./reportFonts.ts');
      return toPdf(report, options, await readReportFonts());
    }
    case 'fhir':
      return utf8(toFhir(report, options));
    case 'dicom-sr':
      return toDicomSr(report, options, sha256);
    default:
      return assertNever(options.format);
  }
}
