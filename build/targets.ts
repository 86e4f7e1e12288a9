// The three things that are built into dist/, from what, and whether that has changed since.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build as viteBuild } from 'vite';
import { bundleEngine, bundleShell } from './bundle.ts';

export interface Target {
  readonly name: string;
  /** Files and folders, from the project folder. */
  readonly sources: readonly string[];
  /** Written by every build of it. */
  readonly result: string;
  /** Answers the files that went in. */
  readonly build: (root: string) => Promise<readonly string[]>;
}

const common = ['package-lock.json', 'build'];

export const targets: readonly Target[] = [
  {
    name: 'window',
    sources: [...common, 'renderer', 'src', 'vite.config.ts'],
    result: 'dist/renderer/index.html',
    build: buildWindow,
  },
  {
    name: 'shell',
    sources: [...common, 'electron', 'src'],
    result: 'dist/electron/main.cjs',
    build: bundleShell,
  },
  { name: 'engine', sources: [...common, 'src'], result: 'dist/engine/serve.mjs', build: bundleEngine },
];

/** True when a source is newer than what was built from it, or nothing was built yet. */
export function isStale(root: string, target: Target): boolean {
  const built = statSync(join(root, target.result), { throwIfNoEntry: false })?.mtimeMs;
  return built === undefined || target.sources.some((source) => newestMs(join(root, source)) > built);
}

/** A folder's own time counts too: it tells of files that were removed. */
function newestMs(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce(
    (newest, name) => Math.max(newest, newestMs(join(path, name))),
    stat.mtimeMs,
  );
}

async function buildWindow(root: string): Promise<readonly string[]> {
  const built = await viteBuild({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
  return [built]
    .flat()
    .flatMap((result) => ('output' in result ? result.output : []))
    .flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
}

/** @returns the files that went into what was built */
export async function buildTargets(root: string, which: 'all' | 'stale'): Promise<readonly string[]> {
  const inputs: string[] = [];
  for (const target of targets) {
    if (which === 'stale' && !isStale(root, target)) continue;
    const startedMs = performance.now();
    inputs.push(...(await target.build(root)));
    process.stderr.write(`built the ${target.name} in ${Math.round(performance.now() - startedMs)} ms\n`);
  }
  return inputs;
}
