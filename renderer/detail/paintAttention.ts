// Paints a map of attention over a picture so that it is legible on dark and on light ones.
import { percent } from '../messages/format.ts';
import { contour, mapSide, smoothField, type Field } from './attention.ts';
import type { AttentionStyle } from './detail.svelte.ts';

/** Side of the field that is computed; the canvas stretches it over the picture. */
const fieldSide = 84;
const outlineLevels = [0.4, 0.75] as const;
const lightLevel = 0.5;
/** Opacity of the dark over what was not looked at. */
const darkest = 0.74;
/** Patches below this share carry no number. */
const leastShare = 0.015;

/** Draws on a canvas of `width` by `height` CSS pixels. */
export function paintAttention(
  canvas: HTMLCanvasElement,
  map: readonly number[],
  style: AttentionStyle,
  width: number,
  height: number,
): void {
  const density = Math.min(2, window.devicePixelRatio);
  canvas.width = Math.round(width * density);
  canvas.height = Math.round(height * density);
  const pen = canvas.getContext('2d');
  if (!pen) return;
  pen.scale(density, density);
  const field = smoothField(map, fieldSide);
  if (style === 'light') {
    paintDark(pen, field, width, height);
    paintContour(pen, field, lightLevel, width, height, 2);
  } else if (style === 'outline') {
    for (const [index, level] of outlineLevels.entries())
      paintContour(pen, field, level, width, height, 2 + index);
  } else {
    paintNumbers(pen, map, width, height);
  }
}

function paintDark(pen: CanvasRenderingContext2D, field: Field, width: number, height: number): void {
  const small = document.createElement('canvas');
  small.width = field.side;
  small.height = field.side;
  const smallPen = small.getContext('2d');
  if (!smallPen) return;
  const pixels = smallPen.createImageData(field.side, field.side);
  for (const [index, value] of field.values.entries()) {
    // Clear from 60 % of the peak up, dark from 10 % down, smooth between.
    const t = Math.max(0, Math.min(1, (value - 0.1) / 0.5));
    const clear = t * t * (3 - 2 * t);
    pixels.data[4 * index + 3] = Math.round(255 * darkest * (1 - clear));
  }
  smallPen.putImageData(pixels, 0, 0);
  pen.imageSmoothingEnabled = true;
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(small, 0, 0, width, height);
}

/** White between black: seen on any picture. */
function paintContour(
  pen: CanvasRenderingContext2D,
  field: Field,
  level: number,
  width: number,
  height: number,
  thickness: number,
): void {
  const line = new Path2D();
  for (const [x1, y1, x2, y2] of contour(field, level)) {
    line.moveTo(x1 * width, y1 * height);
    line.lineTo(x2 * width, y2 * height);
  }
  pen.lineCap = 'round';
  pen.strokeStyle = 'rgb(0 0 0 / 75%)';
  pen.lineWidth = thickness + 3;
  pen.stroke(line);
  pen.strokeStyle = '#fff';
  pen.lineWidth = thickness;
  pen.stroke(line);
}

function paintNumbers(
  pen: CanvasRenderingContext2D,
  map: readonly number[],
  width: number,
  height: number,
): void {
  const cell = { width: width / mapSide, height: height / mapSide };
  const size = Math.max(14, Math.min(22, cell.width * 0.3, cell.height * 0.45));
  const peak = Math.max(...map);
  pen.font = `600 ${String(size)}px system-ui, sans-serif`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  for (const [index, value] of map.entries()) {
    if (value < leastShare) continue;
    const left = (index % mapSide) * cell.width;
    const top = Math.floor(index / mapSide) * cell.height;
    // A veil for the number to stand on; the strongest patches are framed.
    pen.fillStyle = `rgb(0 0 0 / ${String(Math.round(20 + 25 * (value / peak)))}%)`;
    pen.fillRect(left + 1, top + 1, cell.width - 2, cell.height - 2);
    if (value >= peak / 2) {
      pen.strokeStyle = '#fff';
      pen.lineWidth = 2;
      pen.strokeRect(left + 2, top + 2, cell.width - 4, cell.height - 4);
    }
    const [x, y] = [left + cell.width / 2, top + cell.height / 2];
    pen.lineJoin = 'round';
    pen.lineWidth = 4;
    pen.strokeStyle = 'rgb(0 0 0 / 85%)';
    pen.strokeText(percent(value), x, y, cell.width - 4);
    pen.fillStyle = '#fff';
    pen.fillText(percent(value), x, y, cell.width - 4);
  }
}
