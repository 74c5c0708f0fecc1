import type { Io } from './io.ts';
import { readable } from './outcome.ts';

const oncePerMs = 1_000;

/**
 * Tells on the error output how far an import is. On a terminal the line is written over; elsewhere,
 * in a log for example, there is at most one line a second.
 */
export function progressLine(io: Pick<Io, 'err' | 'errIsTerminal'>, begunAt: number) {
  let shownAt = 0;
  let shown = false;
  return {
    show: (keys: number) => {
      const now = Date.now();
      if (!io.errIsTerminal && now - shownAt < oncePerMs) return;
      shownAt = now;
      shown = true;
      const rate = (keys * 1_000) / Math.max(1, now - begunAt);
      const text = `${readable(keys)} keys, ${readable(rate)} keys/s`;
      io.err(io.errIsTerminal ? `\r${text}\u001b[K` : `${text}\n`);
    },
    end: () => {
      if (shown && io.errIsTerminal) io.err('\n');
    },
  };
}
