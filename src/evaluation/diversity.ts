// Whether a captioner says different things of different pictures.

export interface Diversity {
  /** Different captions per caption, 0..1. */
  readonly distinct: number;
  /** How many different words were used. */
  readonly vocabularyUsed: number;
  /** How often the most frequent caption was given. */
  readonly mostRepeated: number;
}

/** @param captions `[image][word]` */
export function diversity(captions: readonly (readonly string[])[]): Diversity {
  const times = new Map<string, number>();
  for (const caption of captions) {
    const text = caption.join(' ');
    times.set(text, (times.get(text) ?? 0) + 1);
  }
  return {
    distinct: captions.length === 0 ? 0 : times.size / captions.length,
    vocabularyUsed: new Set(captions.flat()).size,
    mostRepeated: Math.max(0, ...times.values()),
  };
}
