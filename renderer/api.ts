// The only file that touches `window.ekphrasis`, the bridge that the preload script puts there.
import { filmUrl, mediaUrl, type Bridge, type FilmHash, type ImageHash } from '../src/ipc.ts';

declare global {
  interface Window {
    readonly ekphrasis: Bridge;
  }
}

/** What every state class asks. */
export const bridge = (): Bridge => window.ekphrasis;

/** Development without Electron sets another base. */
function based(url: string): string {
  const base = import.meta.env.VITE_MEDIA_BASE as string | undefined;
  return base === undefined ? url : url.replace('app://media', base);
}

/** Where a picture is shown from. */
export const pictureUrl = (kind: 'thumb' | 'preview', hash: ImageHash): string => based(mediaUrl(kind, hash));

/** A film's grey levels, 16 bits each. */
export async function fetchFilm(hash: FilmHash): Promise<ArrayBuffer> {
  const response = await fetch(based(filmUrl(hash)));
  if (!response.ok) throw new Error(`the film is not in the cache (${String(response.status)})`);
  return response.arrayBuffer();
}
