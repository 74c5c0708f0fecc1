import { nextBusinessDay } from '../calendar/business-days.ts';
import { addDays, dateOf, startOfDay } from '../calendar/dates.ts';
import type { Contract } from '../contract/contract.ts';
import { bindingsOf, type ContractView, findToken, tokensOf } from '../contract/contract-view.ts';
import { lockAt } from '../lockout/guard.ts';
import { lockOfAll, lockScopeOf } from '../lockout/lock-scope.ts';
import { type OperationKind, operationKindOf } from '../policy/operations.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { isCutOver, isExpired } from '../token/validity.ts';
import type { User } from '../user/user.ts';
import type { StatedFacts } from './challenge-rules.ts';

/**
 * What stops an operation of a user whatever he proves: the customer's emergency stop, a lock of the
 * whole service, a cooldown after a revocation, money held after a registration, a limit, and same-day
 * transfers that are not resumed yet.
 */
export const standingObstacles = [
  'emergency_stopped',
  'user_locked',
  'token_locked',
  'cooldown',
  'held_after_registration',
  'same_day_suspended',
  'over_limit',
] as const;

export type StandingObstacle = (typeof standingObstacles)[number];

export interface Standing {
  readonly reason: StandingObstacle;
  /** When it ends by itself; null when somebody must lift it. */
  readonly endsAt: number | null;
}

interface ObstacleContext {
  readonly policy: Policy;
  readonly now: number;
}

/** The first obstacle that stands, or null. */
export function standingObstacle(
  view: ContractView,
  user: User,
  { facts, ...context }: ObstacleContext & { readonly facts: StatedFacts },
): Standing | null {
  const { policy, now } = context;
  if (view.contract.stoppedAt !== null && policy.emergency_stop !== null)
    return { reason: 'emergency_stopped', endsAt: null };
  const kind = operationKindOf(policy, facts.operation);
  const lock = lockObstacle(view, user, { ...context, kind });
  if (lock) return lock;
  const pausedUntil = kind === 'login' ? cooldownEndsAt(user, policy, 'login') : null;
  if (pausedUntil !== null && now < pausedUntil) return { reason: 'cooldown', endsAt: pausedUntil };
  if (kind !== 'sending') return null;
  return sendingObstacle(view, user, { ...context, facts });
}

/** A lock that stops even what asks no code: the whole service (S2-04), or what the policy adds. */
function lockObstacle(
  view: ContractView,
  user: User,
  { policy, now, kind }: ObstacleContext & { readonly kind: OperationKind },
): Standing | null {
  const also = policy.lockout.also_stops.some((one) => one === kind);
  const own = lockAt(user.guard, now);
  if (own && (also || lockScopeOf(view, user.id, policy) === 'user_service'))
    return { reason: 'user_locked', endsAt: own.liftsAt };
  const shared = also ? lockOfAll(tokensOf(view, user.id), now) : null;
  return shared && { reason: 'token_locked', endsAt: shared.liftsAt };
}

/** When the pause after a revocation ends for what it refuses; null when there is none (S2-07). */
export function cooldownEndsAt(
  user: User,
  { revocation }: Policy,
  what: 'login' | 'registration',
): number | null {
  const { cooldown } = revocation;
  if (user.lastRevokedAt === null || !cooldown?.refuses.includes(what)) return null;
  return user.lastRevokedAt + cooldown.minutes * 60_000;
}

function sendingObstacle(
  view: ContractView,
  user: User,
  { facts, policy, now }: ObstacleContext & { readonly facts: StatedFacts },
): Standing | null {
  const heldUntil = holdEndsAt(view, user, policy);
  if (heldUntil !== null && now < heldUntil)
    return { reason: 'held_after_registration', endsAt: heldUntil };
  if (facts.sameDay && policy.same_day?.operations.includes(facts.operation)) {
    const resumesAt = sameDayResumesAt(view.contract, policy);
    if (resumesAt === null || now < resumesAt)
      return { reason: 'same_day_suspended', endsAt: resumesAt };
  }
  const limit = limitOf(view, user, { operation: facts.operation, policy, now });
  return limit !== null && facts.amountYen !== undefined && facts.amountYen > limit
    ? { reason: 'over_limit', endsAt: null }
    : null;
}

/** Every registration holds money, that of a further token too. */
function holdEndsAt(view: ContractView, user: User, { enrolment }: Policy): number | null {
  if (enrolment.hold_hours === 0) return null;
  const starts = bindingsOf(view, user.id).map((binding) => binding.startedAt);
  return starts.length === 0 ? null : Math.max(...starts) + enrolment.hold_hours * 3_600_000;
}

/**
 * Since when the user has had OTP by a token that still works, or null when he has none: an expired
 * one keeps no benefit, and a further one takes none away.
 */
function protectedSince(
  view: ContractView,
  user: User,
  { policy, now }: ObstacleContext,
): number | null {
  const starts = bindingsOf(view, user.id).flatMap(({ tokenId, startedAt }) => {
    const token = findToken(view, tokenId);
    const works = token && !isExpired(token, now, policy) && !isCutOver(token, now, policy);
    return works ? [startedAt] : [];
  });
  return starts.length === 0 ? null : Math.min(...starts);
}

/** From when same-day transfers are open again; null while something is missing (S3-09). */
export function sameDayResumesAt(contract: Contract, policy: Policy): number | null {
  const { confirmedAt } = contract.sameDay;
  if (confirmedAt === null || policy.same_day === null) return null;
  if (policy.same_day.resumes === 'at_once') return confirmedAt;
  const timeZone = policy.institution.time_zone;
  return startOfDay(nextBusinessDay(dateOf(confirmedAt, timeZone), policy.calendar), timeZone);
}

/** The most that a user may send by an operation now; null when the policy has no limit for it. */
export function limitOf(
  view: ContractView,
  user: User,
  { operation, policy, now }: ObstacleContext & { readonly operation: string },
): number | null {
  const limit = policy.limits.per_operation.find((one) => one.operations.includes(operation));
  if (!limit) return null;
  const startedAt = protectedSince(view, user, { policy, now });
  if (startedAt === null) return limit.without_otp_yen;
  if (policy.limits.rise === 'at_once') return limit.with_otp_yen;
  const timeZone = policy.institution.time_zone;
  const risesAt = startOfDay(addDays(dateOf(startedAt, timeZone), 1), timeZone);
  return now >= risesAt ? limit.with_otp_yen : limit.without_otp_yen;
}
