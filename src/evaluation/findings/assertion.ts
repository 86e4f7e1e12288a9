// Whether a clause says that a finding is there, is not, or may be: NegEx (Chapman et al. 2001) as CheXpert refined it,
// with cues before and after the mention.
import { anyOf } from './anyOf.ts';

export type Assertion = 'positive' | 'negative' | 'uncertain';

/** "No change in the effusion" denies no effusion, and "not seen before, may be pneumonia" no pneumonia. */
const pseudoDenial = new RegExp(
  anyOf(
    'not (?:\\w+ )?(?:seen|visuali[sz]ed|appreciated|evident|present|demonstrated|identified|changed)',
    '(?:no|without|not)(?: \\w+){0,2}? (?:changed?|increase|decrease|improvement|progression|worsening|difference)',
  ),
  'g',
);

/** What denies all that follows in its clause. */
const denial = new RegExp(
  anyOf(
    'no|not|without|neither|nor|never|denies|absent|resolved|cleared|negative for',
    'free of|clear of|absence of|lack of|resolution of|clearing of|removal of',
    'clear(?= airspace)',
  ),
);

/** What doubts all that follows in its clause. */
const doubt = new RegExp(
  anyOf(
    'may|might|could|can|possibl[ey]|possibility|probabl[ey]|presumably|likely|perhaps|potential\\w*|unless|equivocal',
    'question(?:able|ed)?|query|suspect\\w*|suspicious|suspicion|suggest\\w*|concern\\w*|worrisome|consider\\w*',
    'versus|vs|differential|cannot|exclude[ds]?|apparent|appears? to',
  ),
);
const notExcluded = /\b(?:cannot|not|difficult to|hard to)(?: \w+){0,3}? (?:be )?exclude/;
const alternative = /\b(?:or|versus|vs|and\/or) (?:\w+ ){0,2}$/;

/** A phrase that begins right after the mention, or a few words later and before a comma. */
const soonAfter = (phrases: string): RegExp => new RegExp(`^[^,]{0,40}?${phrases}`);

const deniedAfter = soonAfter(
  `${anyOf(
    '(?:is|are|was|were|has|have|been)(?: \\w+)?? (?:not|no longer|resolved|cleared|absent|removed)',
    'not (?:seen|identified|visualized|present|demonstrated|evident|appreciated|noted)',
    'no longer|resolved|removed|ruled out|absent|unlikely',
  )}(?! (?:been )?(?:excluded|significantly|changed|well|completely|entirely|clearly))`,
);
const gone = /\b(?:has|have) (?:\w+ )?(?:resolved|cleared)\b/;

const doubtedAfter = soonAfter(
  anyOf(
    '(?:not|cannot|can not)(?: \\w+){0,3} exclude[ds]?|not (?:\\w+ )?excluded|cannot be ruled out',
    '(?:is|are) (?:possible|suspected|questionable|questioned|not excluded|considered|a consideration|less likely)',
    '(?:may|might|could) be (?:present|seen)|suspected|possible',
  ),
);
const alternativeAfter = /^ (?:or|and\/or)\b|^(?: \w+){0,2} (?:versus|vs)\b/;

/**
 * @param clause As `clausesOf` gives it.
 * @param start Where the mention begins in it.
 * @param end Where it ends.
 */
export function assertionOf(clause: string, start: number, end: number): Assertion {
  const before = clause.slice(0, start).replace(pseudoDenial, ' ');
  const after = clause.slice(end);
  if (notExcluded.test(before)) return 'uncertain';
  if (denial.test(before)) return 'negative';
  if (doubtedAfter.test(after) || alternativeAfter.test(after)) return 'uncertain';
  if (deniedAfter.test(after) || gone.test(after)) return 'negative';
  return doubt.test(before) || alternative.test(before) ? 'uncertain' : 'positive';
}
