import { bindingsOf, type ContractView, findToken } from '../../contract/contract-view.ts';
import { evolve } from '../../contract/evolve.ts';
import type { Decision } from '../../decision.ts';
import { decideRegistration } from '../../enrolment/decide-registration.ts';
import { decideRegistrationForUsers } from '../../enrolment/decide-registration-for-users.ts';
import { decideUnlock } from '../../lockout/decide-unlock.ts';
import { type Lock, lockAt } from '../../lockout/guard.ts';
import { usersWhoCanUnlock } from '../../lockout/who-can-unlock.ts';
import { decideSelfService } from '../../self-service/decide-self-service.ts';
import type { User } from '../../user/user.ts';
import { decideVerification } from '../../verification/decide-verification.ts';
import { nameOf, type Place, stateAfter } from './moving.ts';
import { statedFactors } from './registration-moves.ts';
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

function guessedUntil(place: Place, user: User, extent: Extent): WalkState | undefined {
  const { world } = place;
  const { policy } = world;
  let { view, now } = place.state;
  for (let guess = 0; guess < mostGuesses; guess++) {
    const lock = newLock(view, place.state.view, now);
    if (lock && isReached(lock, extent)) return settled({ ...place.state, view, now }, policy);
    if (lock) {
      const lifted = liftedInBetween(place, view, { lock, now, extent });
      if (!lifted) return undefined;
      ({ view, now } = lifted);
      continue;
    }
    const decision = wrongCode(place, view, { user, now });
    if (decision.events.length === 0) return undefined;
    view = evolve(view, decision.events, { now, limits: policy.lockout });
  }
  return undefined;
}

function isReached(lock: Lock, extent: Extent): boolean {
  if (extent === 'first') return true;
  return extent === 'cap' ? lock.cause === 'cap' : lock.liftsAt === null;
}

/** The lock that was not there before the guessing began. */
function newLock(view: ContractView, before: ContractView, now: number): Lock | undefined {
  const locks = (one: ContractView) =>
    [...one.users, ...one.tokens].flatMap((subject) => {
      const lock = lockAt(subject.guard, now);
      return lock ? [{ id: subject.id, lock }] : [];
    });
  const known = new Set(locks(before).map((one) => one.id));
  return locks(view).find((one) => !known.has(one.id))?.lock;
}

interface Lifting {
  readonly lock: Lock;
  readonly now: number;
  readonly extent: Extent;
}

/** A pause is waited out; otherwise a colleague lifts the lock, as he might again and again. */
function liftedInBetween(place: Place, view: ContractView, { lock, now, extent }: Lifting) {
  if (lock.liftsAt !== null) return { view, now: lock.liftsAt };
  if (extent === 'lasting') return undefined;
  const { policy } = place.world;
  const user = view.users.find((one) => one.guard.lock === lock);
  const token = view.tokens.find((one) => one.guard.lock === lock);
  const subject = user
    ? ({ scope: 'user_otp', user } as const)
    : token && ({ scope: 'token', tokenId: token.id, guard: token.guard } as const);
  if (!subject) return undefined;
  const actor = usersWhoCanUnlock(view, subject, { policy, now }).find((one) =>
    place.situation.canAct(one, 'unlock_otp'),
  );
  if (!actor) return undefined;
  const command = {
    userIds: user ? [user.id] : [],
    tokenIds: token ? [token.id] : [],
    acting: { kind: 'user' as const, userId: actor.id },
  };
  const decision = decideUnlock(view, command, { policy, now });
  if (!decision.ok) return undefined;
  return { view: evolve(view, decision.events, { now, limits: policy.lockout }), now };
}

function wrongCode(
  { world, state }: Place,
  view: ContractView,
  { user, now }: { readonly user: User; readonly now: number },
): Decision {
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
