// The program of the captioner's thread.
import type { Captioned, CaptionerRequest, OpenedCaptioner } from './captionerThread.ts';
import { defaultBackend, openCaptioner } from './openCaptioner.ts';
import { serveModel } from './serveModel.ts';

await serveModel<OpenedCaptioner, CaptionerRequest, Captioned>(async (folder) => {
  const captioner = await openCaptioner(folder);
  const { model, inputSize } = captioner;
  return {
    opened: { model, inputSize, backend: defaultBackend },
    answer: ({ images, options }) => captioner.caption(images, options),
  };
});
