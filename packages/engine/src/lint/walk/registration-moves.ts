import { bindingsOf, findToken } from '../../contract/contract-view.ts';
import type { Decision } from '../../decision.ts';
import { decideRegistration } from '../../enrolment/decide-registration.ts';
import { decideRegistrationForUsers } from '../../enrolment/decide-registration-for-users.ts';
import { newSoftwareToken } from '../../issuance/software-token.ts';
import { lockAt } from '../../lockout/guard.ts';
import { decideSelfService } from '../../self-service/decide-self-service.ts';
import type { Token } from '../../token/token.ts';
import { isUsable } from '../../token/validity.ts';
import type { User } from '../../user/user.ts';
import { isPosted } from '../posted-kinds.ts';
import { issueMoves } from './issue-moves.ts';
import { moveBy, nameOf, type Place, statedFactors, type Told } from './moving.ts';
import { freeTokenId, kindsFor } from './post-moves.ts';
import { nextStep } from './situation.ts';
import { type Move, mostTokens } from './walk-state.ts';

/** Users come to their tokens: by themselves, through an administrator, before or after the login. */
export function registrationMoves(place: Place): Move[] {
  const needy = place.situation.users.filter((user) => !hasGoodToken(place, user));
  return [
    ...needy.flatMap((user) => [
      ...tokensAtHand(place).flatMap((token) => [
        ...afterLogin(place, user, token),
        ...beforeLogin(place, user, token),
      ]),
      ...issueMoves(place, user),
    ]),
    ...byAdministrator(place, needy),
  ];
}

function hasGoodToken({ world, state }: Place, user: User): boolean {
  return bindingsOf(state.view, user.id).some(({ tokenId }) => {
    const token = findToken(state.view, tokenId);
    return (
      token !== undefined &&
      !state.gone.includes(tokenId) &&
      isUsable(token, state.now, world.policy) &&
      !lockAt(token.guard, state.now)
    );
  });
}

/** Devices that came by post, perhaps with a colleague already, and an app that shows an ID of its own. */
function tokensAtHand(place: Place): Token[] {
  const { state } = place;
  const held = state.view.tokens.filter((token) => !state.gone.includes(token.id));
  const full = state.view.tokens.length >= mostTokens;
  return full ? held : [...held, ...kindsFor(place).flatMap((kind) => ownCredential(place, kind))];
}

function ownCredential(place: Place, kind: ReturnType<typeof kindsFor>[number]): Token[] {
  if (isPosted(kind) || kind.registration !== 'serial') return [];
  const id = freeTokenId(place);
  const named = { id, institutionId: '', contractId: null, serial: id, deviceId: id };
  return [newSoftwareToken(kind, { ...named, now: place.state.now })];
}

function afterLogin(place: Place, user: User, token: Token): Move[] {
  const { world, state, situation } = place;
  if (situation.atLogin(user) === 'refused') return [];
  const name = nameOf(place, user);
  const command = {
    userId: user.id,
    bindingId: bindingId(user, token),
    ...proofOf(place, [user], token),
  };
  const context = { policy: world.policy, now: state.now };
  return registered(place, token, {
    decision: decideRegistration(state.view, command, context),
    told: [`${name.ja}がトークンを登録する`, `${name.en} registers a token`],
  });
}

/** 利用登録/交換 from the login page; an exchange has the old code only while the old device is there. */
function beforeLogin(place: Place, user: User, token: Token): Move[] {
  const { world, state, situation } = place;
  const { policy } = world;
  const context = { policy, now: state.now };
  const name = nameOf(place, user);
  const [binding] = bindingsOf(state.view, user.id);
  const held = binding && findToken(state.view, binding.tokenId);
  const old =
    held && situation.hasCode(user)
      ? { tokenId: held.id, matches: [nextStep(held, state.now)], wellFormed: true }
      : undefined;
  return (['register', 'exchange'] as const).flatMap((action) => {
    const command = {
      action,
      old: action === 'exchange' ? old : undefined,
      userId: user.id,
      bindingId: bindingId(user, token),
      ...proofOf(place, [user], token),
    };
    const verb = action === 'register' ? ['登録', 'registers'] : ['交換', 'exchanges'];
    return registered(place, token, {
      decision: decideSelfService(state.view, command, context),
      told: [
        `${name.ja}がログイン画面からトークンを${verb[0]}する`,
        `${name.en} ${verb[1]} a token from the login page`,
      ],
    });
  });
}

function byAdministrator(place: Place, needy: readonly User[]): Move[] {
  const { world, state, situation } = place;
  const { policy } = world;
  const registrar = situation.users.find(
    (one) =>
      policy.enrolment.registrar_roles.includes(one.role) &&
      !lockAt(one.guard, state.now) &&
      situation.canAct(one, 'register_for_users'),
  );
  if (!registrar) return [];
  const by = nameOf(place, registrar);
  const groups = needy.length > 1 ? [...needy.map((user) => [user]), [...needy]] : [[...needy]];
  return groups.flatMap((users) =>
    users.length === 0
      ? []
      : tokensAtHand(place).flatMap((token) => {
          const targets = users.map((user) => ({
            userId: user.id,
            bindingId: bindingId(user, token),
          }));
          const command = { registrarId: registrar.id, targets, ...proofOf(place, users, token) };
          const context = { policy, now: state.now };
          const names = users.map((user) => nameOf(place, user));
          return registered(place, token, {
            decision: decideRegistrationForUsers(state.view, command, context),
            told: [
              `${by.ja}が${names.map((one) => one.ja).join('・')}のトークンを登録する`,
              `${by.en} registers a token for ${names.map((one) => one.en).join(' and ')}`,
            ],
          });
        }),
  );
}

function bindingId(user: User, token: Token): string {
  return `${user.id} ${token.id}`;
}

/** Everything that a policy may ask as proof, given rightly. */
function proofOf({ world, state }: Place, users: readonly User[], token: Token) {
  const step = nextStep(token, state.now);
  return {
    token,
    matches: [step],
    wellFormed: true,
    second: { matches: [step + 1], wellFormed: true },
    factors: statedFactors(world.policy.fixed_factors, state.now),
    revokedTokenIds: state.revoked.flatMap((pair) => {
      const [userId = '', tokenId = ''] = pair.split(' ');
      return users.some((user) => user.id === userId) ? [tokenId] : [];
    }),
  };
}

interface Registered {
  readonly decision: Decision;
  readonly told: Told;
}

function registered(place: Place, token: Token, { decision, told }: Registered): Move[] {
  const { state } = place;
  const known = state.view.tokens.some((one) => one.id === token.id);
  const view = known ? state.view : { ...state.view, tokens: [...state.view.tokens, token] };
  return moveBy(place, decision, { kind: 'help', view, told: () => told });
}
