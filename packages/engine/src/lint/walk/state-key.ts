import { isObliged } from '../../adoption/obligation.ts';
import { startOfDay } from '../../calendar/dates.ts';
import { cooldownEndsAt } from '../../challenge/standing-obstacle.ts';
import { bindingsOf } from '../../contract/contract-view.ts';
import { graceOf } from '../../enrolment/grace.ts';
import { type FailureGuard, lockAt } from '../../lockout/guard.ts';
import type { Policy } from '../../policy/policy-schema.ts';
import { authenticatorOf } from '../../token/authenticator.ts';
import type { Token } from '../../token/token.ts';
import { isExpired } from '../../token/validity.ts';
import type { User } from '../../user/user.ts';
import type { WalkState, World } from './walk-state.ts';

/**
 * What of a state decisions look at, as a text: two states with one key have the same future. Instants
 * become what they mean now (grace runs or is over, a lock holds or has lifted), users of one class and
 * tokens of one kind are interchangeable, and counts below a limit are left out because the walk takes
 * the steps "until the lock" and "until the cap" whole.
 */
export function keyOf(keys: PartKeys, state: WalkState, world: World): string {
  let least: string | undefined;
  for (const order of world.orders) {
    const users = order.map((id) => keys.users.get(id)).join('/');
    const key = `${users}#${tokensIn(order, keys.tokens, state)}`;
    if (least === undefined || key < least) least = key;
  }
  return `${keys.contract}#${least}`;
}

/** The keys of the parts of a state: of the contract, of each user and of each token by itself. */
export interface PartKeys {
  readonly contract: string;
  readonly users: ReadonlyMap<string, string>;
  readonly tokens: ReadonlyMap<string, string>;
}

export function partKeysOf(state: WalkState, { policy }: World): PartKeys {
  const { users, tokens } = state.view;
  return {
    contract: contractKey(state, policy),
    users: new Map(users.map((user) => [user.id, userKey(user, state, policy)])),
    tokens: new Map(tokens.map((token) => [token.id, tokenKey(token, state, policy)])),
  };
}

/** What the answers to one user depend on: the contract, himself and his own tokens. */
export function ownKey(user: User, keys: PartKeys, { view }: WalkState, world: World): string {
  const held = bindingsOf(view, user.id).map((one) => keys.tokens.get(one.tokenId));
  const { users, contract } = keys;
  return [world.classes.get(user.id), contract, users.get(user.id), ...held.sort()].join('#');
}

function tokensIn(
  order: readonly string[],
  tokens: ReadonlyMap<string, string>,
  { view, revoked }: WalkState,
): string {
  const each = [...tokens].map(([tokenId, key]) => {
    const held = order.map((id) => {
      const bound = view.bindings.some((one) => one.tokenId === tokenId && one.userId === id);
      if (bound) return 'b';
      return revoked.includes(`${id} ${tokenId}`) ? 'r' : '-';
    });
    return key + held.join('');
  });
  return each.sort().join('/');
}

function contractKey({ view, now }: WalkState, policy: Policy): string {
  const { contract, users } = view;
  const { grace } = policy.enrolment;
  const everyone =
    grace?.lapses_on_enrolment && users.every((user) => user.firstEnrolledAt !== null);
  const colleague = grace?.ends_when_a_colleague_registers && contract.firstEnrolledAt !== null;
  return [
    everyone || colleague ? '-' : graceOf(contract, policy, now).state,
    contract.adoptedAt === null ? '' : 'a',
    contract.authenticator ?? '',
    contract.stoppedAt === null ? '' : 's',
    colleague ? 'c' : '',
    view.applications.length,
    isOver(policy, now) ? 'o' : '',
  ].join(',');
}

/** Whether the policy's migration is over; its date changes what may be posted. */
function isOver({ adoption: { migration }, institution }: Policy, now: number): boolean {
  return migration !== undefined && now >= startOfDay(migration.cut_over_on, institution.time_zone);
}

function userKey(user: User, state: WalkState, policy: Policy): string {
  const { now, view } = state;
  const bindings = bindingsOf(view, user.id);
  const { enrolment } = policy;
  const lapses = enrolment.grace?.lapses_on_enrolment && bindings.length === 0;
  const startedAt = Math.max(0, ...bindings.map((one) => one.startedAt));
  const later = enrolment.takes_effect === 'next_login' && startedAt > (user.lastLoginAt ?? 0);
  const held = enrolment.hold_hours > 0 && now < startedAt + enrolment.hold_hours * 3_600_000;
  return [
    guardKey(user.guard, now),
    policy.adoption.unit === 'user' && user.adoptedAt !== null ? 'a' : '',
    policy.adoption.unit === 'user' && user.optedOutAt !== null ? 'o' : '',
    lapses && user.firstEnrolledAt !== null ? 'e' : '',
    pauseKey(user, policy, now),
    later ? 'n' : '',
    held ? 'h' : '',
    isAskedToAdopt(user, state, policy) ? 'm' : '',
  ].join('');
}

/** An obligation says something only before OTP was adopted; then its dates tell no states apart. */
function isAskedToAdopt(user: User, { view, now }: WalkState, policy: Policy): boolean {
  const byUser = policy.adoption.unit === 'user';
  if (byUser ? user.adoptedAt !== null : view.contract.adoptedAt !== null) return false;
  return isObliged(view.contract, user, { policy, now });
}

function pauseKey(user: User, policy: Policy, now: number): string {
  const ends = (['login', 'registration'] as const).map((what) =>
    cooldownEndsAt(user, policy, what),
  );
  return ends.some((at) => at !== null && now < at) ? 'w' : '';
}

function guardKey(guard: FailureGuard, now: number): string {
  const lock = lockAt(guard, now);
  if (!lock) return '';
  if (lock.liftsAt !== null) return 'T';
  return lock.cause === 'cap' || lock.cause === 'registration' ? 'I' : 'L';
}

function tokenKey(token: Token, { now, gone }: WalkState, policy: Policy): string {
  return [
    authenticatorOf(token, policy)?.id,
    token.state === 'in_service' ? 'i' : 'd',
    isExpired(token, now, policy) ? 'x' : '',
    gone.includes(token.id) ? 'g' : '',
    token.suspendedAt === null ? '' : 's',
    token.lostReportedAt === null ? '' : 'l',
    guardKey(token.guard, now),
  ].join('');
}
