// The engine's process with a fake model: `serveFake <data folder>`. EKPHRASIS_TEST_CRASH_ON names a colour at which
// the process dies, as native code may; EKPHRASIS_TEST_MODEL_MS is how long a batch takes.
import { setTimeout } from 'node:timers/promises';
import { openChannel } from '../../src/engine/channel.ts';
import { serveEngine } from '../../src/engine/serveEngine.ts';
import type { Captioner } from '../../src/model/captioner.ts';
import { createFakeCaptioner } from './fakeCaptioner.ts';
import { createFakeReporter } from './fakeReporter.ts';

const [dataFolder = ''] = process.argv.slice(2);
const crashOn = process.env['EKPHRASIS_TEST_CRASH_ON'];
const fake = createFakeCaptioner({
  before: (colours) => {
    if (crashOn !== undefined && colours.includes(crashOn)) process.kill(process.pid, 'SIGKILL');
  },
});
const captioner: Captioner = {
  ...fake,
  async caption(images, options) {
    await setTimeout(Number(process.env['EKPHRASIS_TEST_MODEL_MS'] ?? 0));
    return fake.caption(images, options);
  },
};
await serveEngine(openChannel(), {
  dataFolder,
  openModel: () => Promise.resolve({ captioner, backend: 'fake' }),
  openReporter: () => Promise.resolve(createFakeReporter()),
});
