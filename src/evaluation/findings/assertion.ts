// Whether a clause says that a finding is there, is not, or may be: NegEx (Chapman et al. 2001) as CheXpert refined it,
// with cues before and after the mention.

export type Assertion = 'positive' | 'negative' | 'uncertain';

/** "No change in the effusion" denies no effusion, and "not seen before, may be pneumonia" no pneumonia. */
const pseudoNegation =
  /\bnot (?:\w+ )?(?:seen|visuali[sz]ed|appreciated|evident|present|demonstrated|identified|changed)\b|\b(?:no|without|not)(?: \w+){0,2}? (?:changed?|increase|decrease|improvement|progression|worsening|difference)\b(?: of| in| from)?/g;

/** What denies all that follows in its clause. */
const denial =
  /\b(?:no|not|without|neither|nor|never|negative for|free of|clear of|clear(?= airspace)|absence of|absent|lack of|denies|resolution of|resolved|removal of|clearing of|cleared)\b(?! only)/;

const doubt =
  /\b(?:may|might|could|can|possibl[ey]|possibility|probabl[ey]|presumably|question(?:able|ed)?|suspect\w*|suspicious|suspicion|suggest\w*|likely|concern\w*|worrisome|potential\w*|versus|vs|differential|cannot|exclude[ds]?|apparent|appears? to|perhaps|consider\w*|query|equivocal|unless)\b|\?/;

/** Anywhere after the mention. */
const gone = /\b(?:has|have) (?:\w+ )?(?:resolved|cleared)\b/;

/** Right after the mention. */
const deniedAfter =
  /^[^,]{0,40}?\b(?:(?:is|are|was|were|has|have|been)(?: \w+)?? (?:not|no longer|resolved|cleared|absent|removed)|not (?:seen|identified|visualized|present|demonstrated|evident|appreciated|noted)|no longer|(?:has|have) (?:been )?(?:resolved|cleared|removed)|resolved|removed|ruled out|absent|unlikely)\b(?! (?:been )?(?:excluded|significantly|changed|well|completely|entirely|clearly))/;

const doubtedAfter =
  /^[^,]{0,40}?\b(?:(?:not|cannot|can not)(?: \w+){0,3} exclude[ds]?|not (?:\w+ )?excluded|cannot be ruled out|(?:is|are) (?:possible|suspected|questionable|questioned|not excluded|considered|a consideration|less likely)|(?:may|might|could) be (?:present|seen)|suspected|possible)\b|^ ?(?:or|and\/or)\b|^(?: \w+){0,2} (?:versus|vs)\b/;

/**
 * @param clause As `clausesOf` gives it.
 * @param start Where the mention begins in it.
 * @param end Where it ends.
 */
export function assertionOf(clause: string, start: number, end: number): Assertion {
  const before = clause.slice(0, start).replace(pseudoNegation, ' ');
  const after = clause.slice(end);
  if (/\b(?:cannot|not|difficult to|hard to)(?: \w+){0,3}? (?:be )?exclude/.test(before)) return 'uncertain';
  if (denial.test(before)) return 'negative';
  if (doubtedAfter.test(after)) return 'uncertain';
  if (deniedAfter.test(after) || gone.test(after)) return 'negative';
  if (doubt.test(before) || /\b(?:or|versus|vs|and\/or) (?:\w+ ){0,2}$/.test(before)) return 'uncertain';
  return 'positive';
}
