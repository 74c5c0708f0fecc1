import {
  bindingOf,
  type ContractView,
  findToken,
  findUser,
  type Lock,
  lockScopeFor,
  type RefusalReason,
  usersWhoCanUnlock,
} from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';

/** What a refused user had best do next; told only to those who may know the cause (ALL-07). */
export type RetryAdvice = 'next_code' | 'after' | 'ask_administrator' | 'ask_bank' | 'none';

/** Who can lift the lock that a user may be under; asked before a verification by a rich client. */
export interface LockAdvice {
  readonly administratorCan: boolean;
}

/** Whose prompt it is: by himself, by his challenge, or by a token that he holds. */
export type PromptSubject =
  | { readonly userId: string }
  | { readonly challengeId: string }
  | { readonly tokenId: string };

function subjectUserId(view: ContractView, by: PromptSubject): string | undefined {
  if ('userId' in by) return by.userId;
  if ('challengeId' in by) return view.challenges[0]?.userId;
  return view.bindings.find((one) => one.tokenId === by.tokenId && one.endedAt === null)?.userId;
}

/** Whether somebody at the customer's could lift the user's lock now, if he is or gets locked. */
export async function readLockAdvice(
  deps: ServiceDeps,
  institutionId: string,
  by: PromptSubject,
): Promise<LockAdvice> {
  const view = await deps.store.queries.contract(institutionId, by);
  const now = deps.clock.now();
  const policy = deps.policies.inForce(institutionId, now)?.policy;
  const userId = view && subjectUserId(view, by);
  const user = view && userId !== undefined ? findUser(view, userId) : undefined;
  if (!view || !policy || !user) return { administratorCan: false };
  const binding = bindingOf(view, user.id);
  const token = binding && findToken(view, binding.tokenId);
  const subject =
    token && lockScopeFor(token, policy) === 'token'
      ? ({ scope: 'token', tokenId: token.id, guard: token.guard } as const)
      : ({ scope: 'user_otp', user } as const);
  return { administratorCan: usersWhoCanUnlock(view, subject, { policy, now }).length > 0 };
}

/**
 * The advice for a refusal, by the lock that holds after it: the guess that locks is told what helps,
 * not to try the next code. A temporary lock wants patience only; one at the cap is the
 * institution's alone to lift (ALL-06).
 */
export function retryAdvice(
  reason: RefusalReason | null,
  advice: LockAdvice,
  lock: Lock | null = null,
): RetryAdvice {
  if (lock && lock.liftsAt !== null) return 'after';
  const institutions = lock?.cause === 'cap' || lock?.cause === 'registration';
  const anAdministratorCan = advice.administratorCan && !institutions;
  const whenLocked = anAdministratorCan ? 'ask_administrator' : 'ask_bank';
  switch (reason) {
    case null:
      return 'none';
    case 'code_wrong':
    case 'code_malformed':
    case 'code_replayed':
    case 'serial_unknown':
      return lock ? whenLocked : 'next_code';
    case 'user_locked':
    case 'token_locked':
      return whenLocked;
    default:
      return 'ask_bank';
  }
}
