import { answerCalls } from './child-calls.ts';
import type { LoadPlan } from './load-plan.ts';
import { runRound } from './load-round.ts';

/** The load generator: a process of its own, so that its CPU time is not counted as a server's. */
answerCalls((call) => {
  if (call.kind !== 'load') throw new Error(`the load generator does not know ${call.kind}`);
  return runRound(call.plan satisfies LoadPlan);
});
