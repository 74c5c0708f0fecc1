import type { Io } from './io.ts';
import { counted, readable } from './outcome.ts';

const oncePerMs = 1_000;

/**
 * Tells on the error output how far an import or a job is. On a terminal the line is written over; elsewhere,
 * in a log for example, there is at most one line a second.
 */
export function progressLine(io: Pick<Io, 'err' | 'errIsTerminal'>, begunAt: number, noun = 'key') {
  let shownAt = 0;
  let shown = false;
  return {
    show: (count: number) => {
      const now = Date.now();
      if (!io.errIsTerminal && now - shownAt < oncePerMs) return;
      shownAt = now;
      shown = true;
      const rate = rateOf(count, (now - begunAt) / 1_000, noun);
      const text = [counted(count, noun), ...rate].join(', ');
      io.err(io.errIsTerminal ? `\r${text}\u001b[K` : `${text}\n`);
    },
    end: () => {
      if (shown && io.errIsTerminal) io.err('\n');
    },
  };
}

/** Keys (or what they are) a second, or nothing for what was over too soon to have a rate. */
export function rateOf(count: number, seconds: number, noun = 'key'): string[] {
  return seconds < 1 ? [] : [`${readable(count / seconds)} ${noun}s/s`];
}
