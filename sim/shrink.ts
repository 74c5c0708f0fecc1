import { type RunAsked, type RunResult, simulate } from './simulate.ts';

/** The shortest story that was found in which the same rule is broken. */
export interface Shrunk {
  readonly only: readonly number[];
  readonly result: RunResult;
}

const mostRuns = 120;

/**
 * Cuts scenes out of a failing run while it goes on failing by the same rule: first all after the
 * failure, then halves, quarters and so on of what is left. Each scene has its own dice, so those that
 * stay are played as before.
 */
export async function shrink(
  asked: RunAsked,
  found: RunResult,
  play: (asked: RunAsked) => Promise<RunResult> = simulate,
): Promise<Shrunk> {
  const { failure } = found;
  if (!failure) throw new Error('there is nothing to shrink in a run that is clean');
  const played = Math.min(asked.scenes, failure.scene + 1);
  const first = asked.only ?? Array.from({ length: played }, (_, index) => index);
  let best: Shrunk = { only: first.filter((one) => one < played), result: found };
  let left = mostRuns;
  for (let size = Math.ceil(best.only.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let start = 0; start < best.only.length && left > 0; left -= 1) {
      const only = best.only.filter((_, index) => index < start || index >= start + size);
      const result = await play({ ...asked, only });
      if (result.failure?.rule === failure.rule) best = { only, result };
      else start += size;
    }
  }
  return best;
}
