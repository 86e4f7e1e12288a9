// The only file that touches `window.ekphrasis`, the bridge that the preload script puts there.
import { mediaUrl, type Bridge, type ImageHash } from '../src/ipc.ts';

declare global {
  interface Window {
    readonly ekphrasis: Bridge;
  }
}

/** What every state class asks. */
export const bridge = (): Bridge => window.ekphrasis;

/** Where a picture is shown from; development without Electron sets another base. */
export function pictureUrl(kind: 'thumb' | 'preview', hash: ImageHash): string {
  const base = import.meta.env.VITE_MEDIA_BASE as string | undefined;
  const url = mediaUrl(kind, hash);
  return base === undefined ? url : url.replace('app://media', base);
}
