import type { Day } from './day.ts';

/** One step of the day: which requirements it shows, what is done, and the playing of it. */
export interface Step<Stage = Day> {
  /** The requirements, as `S0-04`, `ALL-02` and `row 27`. */
  readonly ids: readonly string[];
  /** What is done, in a few words. */
  readonly does: string;
  /** Does it and gives what the server answered; throws `Surprise` when that is not what it should be. */
  readonly play: (day: Stage) => Promise<string>;
}

export interface Chapter<Stage = Day> {
  readonly title: string;
  readonly steps: readonly Step<Stage>[];
}
