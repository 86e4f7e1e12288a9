import { expect, test } from 'vitest';
import { exportReport, reportExtensions, type ReportFormat } from '../../src/engine/exportReport.ts';
import { localTime } from '../../src/engine/localTime.ts';
import { worked } from '../report/sampleReport.ts';

test('every format gives bytes of its kind', async () => {
  const starts: Readonly<Record<ReportFormat, string>> = {
    text: 'CHEST X-RAY REPORT\nDRAFT',
    markdown: '# Chest X-ray report',
    html: '<!doctype html>',
    docx: 'PK',
    pdf: '%PDF-1.7',
    fhir: '{\n  "resourceType": "DiagnosticReport"',
    'dicom-sr': '\0'.repeat(128) + 'DICM',
  };
  for (const format of Object.keys(reportExtensions) as ReportFormat[]) {
    const at = '2026-03-03T10:00:00+02:00';
    const bytes = await exportReport(worked, { format, includePatient: false, at });
    expect(Buffer.from(bytes).toString('latin1').slice(0, starts[format].length)).toBe(starts[format]);
  }
});

test('times say how far they are from UTC', () => {
  const at = (offsetMinutes: number): string => {
    const date = new Date(Date.UTC(2026, 2, 1, 12, 5, 9));
    date.getTimezoneOffset = () => -offsetMinutes;
    return localTime(date);
  };
  expect([at(0), at(120), at(-570), at(345)]).toEqual([
    '2026-03-01T12:05:09+00:00',
    '2026-03-01T14:05:09+02:00',
    '2026-03-01T02:35:09-09:30',
    '2026-03-01T17:50:09+05:45',
  ]);
});
