// The codecs of the Cornerstone project: libjpeg-turbo (8 bits), CharLS and OpenJPEG, compiled to WebAssembly.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import charls from '@cornerstonejs/codec-charls/decodewasmjs';
import libjpegTurbo from '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs';
import openjpeg from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import { must } from './problems.ts';
import type { Samples } from './samples.ts';

const require = createRequire(import.meta.url);

export type CornerstoneCodec = 'jpeg' | 'jpeg-ls' | 'jpeg-2000';

const codecs = {
  jpeg: {
    factory: libjpegTurbo,
    wasm: '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm',
    decoder: 'JPEGDecoder',
  },
  'jpeg-ls': { factory: charls, wasm: '@cornerstonejs/codec-charls/decodewasm', decoder: 'JpegLSDecoder' },
  'jpeg-2000': { factory: openjpeg, wasm: '@cornerstonejs/codec-openjpeg/decodewasm', decoder: 'J2KDecoder' },
} as const;

/**
 * Decodes one picture. Its memory is the picture's own and goes with it: after a damaged one nothing is left over.
 * @throws what the codec throws for damaged streams, numbers among them
 */
export async function decodeCornerstone(codec: CornerstoneCodec, bytes: Uint8Array): Promise<Samples> {
  const { factory, wasm, decoder: name } = codecs[codec];
  const silent = (): undefined => undefined;
  const module = await factory({
    wasmBinary: await readFile(require.resolve(wasm)),
    print: silent,
    printErr: silent,
  });
  const decoder = new module[name]();
  decoder.getEncodedBuffer(bytes.length).set(bytes);
  decoder.decode();
  const { width, height, bitsPerSample, componentCount, isSigned } = decoder.getFrameInfo();
  // A view into WebAssembly's memory, in which 16-bit samples lie at even addresses.
  const { buffer, byteOffset, byteLength } = decoder.getDecodedBuffer();
  const count = width * height * componentCount;
  const one = bitsPerSample <= 8;
  must(byteLength >= count * (one ? 1 : 2), 'pixels are missing');
  const kinds = isSigned === true ? ([Int8Array, Int16Array] as const) : ([Uint8Array, Uint16Array] as const);
  const values = new kinds[one ? 0 : 1](buffer as ArrayBuffer, byteOffset, count).slice();
  const samples = { width, height, components: componentCount, bits: bitsPerSample, values };
  return codec === 'jpeg' && componentCount === 3 ? { ...samples, rgb: true } : samples;
}
