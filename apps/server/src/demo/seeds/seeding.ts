import type { DemoBank } from '../demo-bank.ts';
import type { DemoClock } from '../demo-clock.ts';
import type { DemoFob } from '../demo-token-file.ts';

/** What the seed of one institution works with. The clock stands at the real time before and after. */
export interface Seeding {
  readonly bank: DemoBank;
  /** Fobs in stock, if the institution has any. */
  readonly fobs: readonly DemoFob[];
  readonly clock: DemoClock;
}

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
