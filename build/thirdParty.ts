// The licences of what is inside the package: every module that a bundle took in, and what is shipped beside them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const packageSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().optional(),
});

/** The package folders, relative to the project folder, that files belong to; each once, in order. */
export function packagesOf(files: readonly string[]): readonly string[] {
  const folders = files.flatMap((file) => {
    const path = file.replaceAll('\\', '/');
    const folder = /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0];
    return folder === undefined ? [] : [folder.slice(folder.indexOf('node_modules/'))];
  });
  return [...new Set(folders)].sort();
}

/**
 * One text with each package's name, version and licence.
 * @throws when a package neither has a licence file nor names its licence: such a one must not be shipped
 */
export function thirdPartyText(root: string, folders: readonly string[]): string {
  return folders.map((folder) => entry(join(root, folder))).join(`\n${'-'.repeat(72)}\n\n`);
}

function entry(folder: string): string {
  const { name, version, license } = packageSchema.parse(
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
  );
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file) && !/\.(js|ts)$/.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (texts.length === 0 && license === undefined) throw new Error(`${name} ${version} names no licence.`);
  return [`${name} ${version} (${license ?? 'see below'})`, ...texts].join('\n\n') + '\n';
}

/** True where an installed package's folder is: bundles also name files of their own making. */
export const isPackage = (root: string, folder: string): boolean =>
  existsSync(join(root, folder, 'package.json'));
