import {
  bindingOf,
  type ContractView,
  cooldownEndsAt,
  type FailureGuard,
  type LockSubject,
  lockAt,
  lockOfAll,
  otpStateOf,
  tokensOf,
  type User,
} from '@warifu/engine';
import { liftersOf } from '@warifu/service';
import type * as wire from '@warifu/wire';
import { deskBodies } from './desk-bodies.ts';
import type { Today } from './today.ts';
import { instantOrNull, instantText } from './wire-values.ts';

/** A user is stopped by a lock of his own or by one of the token that he shares. */
export function userOtp(user: User, view: ContractView | undefined, today: Today): wire.UserOtp {
  const binding = view && bindingOf(view, user.id);
  const stop = view && stopOf(view, user, today);
  const unlocked = view ? otpStateOf(view, user, today) : 'unregistered';
  return {
    state: stop ? 'locked' : unlocked,
    token_id: binding?.tokenId ?? null,
    locked: stop ? stop.lock : null,
    cooldown_ends_at: unlocked === 'revoking' ? pauseEnd(user, today) : null,
    help: view ? helpFor(view, stop?.subject ?? null, today) : null,
  };
}

/** The lock that stops him and what it is on: his own, or that of the token that ends first. */
function stopOf(view: ContractView, user: User, { now }: Today) {
  const own = lockBody(user.guard, now);
  if (own) return { lock: own, subject: { scope: 'user_otp', user } as const };
  const tokens = tokensOf(view, user.id);
  const first = lockOfAll(tokens, now);
  const token = first && tokens.find(({ guard }) => guard.lock === first);
  const lock = token && lockBody(token.guard, now);
  if (!lock) return undefined;
  const { id: tokenId, guard } = token;
  return { lock, subject: { scope: 'token', tokenId, guard } as const };
}

/** Who can lift the lock, or the customer's stop, which is the desk's alone. */
function helpFor(
  view: ContractView,
  locked: LockSubject | null,
  { now, policy }: Today,
): wire.UserOtp['help'] {
  const stopped = view.contract.stoppedAt !== null && policy.emergency_stop;
  if (!stopped && !locked) return null;
  const { userIds, desk } =
    stopped || !locked
      ? { userIds: [], desk: policy.emergency_stop?.lifted_by_desk }
      : liftersOf(view, locked, { policy, now });
  const at = deskBodies(policy, now).find((one) => one.id === desk);
  return { user_ids: [...userIds], desk: at ?? null };
}

function pauseEnd(user: User, { policy }: Today): string | null {
  const ends = (['login', 'registration'] as const).map((what) =>
    cooldownEndsAt(user, policy, what),
  );
  return instantOrNull(ends.find((endsAt) => endsAt !== null) ?? null);
}

/** A lock that holds now: a temporary one that has run out is none. */
export function lockBody(guard: FailureGuard, now: number): wire.LockState | null {
  const lock = lockAt(guard, now);
  return (
    lock && {
      since: instantText(lock.lockedAt),
      cause: lock.cause,
      lifts_at: instantOrNull(lock.liftsAt),
    }
  );
}
