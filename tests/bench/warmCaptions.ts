// A program for the benchmark: captions one photo again and again with a model that stays open, and prints the
// milliseconds of each time by stage. `warmCaptions MODEL BACKEND PHOTO BEAM RUNS`
import { openCaptioner } from '../../src/engine/openCaptioner.ts';
import { decodeImage } from '../../src/image/decode.ts';
import type { StageTimes } from '../../src/model/caption.ts';
import type { BackendName } from '../../src/tensor/backend.ts';

const [model = '', backend = '', path = '', beam = '', runs = ''] = process.argv.slice(2);
/** Left out: what runs for the first times is still being compiled. */
const firstRuns = 3;

const captioner = await openCaptioner(model, backend as BackendName);
const size = { width: captioner.inputSize, height: captioner.inputSize };
const options = { beam: Number(beam), nBest: Number(beam) };
const times: StageTimes[] = [];
for (let run = -firstRuns; run < Number(runs); run++) {
  const startMs = performance.now();
  const image = await decodeImage({ path }, size);
  const decode = performance.now() - startMs;
  const { ms } = await captioner.caption([image], options);
  if (run >= 0) times.push({ decode, ...ms });
}
process.stdout.write(JSON.stringify(times), () => process.exit());
