// A seeded generator (xoshiro128**, Blackman and Vigna 2018), passed in wherever chance is needed.

export interface Random {
  /** The next number in [0, 1). */
  next(): number;
  /** The generator's four 32-bit words, so that a run can be resumed exactly. */
  state(): readonly [number, number, number, number];
}

const rotateLeft = (value: number, bits: number): number => ((value << bits) | (value >>> (32 - bits))) >>> 0;

/** Fills four words from one seed with splitmix32, as the authors advise. */
function seedState(seed: number): [number, number, number, number] {
  let z = seed >>> 0;
  const word = (): number => {
    z = (z + 0x9e3779b9) >>> 0;
    let t = z ^ (z >>> 16);
    t = Math.imul(t, 0x21f0aaad);
    t ^= t >>> 15;
    t = Math.imul(t, 0x735a2d97);
    return (t ^ (t >>> 15)) >>> 0;
  };
  return [word(), word(), word(), word()];
}

/** A generator from a seed, or from a state that `state()` returned. */
export function createRandom(seed: number | readonly [number, number, number, number]): Random {
  let [a, b, c, d] = typeof seed === 'number' ? seedState(seed) : seed;
  return {
    next() {
      const result = Math.imul(rotateLeft(Math.imul(b, 5) >>> 0, 7), 9) >>> 0;
      const t = (b << 9) >>> 0;
      c = (c ^ a) >>> 0;
      d = (d ^ b) >>> 0;
      b = (b ^ c) >>> 0;
      a = (a ^ d) >>> 0;
      c = (c ^ t) >>> 0;
      d = rotateLeft(d, 11);
      return result / 0x1_0000_0000;
    },
    state: () => [a, b, c, d],
  };
}

/** A normal deviate by Box and Muller. */
export function nextNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/** Shuffles in place (Fisher and Yates). */
export function shuffle<T>(items: T[], random: Random): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random.next() * (i + 1));
    [items[i], items[j]] = [items[j] as T, items[i] as T];
  }
  return items;
}
