// Huffman-coded bits of a JPEG stream: ITU-T T.81 annex C (tables), F.2.2 (decoding).
import { must } from '../problems.ts';

/** For each 16 bits that may come next: length << 8 | symbol; 0 for what is no code. */
export type HuffmanTable = Uint16Array;

/**
 * @param counts how many codes there are of 1 to 16 bits
 * @param symbols in order of their codes
 */
export function huffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable {
  const table = new Uint16Array(65_536);
  let code = 0;
  let next = 0;
  for (let length = 1; length <= 16; length++) {
    for (let i = 0; i < (counts[length - 1] ?? 0); i++) {
      const from = code << (16 - length);
      const to = (code + 1) << (16 - length);
      must(to <= 65_536, 'a Huffman table has more codes than fit');
      table.fill((length << 8) | (symbols[next] ?? 0), from, to);
      code++;
      next++;
    }
    code <<= 1;
  }
  return table;
}

/** Reads bits up to the next marker; what is asked for beyond it means that the stream ends too soon. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #position: number;
  /** The lowest #count bits are still to be read. */
  #bits = 0;
  #count = 0;
  /** Of them, how many were made up because the stream had ended. */
  #padded = 0;

  constructor(bytes: Uint8Array, position: number) {
    this.#bytes = bytes;
    this.#position = position;
  }

  /** @returns the next code's symbol */
  symbol(table: HuffmanTable): number {
    if (this.#count < 16) this.#fill();
    const entry = table[(this.#bits >>> (this.#count - 16)) & 0xffff] ?? 0;
    must(entry !== 0, 'bits that are no Huffman code');
    this.#take(entry >> 8);
    return entry & 0xff;
  }

  /** @returns the difference that `size` bits stand for (EXTEND, figure F.12) */
  signed(size: number): number {
    if (size === 0) return 0;
    if (this.#count < 16) this.#fill();
    const value = (this.#bits >>> (this.#count - size)) & ((1 << size) - 1);
    this.#take(size);
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
  }

  /**
   * Goes on after the restart marker that must come now.
   * @param index which of the eight
   */
  restart(index: number): void {
    this.#bits = this.#count = this.#padded = 0;
    let at = this.markerPosition();
    // Any number of fill bytes may precede a marker.
    while (this.#bytes[at + 1] === 0xff) at++;
    must(this.#bytes[at + 1] === 0xd0 + (index & 7), 'a restart marker is missing');
    this.#position = at + 2;
  }

  /** @returns where the next marker starts */
  markerPosition(): number {
    let at = this.#position;
    while (!isMarker(this.#bytes, at)) {
      must(at < this.#bytes.length, 'no marker ends the coded picture');
      at++;
    }
    return at;
  }

  #take(count: number): void {
    this.#count -= count;
    must(this.#count >= this.#padded, 'the coded picture ends too soon');
  }

  #fill(): void {
    while (this.#count <= 16) {
      const byte = this.#bytes[this.#position];
      if (byte === undefined || isMarker(this.#bytes, this.#position)) {
        this.#bits <<= 8;
        this.#padded += 8;
      } else {
        this.#bits = (this.#bits << 8) | byte;
        // A byte of ones is followed by a stuffed zero.
        this.#position += byte === 0xff ? 2 : 1;
      }
      this.#count += 8;
    }
  }
}

const isMarker = (bytes: Uint8Array, at: number): boolean => {
  const code = bytes[at + 1];
  return bytes[at] === 0xff && code !== undefined && code !== 0;
};
