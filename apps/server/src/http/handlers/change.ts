import type { ActingParty, Lock, RefusalReason } from '@warifu/engine';
import type {
  ActResult,
  ApiClient,
  CallContext,
  IdempotencyClaim,
  StoredAnswer,
} from '@warifu/service';
import { type Acting, type ProblemCode, problemOf } from '@warifu/wire';
import { isPromptRefusal, refusalProblems } from './refusals.ts';

/** What of a call goes with every act. */
interface ActCall {
  readonly client: ApiClient;
  readonly source: string | null;
  /** Undefined for what apps call, whose answers are not stored. */
  readonly idempotency?: IdempotencyClaim | undefined;
}

interface Presentation<T> {
  readonly status: 200 | 201;
  /** The body of the answer; it runs before the commit, so it may not wait for anything. */
  readonly body: (value: T) => object;
  /** The body for a refusal at the prompt, where the act has one. */
  readonly refusal?: (reason: RefusalReason, lock: Lock | null) => object | undefined;
  /** What a refusal is outside, where it is not the usual. */
  readonly problem?: ((reason: RefusalReason) => ProblemCode) | undefined;
  readonly acting?: Acting | undefined;
}

/** The context of an act: who calls, on whose behalf, and how the outcome becomes the stored answer. */
export function contextOf<T>(
  { client, source, idempotency }: ActCall,
  { status, body, refusal, problem = problemCodeOf, acting }: Presentation<T>,
): CallContext<T> {
  return {
    client,
    source,
    idempotency,
    ...(acting === undefined ? {} : { acting: actingParty(acting) }),
    present: (result: ActResult<T>) => {
      if (result.ok) return stored(status, body(result.value));
      const told = refusal?.(result.reason, result.lock ?? null);
      return told ? stored(200, told) : storedProblem(problem(result.reason));
    },
    failed: internalAnswer,
  };
}

/** Who acts, as the engine knows him. */
export function actingParty(acting: Acting): ActingParty {
  if ('user_id' in acting) return { kind: 'user', userId: acting.user_id };
  const { staff_id: staffId, desk, evidence } = acting;
  return { kind: 'staff', staffId, desk, evidence };
}

function problemCodeOf(reason: RefusalReason): ProblemCode {
  if (isPromptRefusal(reason)) throw new Error(`the act has no prompt but was refused: ${reason}`);
  return refusalProblems[reason];
}

function stored(status: number, body: object): StoredAnswer {
  return { status, body: JSON.stringify(body) };
}

export function storedProblem(code: ProblemCode): StoredAnswer {
  const problem = problemOf(code);
  return stored(problem.status, problem);
}

const internalAnswer = storedProblem('internal');
