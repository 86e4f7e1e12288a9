// Pictures and folders that the app was started with, out of all the switches that Chromium and tools add.
import { resolve } from 'node:path';

/**
 * The paths on a command line, made absolute.
 * @param argv with the program first, then, while developing, the project folder
 */
export function pathsOnCommandLine(
  argv: readonly string[],
  cwd: string,
  packaged: boolean,
): readonly string[] {
  const rest = argv.slice(1).filter((argument) => !argument.startsWith('-') && argument !== '');
  // While developing, the first of them is the app itself: `electron . photo.jpg`.
  return (packaged ? rest : rest.slice(1)).map((argument) => resolve(cwd, argument));
}
