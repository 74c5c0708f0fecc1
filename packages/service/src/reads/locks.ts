import {
  type LockCause,
  type LockSubject,
  lockAt,
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
  const { unlock } = policy.lockout;
  const lifters = (subject: LockSubject) => {
    const userIds = usersWhoCanUnlock(view, subject, { policy, now }).map((user) => user.id);
    const desk = unlock.desk_when === 'always' || userIds.length === 0 ? unlock.desk : null;
    return { userIds, desk };
  };
  const users = view.users.flatMap((user): LockReading[] => {
    const lock = user.state === 'active' ? lockAt(user.guard, now) : null;
    if (!lock) return [];
    const subject = { scope: 'user_otp', user } as const;
    return [
      { contractId, subject, affectedUserIds: [user.id], ...lock, lifters: lifters(subject) },
    ];
  });
  const tokens = view.tokens.flatMap((token): LockReading[] => {
    const lock = lockAt(token.guard, now);
    if (!lock) return [];
    const affectedUserIds = sharersOf(view, token.id).map((user) => user.id);
    const asked = { scope: 'token', tokenId: token.id, guard: token.guard } as const;
    const subject = { scope: 'token', token } as const;
    return [{ contractId, subject, affectedUserIds, ...lock, lifters: lifters(asked) }];
  });
  return [...users, ...tokens];
}
