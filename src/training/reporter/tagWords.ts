// Words by which reports name a tag: MeSH speaks of a cicatrix where a radiologist dictates a scar.
import { documentCounts } from '../../text/documentCounts.ts';

/** A word names a tag where so many of the tag's reports have it, and so many times as often as all reports. */
const minShare = 0.15;
const minLift = 8;
const mostWords = 5;

/**
 * @param reports the words of each training report
 * @param tagged which tags each of them has: rows of 0 and 1
 * @returns for each tag its words, the most telling first; none where no word is telling
 */
export function findTagWords(
  reports: readonly ReadonlySet<string>[],
  tagged: readonly Float32Array[],
): readonly (readonly string[])[] {
  const among = documentCounts(reports);
  return Array.from(tagged[0] ?? [], (_, tag) => {
    const own = reports.filter((_, i) => tagged[i]?.[tag] === 1);
    const lift = (word: string, times: number): number =>
      times / own.length / ((among.get(word) ?? 1) / reports.length);
    return [...documentCounts(own)]
      .filter(([word, times]) => times >= minShare * own.length && lift(word, times) >= minLift)
      .map(([word, times]) => ({ word, worth: lift(word, times) * (times / own.length) }))
      .sort((a, b) => b.worth - a.worth || (a.word < b.word ? -1 : 1))
      .slice(0, mostWords)
      .map(({ word }) => word);
  });
}
