// Pictures and captions for developing the window without an engine: small landscapes drawn from a seed.

/** A number generator from a seed (mulberry32), so that every picture is the same on every run. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

interface Scene {
  readonly captions: readonly [string, string, string];
  /** Where the subject stands, in fractions of the picture. */
  readonly subject: readonly [x: number, y: number];
  readonly tags: readonly string[];
  readonly draw: (random: () => number, width: number, height: number) => string;
}

const hue = (h: number, s: number, l: number): string =>
  `hsl(${String(Math.round(h))} ${String(s)}% ${String(l)}%)`;
const box = (x: number, y: number, w: number, h: number, fill: string): string =>
  `<rect x="${String(x)}" y="${String(y)}" width="${String(w)}" height="${String(h)}" fill="${fill}"/>`;
const disc = (x: number, y: number, r: number, fill: string): string =>
  `<circle cx="${String(x)}" cy="${String(y)}" r="${String(r)}" fill="${fill}"/>`;
const shape = (points: readonly (readonly [number, number])[], fill: string): string =>
  `<polygon points="${points.map((point) => point.join(',')).join(' ')}" fill="${fill}"/>`;

function ridge(
  random: () => number,
  width: number,
  height: number,
  base: number,
  rough: number,
  fill: string,
): string {
  const points: (readonly [number, number])[] = [[0, height]];
  for (let step = 0; step <= 12; step += 1)
    points.push([(width * step) / 12, base * height - random() * rough * height]);
  points.push([width, height]);
  return shape(points, fill);
}

function dog(x: number, y: number, size: number, coat: string): string {
  const leg = (dx: number): string => box(x + dx * size, y - 0.02 * size, 0.09 * size, 0.4 * size, coat);
  return (
    [-0.4, -0.25, 0.2, 0.35].map(leg).join('') +
    `<ellipse cx="${String(x)}" cy="${String(y - 0.1 * size)}" rx="${String(0.5 * size)}" ry="${String(0.22 * size)}" fill="${coat}"/>` +
    disc(x + 0.55 * size, y - 0.35 * size, 0.2 * size, coat) +
    shape(
      [
        [x - 0.45 * size, y - 0.15 * size],
        [x - 0.8 * size, y - 0.45 * size],
        [x - 0.4 * size, y - 0.25 * size],
      ],
      coat,
    ) +
    disc(x + 0.62 * size, y - 0.4 * size, 0.03 * size, '#111')
  );
}

function person(x: number, y: number, size: number, shirt: string): string {
  return (
    box(x - 0.16 * size, y - 0.5 * size, 0.13 * size, 0.5 * size, '#2b3550') +
    box(x + 0.03 * size, y - 0.5 * size, 0.13 * size, 0.5 * size, '#2b3550') +
    `<rect x="${String(x - 0.2 * size)}" y="${String(y - 1.05 * size)}" width="${String(0.4 * size)}" height="${String(0.6 * size)}" rx="${String(0.1 * size)}" fill="${shirt}"/>` +
    disc(x, y - 1.2 * size, 0.16 * size, '#c98f6b')
  );
}

export const scenes: readonly Scene[] = [
  {
    captions: [
      'a brown dog runs across a grassy field',
      'a dog is running through the grass',
      'a brown dog plays in a field',
    ],
    subject: [0.3, 0.72],
    tags: ['dog', 'grass', 'field', 'run', 'brown', 'play', 'jump', 'ball'],
    draw: (random, width, height) =>
      box(0, 0, width, height, hue(205, 60, 78)) +
      ridge(random, width, height, 0.5, 0.12, hue(120, 22, 48)) +
      box(0, 0.55 * height, width, 0.45 * height, hue(95 + random() * 20, 42, 44)) +
      dog(0.3 * width, 0.75 * height, 0.24 * width, hue(28, 45, 30)),
  },
  {
    captions: [
      'two people stand on a beach at sunset',
      'a man and a woman walk along the beach',
      'people stand on the sand near the ocean',
    ],
    subject: [0.62, 0.65],
    tags: ['beach', 'person', 'water', 'sunset', 'sand', 'stand', 'sky', 'ocean'],
    draw: (random, width, height) =>
      box(0, 0, width, height, hue(28, 85, 66)) +
      disc((0.2 + 0.2 * random()) * width, 0.4 * height, 0.08 * width, hue(45, 95, 80)) +
      box(0, 0.48 * height, width, 0.2 * height, hue(205, 40, 44)) +
      box(0, 0.66 * height, width, 0.34 * height, hue(36, 45, 62)) +
      person(0.58 * width, 0.84 * height, 0.2 * height, hue(350, 60, 46)) +
      person(0.7 * width, 0.86 * height, 0.22 * height, hue(210, 55, 40)),
  },
  {
    captions: [
      'a climber stands on top of a snowy mountain',
      'a person is standing on a mountain',
      'a man in a red jacket climbs a snowy peak',
    ],
    subject: [0.52, 0.28],
    tags: ['mountain', 'snow', 'climb', 'person', 'red', 'jacket', 'sky', 'rock'],
    draw: (random, width, height) =>
      box(0, 0, width, height, hue(215, 55, 32)) +
      ridge(random, width, height, 0.7, 0.25, hue(220, 18, 52)) +
      shape(
        [
          [0.12 * width, height],
          [0.52 * width, 0.36 * height],
          [0.95 * width, height],
        ],
        hue(210, 20, 88),
      ) +
      person(0.52 * width, 0.37 * height, 0.13 * height, hue(2, 78, 48)),
  },
  {
    captions: [
      'a child in a yellow shirt plays in front of a brick wall',
      'a boy stands beside a wall',
      'a little girl is playing outside a house',
    ],
    subject: [0.5, 0.66],
    tags: ['child', 'wall', 'play', 'yellow', 'shirt', 'boy', 'girl', 'house'],
    draw: (random, width, height) => {
      let wall = box(0, 0, width, height, hue(12, 32, 34));
      for (let row = 0; row < 14; row += 1)
        for (let column = -1; column < 9; column += 1)
          wall += box(
            ((column + (row % 2) / 2) * width) / 8 + 2,
            (row * height) / 15 + 2,
            width / 8 - 4,
            height / 15 - 4,
            hue(12 + random() * 8, 40, 40 + random() * 9),
          );
      return (
        wall +
        box(0, 0.88 * height, width, 0.12 * height, hue(30, 8, 58)) +
        person(0.5 * width, 0.94 * height, 0.42 * height, hue(46, 90, 56))
      );
    },
  },
  {
    captions: [
      'a boat sails on a calm lake at night',
      'a small boat on the water in the dark',
      'a man is rowing a boat under the moon',
    ],
    subject: [0.72, 0.62],
    tags: ['boat', 'water', 'night', 'lake', 'dark', 'moon', 'man', 'river'],
    draw: (random, width, height) =>
      box(0, 0, width, height, hue(230, 45, 9)) +
      disc(0.22 * width, 0.2 * height, 0.05 * width, hue(50, 40, 86)) +
      ridge(random, width, height, 0.56, 0.16, hue(230, 32, 6)) +
      box(0, 0.56 * height, width, 0.44 * height, hue(225, 42, 13)) +
      shape(
        [
          [0.6 * width, 0.64 * height],
          [0.86 * width, 0.64 * height],
          [0.8 * width, 0.71 * height],
          [0.66 * width, 0.71 * height],
        ],
        hue(20, 40, 26),
      ) +
      shape(
        [
          [0.72 * width, 0.34 * height],
          [0.72 * width, 0.62 * height],
          [0.85 * width, 0.62 * height],
        ],
        hue(220, 14, 68),
      ),
  },
  {
    captions: [
      'a black and white dog jumps over snow',
      'a dog plays in the snow',
      'a white dog is running through deep snow',
    ],
    subject: [0.66, 0.5],
    tags: ['dog', 'snow', 'jump', 'black', 'white', 'play', 'run', 'winter'],
    draw: (random, width, height) =>
      box(0, 0, width, height, hue(210, 30, 95)) +
      ridge(random, width, height, 0.42, 0.1, hue(205, 18, 86)) +
      box(0, 0.62 * height, width, 0.38 * height, '#fdfeff') +
      dog(0.66 * width, 0.55 * height, 0.2 * width, hue(220, 6, 16)),
  },
];

/** Sizes as cameras give them; one in four stands upright. */
export function sizeOf(index: number): { readonly width: number; readonly height: number } {
  const sizes = [
    [1600, 1200],
    [1600, 1067],
    [1067, 1600],
    [1600, 900],
    [1200, 1200],
    [1600, 1200],
    [2000, 800],
    [1200, 1600],
  ] as const;
  const [width, height] = sizes[index % sizes.length] ?? [1600, 1200];
  return { width, height };
}

/** The picture as an SVG document, with a little grain so that it does not look like a logo. */
export function drawScene(index: number): string {
  const scene = scenes[index % scenes.length];
  if (!scene) throw new Error('Bug: there are scenes');
  const { width, height } = sizeOf(index);
  const body = scene.draw(generator(index * 7919 + 1), width, height);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}" viewBox="0 0 ${String(width)} ${String(height)}">` +
    `<filter id="g"><feTurbulence baseFrequency="0.9" numOctaves="2" seed="${String(index)}"/>` +
    `<feColorMatrix values="0 0 0 0 0.5 0 0 0 0 0.5 0 0 0 0 0.5 0 0 0 0.22 0"/></filter>` +
    `${body}<rect width="${String(width)}" height="${String(height)}" filter="url(#g)" opacity="0.5"/></svg>`
  );
}

/** A map that looks at (x, y) with the given spread, 49 numbers that sum to 1. */
export function mapAround(x: number, y: number, spread: number): readonly number[] {
  const values: number[] = [];
  for (let row = 0; row < 7; row += 1)
    for (let column = 0; column < 7; column += 1) {
      const dx = column + 0.5 - x * 7;
      const dy = row + 0.5 - y * 7;
      values.push(Math.exp(-(dx * dx + dy * dy) / (2 * spread * spread)) + 0.004);
    }
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / total);
}
