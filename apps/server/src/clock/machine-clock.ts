import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import type { Boot, MachineClock } from '@warifu/service';

/** The clock of this machine, with the two that nobody sets beside it. */
export const systemClock: MachineClock = {
  now: () => Date.now(),
  elapsedMs: () => performance.now(),
  boot: thisBoot,
};

/** Linux names each start of the machine; how long ago it was counts sleep, as the clock does. */
function thisBoot(): Boot | null {
  try {
    const id = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return /^[\w-]{1,64}$/.test(id) ? { id, upMs: uptime() * 1_000 } : null;
  } catch {
    return null;
  }
}
