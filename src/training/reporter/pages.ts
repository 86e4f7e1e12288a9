// Made-up pages of writing, as examples of what is no X-ray.
import type { Random } from '../../random.ts';

const words =
  'the of and to in is that for it as was with be by on not he his but at are this have from or had an they which one you were all her she there would their we him been has when who will no more if out so up said what its about than into them can only other time new some could these two may first then do any like my now over such our man me even most made after also did many';

/** An SVG of a page: lines of words, a heading, perhaps a box or a table, dark on light or light on dark. */
export function drawPage(random: Random): Uint8Array {
  const vocabulary = words.split(' ');
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random.next() * of.length)] as T;
  const dark = random.next() < 0.25;
  const [paper, ink] = dark
    ? ['#1c1c1c', '#e8e8e8']
    : [pick(['#fff', '#fbf8f0', '#eee']), pick(['#000', '#222', '#234'])];
  const size = 10 + random.next() * 14;
  const font = pick(['serif', 'sans-serif', 'monospace']);
  const left = 20 + random.next() * 60;
  const lines: string[] = [];
  for (let y = 60; y < 640; y += size * 1.5) {
    if (random.next() < 0.12) continue;
    const count = Math.ceil(random.next() * (900 / size / 4));
    const line = Array.from({ length: count }, () => pick(vocabulary)).join(' ');
    lines.push(`<text x="${left.toFixed(0)}" y="${y.toFixed(0)}">${line}</text>`);
  }
  const box =
    random.next() < 0.4
      ? `<rect x="${left.toFixed(0)}" y="${(200 * random.next()).toFixed(0)}" width="300" height="120" fill="none" stroke="${ink}" stroke-width="2"/>`
      : '';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="560" height="680"><rect width="560" height="680" fill="${paper}"/><g font-family="${font}" font-size="${size.toFixed(1)}" fill="${ink}">${lines.join('')}</g>${box}</svg>`;
  return new TextEncoder().encode(svg);
}
