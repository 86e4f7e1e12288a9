// Loaded into a measured process before its program (`node --import`): at its end it writes its peak memory in bytes to
// file descriptor 3. Linux tells the process's own peak; getrusage would also count that of the process it came from.
import { readFileSync, writeSync } from 'node:fs';

function peakBytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return Number(peak?.[1]) * 1024;
}

process.on('exit', () => {
  try {
    writeSync(3, String(peakBytes()));
  } catch (error) {
    // A benchmark that was stopped listens no more.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
});
