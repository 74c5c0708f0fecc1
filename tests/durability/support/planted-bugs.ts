import type { Warifu } from '@warifu/server';
import type { RunResult, Store, Work, WorkOutcome } from '@warifu/service';
import type { StoreHandle } from './store-handle.ts';

/**
 * Known bugs, put back on purpose, in the test's own server entry and nowhere else. A suite that
 * stays green with one of them in has failed; the tests that start a server with a bug say so.
 *
 *   synchronous_normal    commits are no longer synced (row 67)
 *   answer_before_commit  the answer leaves first, the commit comes right after it (row 67)
 *   commit_later          the same, with 20 ms between (rows 2, 12, 14, 69)
 *   count_with_answer     an answer that cannot be presented takes the count with it (row 13)
 */
export type PlantedBug =
  | 'synchronous_normal'
  | 'answer_before_commit'
  | 'commit_later'
  | 'count_with_answer';

/** Plants the named bug into an open Warifu, before it serves. */
export function plantBug(
  name: string,
  { deps: { store } }: Warifu,
  handle: Pick<StoreHandle, 'exec'>,
): void {
  switch (name) {
    case 'synchronous_normal':
      handle.exec('PRAGMA synchronous = NORMAL');
      break;
    case 'answer_before_commit':
      answerBeforeCommit(store);
      break;
    case 'commit_later':
      answerBeforeCommit(store, 20);
      break;
    case 'count_with_answer':
      countWithAnswer(store);
      break;
    default:
      throw new Error(`there is no planted bug "${name}"`);
  }
}

/** Decides on what is stored now, answers, and commits afterwards. */
function answerBeforeCommit(store: Store, delayMs?: number): void {
  const run = store.run.bind(store);
  store.run = async (work) => {
    const outcome = await decideOnly(run, work);
    const commit = () => void run(work).catch(() => undefined);
    // Without a delay it stands in line for the next batch, before whatever the client asks next.
    if (delayMs === undefined) commit();
    else setTimeout(commit, delayMs);
    return { kind: 'done', answer: outcome.answer, replayed: false };
  };
}

class NotYet extends Error {}

async function decideOnly(
  run: (work: Work) => Promise<RunResult>,
  work: Work,
): Promise<WorkOutcome> {
  let decided: WorkOutcome | undefined;
  const trial: Work = {
    scope: work.scope,
    decide: (loaded) => {
      decided = work.decide(loaded);
      throw new NotYet();
    },
  };
  await run(trial).catch((error: unknown) => {
    if (!(error instanceof NotYet)) throw error;
  });
  if (!decided) throw new Error('a trial run decided nothing');
  return decided;
}

/** An answer of status 500 is taken for a failure of the whole request, which is rolled back. */
export function countWithAnswer(store: Store): void {
  const run = store.run.bind(store);
  store.run = (work) =>
    run({
      ...work,
      decide: (loaded) => {
        const outcome = work.decide(loaded);
        if (outcome.answer.status === 500) throw new Error('the answer failed');
        return outcome;
      },
    });
}
