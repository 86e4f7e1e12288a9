// Turns what the file system says into one sentence.
import { AppError } from '../errors.ts';

/** Why `path` could not be read. */
export function readError(path: string, cause: unknown): AppError {
  const code = errnoOf(cause);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new AppError(
        'file/missing',
        `${path} does not exist: check its name, or whether it was moved.`,
        { cause },
      );
    case 'ENAMETOOLONG':
      return new AppError('file/missing', `${path.slice(0, 60)}... does not exist: its name is too long.`, {
        cause,
      });
    case 'EACCES':
    case 'EPERM':
      return new AppError(
        'file/unreadable',
        `${path} may not be read: change its permissions and try again.`,
        { cause },
      );
    case 'ENXIO':
      return notAFile(path);
    case 'ELOOP':
      return new AppError(
        'file/unreadable',
        `${path} is a symbolic link that leads back to itself: repair the link.`,
        { cause },
      );
    default:
      return new AppError(
        'file/unreadable',
        `${path} cannot be read (${code}): check the disk and try again.`,
        { cause },
      );
  }
}

/** Why `path` could not be written. */
export function writeError(path: string, cause: unknown): AppError {
  const code = errnoOf(cause);
  const say = (reason: string): AppError =>
    new AppError('file/unwritable', `${path} cannot be written: ${reason}.`, { cause });
  switch (code) {
    case 'EEXIST':
      return new AppError('file/exists', `${path} already exists: ask to overwrite it, or move it away.`, {
        cause,
      });
    case 'ENOSPC':
    case 'EDQUOT':
      return say('the disk is full, so free some space');
    case 'EACCES':
    case 'EPERM':
      return say('change the permissions of its folder, or choose another one');
    case 'EROFS':
      return say('the disk is read-only, so choose another one');
    case 'ENOENT':
    case 'ENOTDIR':
      return say('its folder does not exist, so create it first');
    case 'EISDIR':
      return say('a folder has that name, so choose another name');
    case 'ENAMETOOLONG':
      return say('its name is too long, so choose a shorter one');
    default:
      return say(`check the disk and try again (${code})`);
  }
}

/** A pipe, a socket or a device stands where a file should. */
export function notAFile(path: string): AppError {
  return new AppError('file/unreadable', `${path} is a pipe, socket or device, not a file: give a file.`);
}

export function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'unknown error';
}
