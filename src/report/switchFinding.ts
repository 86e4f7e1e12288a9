// The findings panel as the person sets it. The draft follows later (`redraft.ts`).
import { AppError } from '../errors.ts';
import { requireOpen } from './openReport.ts';
import type { PanelFinding, Report } from './report.ts';

/**
 * Switches a finding of the panel on or off.
 * @throws AppError report/signed, usage: no such finding
 */
export function switchFinding(report: Report, tag: string, on: boolean): Report {
  requireOpen(report);
  const finding = report.findings.find((other) => other.tag === tag);
  if (finding === undefined) {
    throw new AppError('usage', `The panel has no finding ${tag}: add it from the list.`);
  }
  if (finding.on === on) return report;
  return {
    ...report,
    findings: report.findings.map((other) => (other.tag === tag ? { ...other, on, by: 'person' } : other)),
  };
}

/**
 * Puts a finding on the panel, switched on; one that is there already is switched on.
 * @param probability the model's, 0..1, where it knows the finding
 * @throws AppError report/signed
 */
export function addFinding(report: Report, tag: string, probability?: number): Report {
  requireOpen(report);
  if (report.findings.some((other) => other.tag === tag)) return switchFinding(report, tag, true);
  const finding: PanelFinding = {
    tag,
    ...(probability === undefined ? {} : { probability }),
    on: true,
    by: 'person',
    added: true,
  };
  return { ...report, findings: [...report.findings, finding] };
}
