// What the shell remembers between two starts: where the window stood, and the theme and the
// language of its first frame.
import { readFileSync, mkdirSync, openSync, writeSync, fsyncSync, closeSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { languages } from '../src/ipc.ts';

const shellStateSchema = z.object({
  bounds: z
    .object({ x: z.number().int(), y: z.number().int(), width: z.number().int(), height: z.number().int() })
    .optional(),
  maximized: z.boolean().default(false),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  language: z.enum(['system', ...languages]).default('system'),
});

export type ShellState = z.infer<typeof shellStateSchema>;
export type Theme = ShellState['theme'];

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const initialState: ShellState = { maximized: false, theme: 'system', language: 'system' };
export const smallestWindow = { width: 480, height: 400 };
const firstWindow = { width: 1280, height: 800 };

/** What was remembered; the initial state where there is nothing that can be read. */
export function readShellState(path: string): ShellState {
  try {
    return shellStateSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return initialState;
  }
}

/** Synchronous: it also runs while the app is closing. */
export function writeShellState(path: string, state: ShellState): void {
  mkdirSync(dirname(path), { recursive: true });
  const partial = `${path}.partial`;
  const file = openSync(partial, 'w');
  try {
    writeSync(file, `${JSON.stringify(state, undefined, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(partial, path);
}

/** Where to open the window: where it stood if a good part of that is on a screen today, else in the middle. */
export function placeWindow(
  bounds: Rectangle | undefined,
  screens: readonly Rectangle[],
): Partial<Rectangle> & { width: number; height: number } {
  if (bounds === undefined) return firstWindow;
  const size = {
    width: Math.max(bounds.width, smallestWindow.width),
    height: Math.max(bounds.height, smallestWindow.height),
  };
  const reachable = screens.some(
    (screen) =>
      overlap(bounds.x, bounds.width, screen.x, screen.width) >= 100 &&
      // The title bar must be on the screen.
      bounds.y >= screen.y - 10 &&
      bounds.y <= screen.y + screen.height - 50,
  );
  return reachable ? { ...size, x: bounds.x, y: bounds.y } : size;
}

const overlap = (a: number, aLength: number, b: number, bLength: number): number =>
  Math.min(a + aLength, b + bLength) - Math.max(a, b);
