// The folders of packages and of all that they need, as far as they are installed here.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import { z } from 'zod';

const names = z.record(z.string(), z.string()).default({});
const packageSchema = z.object({ dependencies: names, optionalDependencies: names });

/**
 * @param packages names, resolved from the project folder
 * @returns folders relative to the project folder, each once; optional packages of other systems are left out
 */
export function installedModules(root: string, packages: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const visit = (name: string, from: string): void => {
    const folder = findPackage(name, from);
    if (folder === undefined || found.has(folder)) return;
    found.add(folder);
    const { dependencies, optionalDependencies } = packageSchema.parse(
      JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
    );
    for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) visit(needed, folder);
  };
  for (const name of packages) visit(name, root);
  return [...found].map((folder) => relative(root, folder).split(sep).join('/'));
}

/** Looked for as Node does, but by folder: a package need not export its package.json. */
function findPackage(name: string, from: string): string | undefined {
  const lookups = createRequire(join(from, 'package.json')).resolve.paths(name) ?? [];
  return lookups
    .map((folder) => join(folder, name))
    .find((folder) => existsSync(join(folder, 'package.json')));
}
