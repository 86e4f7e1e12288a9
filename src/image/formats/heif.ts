// The HEIF family: AVIF is read; HEIC (its HEVC sibling, from phones) is recognised and explained.
import { AppError } from '../../errors.ts';
import { hasText, type ImageFormat } from './format.ts';
import { openSharp } from './open.ts';

/** The four-letter brands of an ISO base media file, major brand first; none when it is not one. */
function brandsOf(head: Uint8Array): readonly string[] {
  if (!hasText(head, 4, 'ftyp') || head.length < 16) return [];
  const boxBytes = new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(0);
  const end = Math.min(boxBytes, head.length);
  const brands = [brandAt(head, 8)];
  // Offset 12 holds the minor version, not a brand.
  for (let offset = 16; offset + 4 <= end; offset += 4) brands.push(brandAt(head, offset));
  return brands;
}

const brandAt = (head: Uint8Array, offset: number): string =>
  String.fromCharCode(...head.subarray(offset, offset + 4));

const avifBrands = ['avif', 'avis'];
const hevcBrands = ['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'hevm', 'hevs', 'mif1', 'msf1'];

export const avif: ImageFormat = {
  name: 'AVIF',
  holdsAtOnce: false,
  matches: (head) => brandsOf(head).some((brand) => avifBrands.includes(brand)),
  decode: (file) => openSharp(file),
  // The decoder's frames and their conversion, at 4:4:4.
  heldBytesPerPixel: () => 19,
};

/** Asked after AVIF: both may carry the general brand mif1. */
export const heic: ImageFormat = {
  name: 'HEIC',
  holdsAtOnce: false,
  matches: (head) => brandsOf(head).some((brand) => hevcBrands.includes(brand)),
  decode: (file) => {
    throw new AppError(
      'image/unsupported',
      `${file.name} is a HEIC photo, which cannot be read here because its HEVC coding is patented: export it as JPEG and try again.`,
    );
  },
  heldBytesPerPixel: () => 0,
};
