// Where captions go: to standard output in one of its forms, or into text files beside the pictures.
import { basename } from 'node:path';
import { stat } from 'node:fs/promises';
import { toFailure, type Failure } from '../errors.ts';
import { sidecarPath, sidecarText } from '../export/sidecar.ts';
import { writeWhole } from '../files/writeWhole.ts';
import type { CaptionedFile } from './captionFiles.ts';
import type { CaptionOutput } from './captionOutput.ts';
import type { Terminal } from './terminal.ts';

export interface CaptionSink {
  start(): Promise<void>;
  /** @returns why this picture has no caption, or why it could not be kept */
  put(file: CaptionedFile): Promise<Failure | undefined>;
  end(): Promise<void>;
}

export function printingSink(output: CaptionOutput, terminal: Terminal): CaptionSink {
  const print = async (text: string): Promise<void> => {
    if (text !== '') await terminal.print(text);
  };
  return {
    start: () => print(output.start),
    async put(file) {
      await print(output.picture(file));
      return file.kind === 'failed' ? file.error : undefined;
    },
    end: () => print(output.end),
  };
}

/** beach.jpg -> beach.txt, each whole or not at all. */
export function sidecarSink(overwrite: boolean): CaptionSink {
  const takenBy = new Map<string, string>();
  return {
    start: () => Promise.resolve(),
    async put(file) {
      if (file.kind === 'failed') return file.error;
      const path = sidecarPath(file.path);
      const other = takenBy.get(path);
      if (other !== undefined) {
        return {
          code: 'file/exists',
          message: `${file.path} was left out: its text would go into ${basename(path)}, as that of ${other} does.`,
        };
      }
      takenBy.set(path, basename(file.path));
      try {
        await writeWhole(path, sidecarText(file.result.captions[0]?.text ?? ''), { overwrite });
        return undefined;
      } catch (error) {
        return toFailure(error);
      }
    },
    end: () => Promise.resolve(),
  };
}

export const hasSidecar = (imagePath: string): Promise<boolean> =>
  stat(sidecarPath(imagePath)).then(
    () => true,
    () => false,
  );
