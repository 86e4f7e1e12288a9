// What the clipboard holds that can be captioned: a picture, or files that were copied in the system's file manager.
import { fileURLToPath } from 'node:url';
import type { Clipboard } from 'electron';

export type ClipboardContent =
  | { readonly kind: 'files'; readonly paths: readonly string[] }
  | { readonly kind: 'picture'; readonly png: Uint8Array }
  | { readonly kind: 'nothing' };

/** The clipboard that Electron had before it took over the web's (with `has` and ClipboardItems). */
interface OldClipboard {
  read(format: string): string;
  readImage(): { isEmpty(): boolean; toPNG(): Uint8Array };
}

export type PictureClipboard = Pick<Clipboard, 'read'> | OldClipboard;

const uriListType = 'text/uri-list';
const pngType = 'image/png';

/** Files win: a file manager also offers an icon or a preview as the picture. */
export async function readClipboard(clipboard: PictureClipboard): Promise<ClipboardContent> {
  const paths = parseUriList(await readUriList(clipboard));
  if (paths.length > 0) return { kind: 'files', paths };
  const png = await readPng(clipboard);
  return png === undefined ? { kind: 'nothing' } : { kind: 'picture', png };
}

async function readUriList(clipboard: PictureClipboard): Promise<string> {
  if ('readImage' in clipboard) return clipboard.read(uriListType);
  const blob = await readBlob(clipboard, uriListType);
  return blob === undefined ? '' : blob.text();
}

async function readPng(clipboard: PictureClipboard): Promise<Uint8Array | undefined> {
  if ('readImage' in clipboard) {
    const image = clipboard.readImage();
    return image.isEmpty() ? undefined : new Uint8Array(image.toPNG());
  }
  const blob = await readBlob(clipboard, pngType);
  return blob === undefined ? undefined : new Uint8Array(await blob.arrayBuffer());
}

async function readBlob(
  clipboard: Pick<Clipboard, 'read'>,
  type: typeof uriListType | typeof pngType,
): Promise<Blob | undefined> {
  const items = await clipboard.read();
  return items.find((item) => item.types.includes(type))?.getType(type);
}

/** Paths in a list of file: URLs (RFC 2483): a URL a line, `#` for comments. */
export function parseUriList(text: string): readonly string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    if (!line.startsWith('file:')) return [];
    try {
      return [fileURLToPath(line.trim())];
    } catch {
      // A file of another computer, or a malformed URL.
      return [];
    }
  });
}
