import {
  type ContractView,
  type LockCause,
  type LockScope,
  type LockSubject,
  lockAt,
  lockScopeOf,
  type Policy,
  sharersOf,
  type Token,
  type User,
  usersWhoCanUnlock,
} from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';

/** One lock of a contract: whom it stops, since when, and who can lift it. */
export interface LockReading {
  readonly contractId: string;
  readonly subject:
    | { readonly scope: 'user_otp'; readonly user: User }
    | { readonly scope: 'token'; readonly token: Token };
  /** What the lock stops, as the policy says for these tokens. */
  readonly stops: LockScope;
  readonly affectedUserIds: readonly string[];
  readonly lockedAt: number;
  readonly cause: LockCause;
  /** When a temporary lock ends by itself. */
  readonly liftsAt: number | null;
  readonly lifters: { readonly userIds: readonly string[]; readonly desk: string | null };
}

/** The locks of a contract now; undefined when there is no such contract in the institution. */
export async function readLocks(
  deps: ServiceDeps,
  institutionId: string,
  contractId: string,
): Promise<readonly LockReading[] | undefined> {
  const view = await deps.store.queries.contract(institutionId, { contractId });
  const now = deps.clock.now();
  const policy = deps.policies.inForce(institutionId, now)?.policy;
  if (!view || !policy) return undefined;
  const lifters = (subject: LockSubject) => liftersOf(view, subject, { policy, now });
  const users = view.users.flatMap((user): LockReading[] => {
    const lock = user.state === 'active' ? lockAt(user.guard, now) : null;
    if (!lock) return [];
    const subject = { scope: 'user_otp', user } as const;
    const stops = stoppedBy(view, user.id, policy);
    const whom = { affectedUserIds: [user.id], lifters: lifters(subject) };
    return [{ contractId, subject, stops, ...whom, ...lock }];
  });
  const tokens = view.tokens.flatMap((token): LockReading[] => {
    const lock = lockAt(token.guard, now);
    if (!lock) return [];
    const affectedUserIds = sharersOf(view, token.id).map((user) => user.id);
    const asked = { scope: 'token', tokenId: token.id, guard: token.guard } as const;
    const subject = { scope: 'token', token } as const;
    const stops = 'token' as const;
    return [{ contractId, subject, stops, affectedUserIds, ...lock, lifters: lifters(asked) }];
  });
  return [...users, ...tokens];
}

/** Who can lift a lock now: users by ID, and the desk where the policy leaves it to one. */
export function liftersOf(
  view: ContractView,
  subject: LockSubject,
  context: { readonly policy: Policy; readonly now: number },
): LockReading['lifters'] {
  const { unlock } = context.policy.lockout;
  const userIds = usersWhoCanUnlock(view, subject, context).map((user) => user.id);
  const desk = unlock.desk_when === 'always' || userIds.length === 0 ? unlock.desk : null;
  return { userIds, desk };
}

/** What a lock of the user himself stops. One from tokens that lock alone is none of his. */
function stoppedBy(view: ContractView, userId: string, policy: Policy): LockScope {
  const scope = lockScopeOf(view, userId, policy);
  return scope === 'token' ? 'user_otp' : scope;
}
