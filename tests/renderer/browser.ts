// Which browser the window's tests run in: the one of the system, as CHROMIUM_PATH or where Debian puts it.
import { existsSync } from 'node:fs';

const places = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/chromium-browser'];

/** Undefined where there is none: then the tests are skipped and say so. */
export const browserPath = places.find((place) => place !== undefined && existsSync(place));
