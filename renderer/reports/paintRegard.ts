// Where the model looked, over a film: a wash of colour and an outline, so that it is seen without colours too.
import { contour, smoothField } from '../detail/attention.ts';
import { filmToPane, type PaneSize, type Placement } from './filmPixels.ts';

const fieldSide = 84;
const outlineLevel = 0.5;
/** Amber: on greys it is seen by people of every kind of colour vision. */
const colour = [255, 176, 32] as const;
const mostOpacity = 0.42;
/** A film that has less than this of the largest peak was not looked at. */
const leastShare = 0.12;

/**
 * @param strongest the largest value of all films' maps: what is weak beside it is drawn weak
 */
export function paintRegard(
  canvas: HTMLCanvasElement,
  grid: readonly number[],
  strongest: number,
  film: PaneSize,
  placement: Placement,
  pane: PaneSize,
): void {
  const density = Math.min(2, window.devicePixelRatio);
  canvas.width = Math.round(pane.width * density);
  canvas.height = Math.round(pane.height * density);
  const pen = canvas.getContext('2d');
  const share = strongest > 0 ? Math.max(...grid) / strongest : 0;
  if (!pen || share < leastShare) return;
  const field = smoothField(grid, fieldSide);
  const [a, b, c, d, e, f] = filmToPane(placement, pane);
  const { width, height } = film;
  pen.setTransform(
    density * a * width,
    density * b * width,
    density * c * height,
    density * d * height,
    density * e,
    density * f,
  );
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(wash(field.values, share), 0, 0, 1, 1);
  pen.setTransform(density, 0, 0, density, 0, 0);
  const line = new Path2D();
  for (const [x1, y1, x2, y2] of contour(field, outlineLevel)) {
    const at = (x: number, y: number): [number, number] => [
      a * x * width + c * y * height + e,
      b * x * width + d * y * height + f,
    ];
    line.moveTo(...at(x1, y1));
    line.lineTo(...at(x2, y2));
  }
  pen.lineCap = 'round';
  pen.strokeStyle = 'rgb(0 0 0 / 80%)';
  pen.lineWidth = 4;
  pen.stroke(line);
  pen.strokeStyle = `rgb(${colour.join(' ')})`;
  pen.lineWidth = 2;
  // Dashed where the other film had most of it.
  pen.setLineDash(share < 0.5 ? [6, 5] : []);
  pen.stroke(line);
}

function wash(values: Float32Array, share: number): HTMLCanvasElement {
  const small = document.createElement('canvas');
  small.width = fieldSide;
  small.height = fieldSide;
  const pen = small.getContext('2d');
  if (!pen) return small;
  const pixels = pen.createImageData(fieldSide, fieldSide);
  for (const [i, value] of values.entries()) {
    pixels.data.set(colour, 4 * i);
    const t = Math.max(0, Math.min(1, (value - 0.15) / 0.7));
    pixels.data[4 * i + 3] = Math.round(255 * mostOpacity * share * t);
  }
  pen.putImageData(pixels, 0, 0);
  return small;
}
