// Where the model looked, made visible and sayable: plain arithmetic over a map of attention.

/** Side of the map that a caption's words carry. */
export const mapSide = 7;

/** A square field of values 0..1, row-major. */
export interface Field {
  readonly side: number;
  readonly values: Float32Array;
}

/** The map drawn smoothly: a Gaussian around each patch centre, `sigma` patches wide, divided by the peak.
 * A uniform map stays uniform: nothing is singled out that the model did not single out. */
export function smoothField(map: readonly number[], side: number, sigma = 0.62): Field {
  const kernel = new Float32Array(side * mapSide);
  for (let at = 0; at < side; at += 1) {
    const place = ((at + 0.5) / side) * mapSide - 0.5;
    let total = 0;
    for (let patch = 0; patch < mapSide; patch += 1) {
      const weight = Math.exp(-((place - patch) ** 2) / (2 * sigma * sigma));
      kernel[at * mapSide + patch] = weight;
      total += weight;
    }
    for (let patch = 0; patch < mapSide; patch += 1) {
      const index = at * mapSide + patch;
      kernel[index] = (kernel[index] ?? 0) / total;
    }
  }
  // Columns first, then rows: the Gaussian is separable.
  const wide = new Float32Array(mapSide * side);
  for (let row = 0; row < mapSide; row += 1) {
    for (let x = 0; x < side; x += 1) {
      let sum = 0;
      for (let patch = 0; patch < mapSide; patch += 1)
        sum += (map[row * mapSide + patch] ?? 0) * (kernel[x * mapSide + patch] ?? 0);
      wide[row * side + x] = sum;
    }
  }
  const values = new Float32Array(side * side);
  let peak = 0;
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      let sum = 0;
      for (let patch = 0; patch < mapSide; patch += 1)
        sum += (wide[patch * side + x] ?? 0) * (kernel[y * mapSide + patch] ?? 0);
      values[y * side + x] = sum;
      if (sum > peak) peak = sum;
    }
  }
  if (peak > 0) for (let at = 0; at < values.length; at += 1) values[at] = (values[at] ?? 0) / peak;
  return { side, values };
}

/** A line piece in fractions of the picture's width and height. */
export type Segment = readonly [x1: number, y1: number, x2: number, y2: number];

/** The line around all that is at least `level`, by marching squares; it closes along the picture's edge. */
export function contour(field: Field, level: number): readonly Segment[] {
  const { side, values } = field;
  // A frame of nothing around the field, so that a region at the edge is closed there.
  const at = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= side || y >= side ? 0 : (values[y * side + x] ?? 0);
  const segments: Segment[] = [];
  const scale = (value: number): number => Math.max(0, Math.min(1, (value + 0.5) / side));
  for (let y = -1; y < side; y += 1) {
    for (let x = -1; x < side; x += 1) {
      const corners = [at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1)] as const;
      const crossings: (readonly [number, number])[] = [];
      const cross = (a: number, b: number, ax: number, ay: number, bx: number, by: number): void => {
        if (a >= level === b >= level) return;
        const t = (level - a) / (b - a);
        crossings.push([ax + (bx - ax) * t, ay + (by - ay) * t]);
      };
      cross(corners[0], corners[1], x, y, x + 1, y);
      cross(corners[1], corners[2], x + 1, y, x + 1, y + 1);
      cross(corners[2], corners[3], x + 1, y + 1, x, y + 1);
      cross(corners[3], corners[0], x, y + 1, x, y);
      for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
        const [from, to] = [crossings[pair], crossings[pair + 1]];
        if (from && to) segments.push([scale(from[0]), scale(from[1]), scale(to[0]), scale(to[1])]);
      }
    }
  }
  return segments;
}

export const regions = [
  'topLeft',
  'top',
  'topRight',
  'left',
  'centre',
  'right',
  'bottomLeft',
  'bottom',
  'bottomRight',
] as const;
export type Region = (typeof regions)[number] | 'everywhere';

/** Where the weight lies, in words' reach: a ninth of the picture, or everywhere when no part stands out.
 * A part stands out when the patches at half the peak or more cover less than 36 % of the picture. */
export function regionOf(map: readonly number[]): Region {
  const peak = Math.max(...map);
  const strong = map.map((value) => (value >= peak / 2 ? value : 0));
  const covered = strong.filter((value) => value > 0).length;
  if (!(peak > 0) || covered > 0.36 * map.length) return 'everywhere';
  let total = 0;
  let x = 0;
  let y = 0;
  for (const [index, value] of strong.entries()) {
    total += value;
    x += value * ((index % mapSide) + 0.5);
    y += value * (Math.floor(index / mapSide) + 0.5);
  }
  const third = (sum: number): number => Math.min(2, Math.floor((sum / total / mapSide) * 3));
  return regions[third(y) * 3 + third(x)] ?? 'everywhere';
}
