// The words by which reports mention each finding: CheXpert's mention phrases (Irvin et al. 2019), with the spellings of
// OpenI's reports added.
import { anyOf } from './anyOf.ts';
import type { Finding } from './observations.ts';

/** Everywhere in a clause of lower case. */
const wherever = (...phrases: readonly string[]): RegExp => new RegExp(anyOf(...phrases), 'g');

/** Findings by their own names. */
const namedFindings: Readonly<Record<Finding, RegExp>> = {
  Cardiomegaly: wherever('cardiomegaly', 'cardiac enlargement'),
  'Enlarged Cardiomediastinum': wherever(
    '(?:cardio)?mediastin(?:al|um) (?:\\w+ ){0,2}?(?:widening|enlargement|prominence)',
    '(?:widening|enlargement|prominence) of the (?:\\w+ )?mediastin\\w+',
  ),
  'Lung Opacity': wherever(
    'opaci\\w+',
    'airspace (?:disease|process|changes?)',
    'infiltrat\\w+',
    '(?:increased|patchy|vague|ill-defined|hazy|streaky|focal|rounded|irregular) (?:\\w+ )?densit\\w+',
    'interstitial (?:lung )?(?:markings?|pattern|prominence|disease|changes?|thickening)',
    'reticul\\w+ (?:pattern|markings?|changes?)',
    'reticulations?',
    'pneumonitis',
  ),
  'Lung Lesion': wherever(
    'nodul(?:e|es|ar|arity)',
    'mass(?:es)?(?! effect)',
    '(?<!(?:thoracic|pleural|chest|abdominal) )cavit(?:y|ies|ary|ation)',
    'carcinoma\\w*',
    'neoplas\\w+',
    'tumou?rs?',
    'malignan\\w+',
    'metasta\\w+',
  ),
  Edema: wherever(
    'edema',
    '(?:heart|cardiac) failure',
    'chf',
    '(?:vascular|pulmonary|venous|central) congestion',
    '(?:vascular|venous|vasculature) (?:prominence|engorgement|indistinctness)',
    'vascular redistribution',
    '(?:fluid|volume) overload',
  ),
  Consolidation: wherever('consolidat\\w+'),
  Pneumonia: wherever('(?:broncho)?pneumonias?', 'pneumonitis', 'infect\\w+'),
  Atelectasis: wherever('atelecta\\w+', 'collapsed?'),
  Pneumothorax: wherever('pneumothora\\w+'),
  'Pleural Effusion': wherever('(?<!pericardial )effusions?', 'pleural fluid', 'hydropneumothora\\w+'),
  'Pleural Other': wherever(
    'pleural (?:(?!effusions?|fluid|versus)\\w+[ /]){0,2}?(?:thickening|scar\\w*|plaques?|calcifications?)',
    'pleur\\w+-?parenchymal (?:scar\\w*|thickening)',
    'thickening of the pleura',
    'fibrothorax',
    'fibrosis',
  ),
  Fracture: wherever('fractur\\w+'),
  'Support Devices': wherever(
    'pac(?:er|emaker)s?',
    'pacing (?:leads?|device)',
    'a?icds?',
    'defibrillators?',
    'generators?',
    'stimulators?',
    'picc',
    'catheters?',
    '(?:central|venous|subclavian|jugular|ij|arterial|dialysis) (?:\\w+ )?lines?',
    '(?:chest|endotracheal|tracheostomy|nasogastric|enteric|feeding|ng|et|gastrostomy|drainage) tubes?',
    'tubes? and lines?',
    'lines and tubes',
    'shunt tub\\w+',
    '(?:mediport|port-a-cath|portacath)s?',
    'tips?\\b.*\\b(?:svc|vena|atri\\w+|cavoatrial|ventric\\w+)',
    '(?:prosthetic|artificial|mechanical) (?:\\w+ )?valves?',
    'valve (?:prosthes\\w+|replacement)',
    'hardware',
    'arthroplast\\w+',
    'fixation (?:plates?|screws?|rods?)',
    'support (?:devices?|apparatus)',
  ),
};

/** What is asked, remembered or feared is not found: "history of pneumonia", "limited evaluation for effusion". */
const notFound =
  /\b(?:history of|(?:evaluat\w+|assess\w*)(?: \w+)? (?:for|of)(?: an?)?|rule[- ]out|concern for|indication|status post)(?: \w+){0,2} $/;

/** Clauses in which a word means something else than the finding. */
const elsewhere: Partial<Readonly<Record<Finding, RegExp>>> = {
  Cardiomegaly: /\bborderline (?:cardiomegaly|cardiac)/,
  // Calcified nodules are granulomas.
  'Lung Lesion': /\b(?:calcifi\w+|granuloma\w*|nipples?|bon(?:e|y)|clavicle)\b/,
  Edema: /\b(?:soft tissue|ankle)\b|\b(?:normal|limits)$/,
  Pneumonia: /\b(?:granulomatous|previous|prior|old|remote) (?:\w+ )?infect/,
  // Healed fractures are no finding of this film, and broken wires, leads and screws no fractures.
  Fracture:
    /\b(?:old|healed|remote|chronic|prior|previous|post-?traumatic|screws?|sternotomy|catheter|leads?|wires?)\b/,
};

/** Where a clause mentions a finding by its own name, and means it. */
export function namedIn(
  clause: string,
  finding: Finding,
): readonly { readonly start: number; readonly end: number }[] {
  if (elsewhere[finding]?.test(clause) === true) return [];
  return Array.from(clause.matchAll(namedFindings[finding]), ({ 0: words, index }) => ({
    start: index,
    end: index + words.length,
  })).filter(({ start }) => !notFound.test(clause.slice(0, start)));
}

/** A part whose size is judged: only "enlarged" or "normal" makes of it a mention. */
export interface JudgedPart {
  readonly finding: Finding;
  readonly part: RegExp;
}

export const judgedParts: readonly JudgedPart[] = [
  {
    finding: 'Cardiomegaly',
    part: wherever(
      'heart(?! failure)(?: size| silhouette| contours?)?',
      'cardiac (?:size|silhouette|shadow|contours?)',
      'cardio-?(?:mediastinal|pericardial) (?:\\w+ )?(?:silhouettes?|size)',
    ),
  },
  {
    finding: 'Enlarged Cardiomediastinum',
    part: wherever(
      'mediastinum',
      'mediastinal (?:\\w+ )?(?:contours?|silhouettes?|structures|width)',
      'cardio-?mediastinal (?:\\w+ )?(?:silhouettes?|contours?|size|structures)',
    ),
  },
];
