// Sentences that deny many findings at once, without naming them: "The lungs are clear", "No acute disease".
import { clausesOf, plain } from '../findings/clauses.ts';
import type { Finding } from '../findings/observations.ts';
import type { Side } from '../findings/sides.ts';

export type BlanketRule =
  | 'clear lungs'
  | 'no acute abnormality'
  | 'normal chest'
  | 'clear pleura'
  | 'normal vessels'
  | 'intact bones';

interface Blanket {
  readonly rule: BlanketRule;
  /** In a clause of lower case. */
  readonly pattern: RegExp;
  /** With one of these words the sentence says less: "otherwise clear". */
  readonly unless?: RegExp;
  readonly denies: readonly Finding[];
  /** Whether a finding may be there all the same: "no acute disease", though "chronic opacities". */
  readonly allows?: (finding: Finding, sentence: string) => boolean;
}

/** "Otherwise clear", "the remaining lung is clear", "clear of airspace disease". */
const less =
  /\b(?:otherwise|remain(?:der|ing)|rest|elsewhere|grossly|relatively|largely|somewhat|clear (?:of|airspace)|free of)\b/;
const old =
  /\b(?:chronic\w*|stable|unchanged|old|residual|persistent|previous\w*|prior|known|resol\w+|improv\w+|decreas\w+)\b/;
const slight =
  /\b(?:minimal|mild|subtle|streaky|linear|scar\w*|atelecta\w+|interstitial|granulo\w+|nodul\w+|calcif\w+|densit\w+)\b/;
const notOfLung = /\b(?:mediastin\w+|paratracheal|soft tissues?|fat|artifact\w*)\b/;

const blankets: readonly Blanket[] = [
  {
    rule: 'clear lungs',
    pattern: /\b(?:clear (?:\w+ )?lungs?|lungs? (?:\w+ ){0,4}?clear)\b/,
    unless: less,
    denies: ['Lung Opacity', 'Consolidation', 'Pneumonia', 'Edema', 'Atelectasis', 'Lung Lesion'],
    allows: (_, sentence) => notOfLung.test(sentence),
  },
  {
    rule: 'no acute abnormality',
    pattern:
      /\b(?:no|without)(?: \w+){0,3} (?:acute|active)(?: \w+){0,3}? (?:abnormalit\w+|disease|process\w*|findings?|disorder)\b/,
    unless: /\b(?:other|additional|superimposed|bon[ey]|osseous|skeletal)\b/,
    denies: ['Lung Opacity', 'Consolidation', 'Pneumonia', 'Edema', 'Pneumothorax', 'Pleural Effusion'],
    allows: (finding, sentence) =>
      old.test(sentence) ||
      (finding === 'Lung Opacity' && (slight.test(sentence) || notOfLung.test(sentence))),
  },
  {
    rule: 'normal chest',
    pattern:
      /^(?:the )?(?:normal|negative|unremarkable) (?:\w+ ){0,2}?(?:chest|examination|exam|study|radiographs?)\b/,
    unless: less,
    denies: [
      'Cardiomegaly',
      'Lung Opacity',
      'Consolidation',
      'Pneumonia',
      'Edema',
      'Atelectasis',
      'Lung Lesion',
      'Pneumothorax',
      'Pleural Effusion',
    ],
  },
  {
    rule: 'clear pleura',
    pattern:
      /\bpleural (?:spaces?|surfaces?) (?:\w+ ){0,2}?(?:clear|normal|unremarkable)|\bcostophrenic (?:\w+ )?(?:\w+ ){0,2}?(?:sharp|clear|normal)\b/,
    denies: ['Pleural Effusion'],
  },
  {
    rule: 'normal vessels',
    pattern:
      /\bnormal (?:pulmonary )?vascular\w*|\b(?:pulmonary )?vascula(?:rity|ture) (?:\w+ ){0,3}?(?:normal|unremarkable|within normal)/,
    denies: ['Edema'],
  },
  {
    rule: 'intact bones',
    pattern:
      /\b(?:bon[ey]|osseous|skelet\w+)(?: \w+){0,4} (?:intact|normal|unremarkable)\b|\bno (?:\w+ )?(?:bony|osseous) abnormalit\w+/,
    denies: ['Fracture'],
  },
];

/** One such statement in a sentence. */
export interface BlanketStatement {
  readonly rule: BlanketRule;
  /** Undefined: of both sides. */
  readonly side: Exclude<Side, 'both'> | undefined;
  /** Whether it denies what another sentence affirms. */
  readonly denies: (finding: Finding, sentence: string) => boolean;
}

export function blanketStatementsIn(sentence: string): BlanketStatement[] {
  const whole = plain(sentence);
  return clausesOf(whole).flatMap((clause) =>
    blankets
      .filter(({ pattern, unless }) => pattern.test(clause) && unless?.test(whole) !== true)
      .map(({ rule, denies, allows }) => ({
        rule,
        side: /\b(left|right) lung\b/.exec(clause)?.[1] as 'left' | 'right' | undefined,
        denies: (finding: Finding, other: string) =>
          denies.includes(finding) && allows?.(finding, plain(other)) !== true,
      })),
  );
}
