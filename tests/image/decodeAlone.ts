// Decodes one picture in a process of its own and tells what it took: node decodeAlone.ts PATH
import { decodeImage } from '../../src/image/decode.ts';

const { nativeWidth, nativeHeight, data } = await decodeImage(
  { path: process.argv[2] ?? '' },
  { width: 224, height: 224 },
);
const peakMB = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ nativeWidth, nativeHeight, first: data[0], peakMB }));
