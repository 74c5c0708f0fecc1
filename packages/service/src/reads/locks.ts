import {
  type LockSubject,
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
  readonly cause: 'threshold' | 'cap';
  readonly lifters: { readonly userIds: readonly string[]; readonly desk: string | null };
}

/** The locks of a contract now; undefined when there is no such contract in the institution. */
export async function readLocks(
  deps: ServiceDeps,
  institutionId: string,
  contractId: string,
): Promise<readonly LockReading[] | undefined> {
  const view = await deps.store.queries.contract(institutionId, { contractId });
  const policy = deps.policies.inForce(institutionId, deps.clock.now())?.policy;
  if (!view || !policy) return undefined;
  const { unlock } = policy.lockout;
  const lifters = (subject: LockSubject) => {
    const userIds = usersWhoCanUnlock(view, subject, policy).map((user) => user.id);
    const desk = unlock.desk_when === 'always' || userIds.length === 0 ? unlock.desk : null;
    return { userIds, desk };
  };
  const users = view.users.flatMap((user): LockReading[] =>
    user.guard.lock && user.state === 'active'
      ? [
          {
            contractId,
            subject: { scope: 'user_otp', user },
            affectedUserIds: [user.id],
            ...user.guard.lock,
            lifters: lifters({ scope: 'user_otp', user }),
          },
        ]
      : [],
  );
  const tokens = view.tokens.flatMap((token): LockReading[] =>
    token.guard.lock
      ? [
          {
            contractId,
            subject: { scope: 'token', token },
            affectedUserIds: sharersOf(view, token.id).map((user) => user.id),
            ...token.guard.lock,
            lifters: lifters({ scope: 'token', tokenId: token.id, guard: token.guard }),
          },
        ]
      : [],
  );
  return [...users, ...tokens];
}
