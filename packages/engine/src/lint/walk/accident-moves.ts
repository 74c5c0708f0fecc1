import { bindingsOf, type ContractView, findToken } from '../../contract/contract-view.ts';
import { evolve } from '../../contract/evolve.ts';
import { withToken, withUser } from '../../contract/view-changes.ts';
import type { Decision } from '../../decision.ts';
import { decideRegistration } from '../../enrolment/decide-registration.ts';
import { decideRegistrationForUsers } from '../../enrolment/decide-registration-for-users.ts';
import { decideUnlock } from '../../lockout/decide-unlock.ts';
import { countFailure, type FailureGuard, type Lock, lockAt } from '../../lockout/guard.ts';
import { decideSelfService } from '../../self-service/decide-self-service.ts';
import type { User } from '../../user/user.ts';
import { decideVerification } from '../../verification/decide-verification.ts';
import { nameOf, type Place, stateAfter, statedFactors } from './moving.ts';
import { type Move, settled, type WalkState, type World } from './walk-state.ts';

/** What happens to people: wrong codes, and devices that are lost, stolen or broken. */
export function accidentMoves(place: Place): Move[] {
  return [...losses(place), ...lockouts(place), ...displaysUsedUp(place)];
}

function losses(place: Place): Move[] {
  const { state, situation } = place;
  const held = new Set(state.view.bindings.map((one) => one.tokenId));
  return [...held]
    .filter((id) => !state.gone.includes(id))
    .map((id) => {
      const owner = situation.users.find((user) =>
        bindingsOf(state.view, user.id).some((one) => one.tokenId === id),
      );
      const name = owner ? nameOf(place, owner) : { ja: '利用者', en: 'a user' };
      return {
        kind: 'accident',
        told: () => ({
          ja: `${name.ja}のトークンがなくなる`,
          en: `the token of ${name.en} is lost`,
        }),
        next: stateAfter(place, [], { gone: [...state.gone, id] }),
      };
    });
}

type Extent = 'first' | 'lasting' | 'cap';

function lockouts(place: Place): Move[] {
  const { world, situation } = place;
  const { temporary, unlock, cap, threshold } = world.policy.lockout;
  const repeats = unlock.roles.length > 0 || unlock.permission !== undefined || temporary !== null;
  const extents: Extent[] = ['first'];
  if (temporary !== null) extents.push('lasting');
  if (repeats && cap > threshold) extents.push('cap');
  const byUsers = situation.users.flatMap((user) =>
    isAsked(place, user) ? extents.flatMap((extent) => lockout(place, user, extent)) : [],
  );
  return [...byUsers, ...registrarLockouts(place)];
}

/** A user who meets no prompt cannot type a wrong code; nor does a lock happen twice. */
function isAsked({ state, situation }: Place, user: User): boolean {
  if (lockAt(user.guard, state.now)) return false;
  const bound = bindingsOf(state.view, user.id);
  if (bound.some((one) => findToken(state.view, one.tokenId)?.guard.lock)) return false;
  return bound.length > 0 || situation.atLogin(user) === 'registration_screen';
}

function lockout(place: Place, user: User, extent: Extent): Move[] {
  const next = guessedUntil(place, user, extent);
  if (!next) return [];
  const name = nameOf(place, user);
  const tellings = {
    first: [`${name.ja}が誤入力を重ねて停止される`, `${name.en} types wrong codes until the lock`],
    lasting: [
      `${name.ja}が一時停止を繰り返し、恒久停止になる`,
      `${name.en} types wrong codes after every pause until the lock lasts`,
    ],
    cap: [
      `${name.ja}が解除後も誤入力を重ね、累積の上限に達する`,
      `${name.en} types wrong codes after every unlock until the cap`,
    ],
  } as const;
  const [ja, en] = tellings[extent];
  return [{ kind: 'accident', told: () => ({ ja, en }), next }];
}

/** More wrong codes than any policy allows. */
const mostGuesses = 1_000;

/**
 * The first wrong code is decided as the engine decides it, which tells on whom it counts; those that
 * follow are counted there by the engine's own guard.
 */
function guessedUntil(place: Place, user: User, extent: Extent): WalkState | undefined {
  const { world, state } = place;
  const { policy } = world;
  const counted = wrongCode(place, user).events.find((event) => event.type === 'otp_refused');
  if (counted?.type !== 'otp_refused') return undefined;
  const { tokenId } = counted;
  const limits = policy.lockout;
  let { now } = state;
  let view = state.view;
  for (let guess = 0; guess < mostGuesses; guess++) {
    const guard = guardIn(view, user.id, tokenId);
    if (!guard) return undefined;
    const lock = lockAt(guard, now);
    if (lock && isReached(lock, extent)) return settled({ ...state, view, now }, policy);
    const lifted =
      lock && liftedInBetween(place, { view, lock, now, extent, userId: user.id, tokenId });
    if (lock && !lifted) return undefined;
    if (lifted) ({ view, now } = lifted);
    else
      view = withGuard(view, countFailure(guard, { limits, now, place: counted.place }), {
        userId: user.id,
        tokenId,
      });
  }
  return undefined;
}

function guardIn(view: ContractView, userId: string, tokenId: string | null) {
  return tokenId === null
    ? view.users.find((one) => one.id === userId)?.guard
    : findToken(view, tokenId)?.guard;
}

function withGuard(
  view: ContractView,
  guard: FailureGuard,
  { userId, tokenId }: { readonly userId: string; readonly tokenId: string | null },
): ContractView {
  return tokenId === null
    ? withUser(view, userId, (user) => ({ ...user, guard }))
    : withToken(view, tokenId, (token) => ({ ...token, guard }));
}

function isReached(lock: Lock, extent: Extent): boolean {
  if (extent === 'first') return true;
  return extent === 'cap' ? lock.cause === 'cap' : lock.liftsAt === null;
}

interface Lifting {
  readonly view: ContractView;
  readonly lock: Lock;
  readonly now: number;
  readonly extent: Extent;
  readonly userId: string;
  readonly tokenId: string | null;
}

/** A pause is waited out; otherwise a colleague lifts the lock, as he might again and again. */
function liftedInBetween(place: Place, lifting: Lifting) {
  const { view, lock, now, extent, userId, tokenId } = lifting;
  if (lock.liftsAt !== null) return { view, now: lock.liftsAt };
  if (extent === 'lasting') return undefined;
  const { policy } = place.world;
  const targets =
    tokenId === null ? { userIds: [userId], tokenIds: [] } : { userIds: [], tokenIds: [tokenId] };
  for (const actor of place.situation.users) {
    if (actor.id === userId && !policy.lockout.unlock.oneself) continue;
    if (!place.situation.canAct(actor, 'unlock_otp')) continue;
    const acting = { kind: 'user' as const, userId: actor.id };
    const decision = decideUnlock(view, { ...targets, acting }, { policy, now });
    if (!decision.ok) continue;
    return { view: evolve(view, decision.events, { now, limits: policy.lockout }), now };
  }
  return undefined;
}

function wrongCode({ world, state }: Place, user: User): Decision {
  const { view, now } = state;
  const context = { policy: world.policy, now };
  const wrong = { userId: user.id, matches: [], wellFormed: true };
  if (bindingsOf(view, user.id).length > 0) return decideVerification(view, wrong, context);
  const command = { ...wrong, ...registering(view, state), factors: factorsAt(world, now) };
  const { who_registers: who } = world.policy.enrolment;
  return who.includes('before_login')
    ? decideSelfService(view, { ...command, action: 'register' }, context)
    : decideRegistration(view, command, context);
}

function registering(view: ContractView, { gone }: WalkState) {
  const token = view.tokens.find((one) => !gone.includes(one.id));
  const second = { matches: [], wellFormed: true };
  return { bindingId: '', token, second, revokedTokenIds: [] };
}

function factorsAt({ policy }: World, now: number) {
  return statedFactors(policy.fixed_factors, now);
}

/** An administrator may lock himself while he registers tokens for others (S3-05). */
function registrarLockouts(place: Place): Move[] {
  const { world, state, situation } = place;
  const { policy } = world;
  const { registrar_roles: roles } = policy.enrolment;
  if (state.view.tokens.length === 0) return [];
  return situation.users.flatMap((user) => {
    if (!roles.includes(user.role) || lockAt(user.guard, state.now)) return [];
    if (!situation.canAct(user, 'register_for_users')) return [];
    const context = { policy, now: state.now };
    const command = {
      registrarId: user.id,
      targets: [{ userId: user.id, bindingId: '' }],
      matches: [],
      wellFormed: true,
      ...registering(state.view, state),
      factors: factorsAt(world, state.now),
    };
    let { view } = state;
    for (let guess = 0; guess < policy.lockout.threshold; guess++) {
      const { events } = decideRegistrationForUsers(view, command, context);
      view = evolve(view, events, { now: state.now, limits: policy.lockout });
    }
    const name = nameOf(place, user);
    return [
      {
        kind: 'accident' as const,
        told: () => ({
          ja: `${name.ja}が登録作業中の誤入力で停止される`,
          en: `${name.en} types wrong codes while registering tokens, until the lock`,
        }),
        next: settled({ ...state, view }, policy),
      },
    ];
  });
}

/** A device that ends after a number of displays shows its last code. */
function displaysUsedUp(place: Place): Move[] {
  const { world, state } = place;
  return state.view.tokens.flatMap((token) => {
    const one = world.policy.authenticators.find(
      ({ kind, lifetime }) => lifetime.ends === 'after_displays' && kind === 'hardware_hotp',
    );
    if (one?.lifetime.ends !== 'after_displays' || token.kind !== 'hotp') return [];
    const spent = one.lifetime.displays - 1;
    if (token.lastAcceptedStep >= spent) return [];
    const tokens = state.view.tokens.map((other) =>
      other.id === token.id ? { ...other, lastAcceptedStep: spent } : other,
    );
    return [
      {
        kind: 'accident' as const,
        told: () => ({ ja: '表示回数の上限に達する', en: 'a token shows its last code' }),
        next: settled({ ...state, view: { ...state.view, tokens } }, world.policy),
      },
    ];
  });
}
