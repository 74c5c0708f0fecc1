import { dateOf } from '../../calendar/dates.ts';
import {
  bindingsOf,
  type ContractView,
  findToken,
  sharersOf,
} from '../../contract/contract-view.ts';
import { evolve } from '../../contract/evolve.ts';
import { decideUnlock } from '../../lockout/decide-unlock.ts';
import { lockAt } from '../../lockout/guard.ts';
import { decideRequest } from '../../request/decide-request.ts';
import { decideRevocation } from '../../revocation/decide-revocation.ts';
import { isUsable } from '../../token/validity.ts';
import type { User } from '../../user/user.ts';
import { deskEverOpens } from '../lint-desks.ts';
import { deskNamed, formOnFile, moveBy, moveWith, nameOf, type Place, staffAt } from './moving.ts';
import type { Move } from './walk-state.ts';

/** Lifting locks and ending bindings: by colleagues, by oneself, and by the desk. */
export function careMoves(place: Place): Move[] {
  return [...unlocks(place), ...revocations(place), ...logins(place), ...deskTidies(place)];
}

interface Locked {
  readonly userIds: readonly string[];
  readonly tokenIds: readonly string[];
  readonly whom: { readonly ja: string; readonly en: string };
}

function lockedOnes(place: Place): Locked[] {
  const { view, now } = place.state;
  const users = view.users.filter((user) => lockAt(user.guard, now));
  const tokens = view.tokens.filter((token) => lockAt(token.guard, now));
  return [
    ...users.map((user) => ({ userIds: [user.id], tokenIds: [], whom: nameOf(place, user) })),
    ...tokens.map((token) => ({
      userIds: [],
      tokenIds: [token.id],
      whom: holders(place, token.id),
    })),
  ];
}

function holders(place: Place, tokenId: string) {
  const names = sharersOf(place.state.view, tokenId).map((user) => nameOf(place, user));
  const [ja, en] = [
    names.map((one) => one.ja).join('・'),
    names.map((one) => one.en).join(' and '),
  ];
  return { ja: `${ja}のトークン`, en: `the token of ${en}` };
}

function unlocks(place: Place): Move[] {
  const { world, state, situation } = place;
  const context = { policy: world.policy, now: state.now };
  const { desk } = world.policy.lockout.unlock;
  return lockedOnes(place).flatMap(({ whom, ...targets }) => {
    const byUsers = situation.users.flatMap((actor) => {
      if (!situation.canAct(actor, 'unlock_otp')) return [];
      const acting = { kind: 'user' as const, userId: actor.id };
      const name = nameOf(place, actor);
      return moveBy(place, decideUnlock(state.view, { ...targets, acting }, context), {
        kind: 'help',
        told: () => [
          `${name.ja}が${whom.ja}の停止を解除する`,
          `${name.en} lifts the lock of ${whom.en}`,
        ],
      });
    });
    if (!deskEverOpens(world.policy, desk)) return byUsers;
    const label = deskNamed(place, desk);
    const filed = withUnlockForm(place);
    const byDesk = moveBy(
      place,
      decideUnlock(filed, { ...targets, acting: staffAt(desk) }, context),
      {
        kind: 'help',
        view: filed,
        told: () => [
          `${label.ja}が${whom.ja}の停止を解除する`,
          `${label.en} lifts the lock of ${whom.en}`,
        ],
      },
    );
    return [...byUsers, ...byDesk];
  });
}

/** The customer hands in what the policy asks for; the desk then acts on it. */
function withUnlockForm({ world, state }: Place): ContractView {
  const { policy } = world;
  const { documents } = policy.lockout.unlock;
  if (documents.length === 0) return state.view;
  const decision = decideRequest(
    state.view,
    {
      requestId: formOnFile,
      kind: 'unlock',
      channel: 'paper',
      userId: null,
      filedOn: dateOf(state.now, policy.institution.time_zone),
      documents,
    },
    { policy, now: state.now },
  );
  return evolve(state.view, decision.events, { now: state.now, limits: policy.lockout });
}

/** Bindings are ended where their device is of no use, and, where that costs something, also by mistake. */
function revocations(place: Place): Move[] {
  const { world, state, situation } = place;
  const { policy } = world;
  const { revocation } = policy;
  const context = { policy, now: state.now };
  return situation.users.flatMap((target) => {
    const why = needOf(place, target);
    if (why === null) return [];
    const reason = why === 'gone' ? ('lost' as const) : ('revoked' as const);
    const command = { target: { userIds: [target.id] }, reason };
    const whom = nameOf(place, target);
    const kind = why === 'mistake' ? ('choice' as const) : ('help' as const);
    const byUsers = situation.users.flatMap((actor) => {
      if (!situation.canAct(actor, 'revoke_token')) return [];
      const acting = { kind: 'user' as const, userId: actor.id };
      const name = nameOf(place, actor);
      return moveBy(place, decideRevocation(state.view, { ...command, acting }, context), {
        kind,
        told: () => [
          `${name.ja}が${whom.ja}のトークンを失効させる`,
          `${name.en} revokes the token of ${whom.en}`,
        ],
      });
    });
    if (why === 'mistake' || !deskEverOpens(policy, revocation.desk)) return byUsers;
    const acting = staffAt(revocation.desk);
    const label = deskNamed(place, revocation.desk);
    const byDesk = moveBy(place, decideRevocation(state.view, { ...command, acting }, context), {
      kind,
      told: () => [
        `${label.ja}が${whom.ja}のトークンを失効させる`,
        `${label.en} revokes the token of ${whom.en}`,
      ],
    });
    return [...byUsers, ...byDesk];
  });
}

function needOf({ world, state }: Place, user: User): 'gone' | 'useless' | 'mistake' | null {
  const { policy } = world;
  const [binding] = bindingsOf(state.view, user.id);
  const token = binding && findToken(state.view, binding.tokenId);
  if (!token) return null;
  if (state.gone.includes(token.id)) return 'gone';
  if (!isUsable(token, state.now, policy) || lockAt(token.guard, state.now)) return 'useless';
  const { cooldown, reuse } = policy.revocation;
  return cooldown !== null || !reuse ? 'mistake' : null;
}

/** Where a registration takes effect at the next login, users log in. */
function logins(place: Place): Move[] {
  const { world, situation, state } = place;
  if (world.policy.enrolment.takes_effect === 'at_once') return [];
  return situation.users.flatMap((user) => {
    const startedAt = Math.max(-1, ...bindingsOf(state.view, user.id).map((one) => one.startedAt));
    const since = user.lastLoginAt ?? 0;
    if (startedAt < since || situation.atLogin(user) === 'refused') return [];
    const name = nameOf(place, user);
    const event = { type: 'user_logged_in' as const, userId: user.id, at: state.now + 1 };
    return [
      moveWith(place, [event], {
        kind: 'help',
        told: () => [`${name.ja}がログインし直す`, `${name.en} logs in again`],
      }),
    ];
  });
}

/** A desk takes back devices that nobody is bound to when they stand in the way of new ones. */
function deskTidies(place: Place): Move[] {
  const { world, state } = place;
  const { policy } = world;
  const { desk } = policy.revocation;
  if (state.view.tokens.length < 3 || !deskEverOpens(policy, desk)) return [];
  const bound = new Set(state.view.bindings.map((one) => one.tokenId));
  const label = deskNamed(place, desk);
  return state.view.tokens
    .filter((token) => !bound.has(token.id))
    .flatMap((token) => {
      const command = {
        target: { tokenId: token.id },
        reason: 'revoked' as const,
        acting: staffAt(desk),
      };
      const context = { policy, now: state.now };
      return moveBy(place, decideRevocation(state.view, command, context), {
        kind: 'help',
        told: () => [
          `${label.ja}が使われないトークンを引き取る`,
          `${label.en} takes an unused token back`,
        ],
      });
    });
}
