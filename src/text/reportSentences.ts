// The sentences of a report's part, as they are learnt, scored and shown: whole, without lists' numbers, headings of
// body parts and de-identification marks (deidentified.ts says by which policy).
import { withoutMarks } from './deidentified.ts';
import { splitSentences } from './sentences.ts';

const bodyPart =
  '(?:(?:left|right|both|bilateral|and|lumbar|thoracic|cervical|lumbosacral|pa|ap|lateral|two|views?|images?|films?|' +
  'radiographs?|x-rays?|chest|abdomen|kub|pelvis|spine|sternum|ribs?|shoulder|clavicle|humerus|elbow|forearm|wrist|' +
  'hand|hip|femur|knee|ankle|foot|heel|of|the|findings?|impression)[ ,/]*)+';
const isHeading = new RegExp(`^${bodyPart}[.:]?$`, 'i');
const leadingHeading = new RegExp(`^${bodyPart}: *`, 'i');

/** With a capital first and one full stop or question mark last. */
function finished(sentence: string): string {
  const text = sentence.replace(/\s+([.,;:?])/g, '$1').replace(/[\s.,;:!]+$/, '');
  const end = text.endsWith('?') ? '' : '.';
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${end}`;
}

/**
 * The sentences of `findings` or `impression`, in order, each with a capital first and a full stop last; none where the
 * text is empty. None holds XXXX.
 */
export function reportSentences(text: string): string[] {
  return splitSentences(text)
    .filter((sentence) => !isHeading.test(sentence))
    .map((sentence) => withoutMarks(sentence.replace(leadingHeading, '')))
    .filter((sentence) => sentence !== undefined)
    .map(finished);
}
