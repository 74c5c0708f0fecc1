import type { ContractView } from '../../contract/contract-view.ts';
import { evolve } from '../../contract/evolve.ts';
import { decideActivation } from '../../issuance/decide-activation.ts';
import { decideCompletion } from '../../issuance/decide-completion.ts';
import { decideIssue } from '../../issuance/decide-issue.ts';
import type { Issuance } from '../../issuance/issuance.ts';
import { newSoftwareToken } from '../../issuance/software-token.ts';
import { lockAt } from '../../lockout/guard.ts';
import type { Authenticator } from '../../policy/policy-schema.ts';
import type { User } from '../../user/user.ts';
import { isPosted } from '../posted-kinds.ts';
import { moveBy, nameOf, type Place, statedFactors } from './moving.ts';
import { freeTokenId, kindsFor } from './post-moves.ts';
import { nextStep } from './situation.ts';
import { type Move, mostTokens } from './walk-state.ts';

/** トークン発行, from the screen to the first code in one step, by the user or by an administrator. */
export function issueMoves(place: Place, user: User): Move[] {
  const { world, state, situation } = place;
  const { registrar_roles: roles } = world.policy.enrolment;
  if (state.view.tokens.length >= mostTokens) return [];
  const actors = situation.users.filter((one) => {
    if (lockAt(one.guard, state.now)) return false;
    if (one.id === user.id) return situation.atLogin(one) !== 'refused';
    return roles.includes(one.role) && situation.canAct(one, 'register_for_users');
  });
  const kinds = kindsFor(place).filter((kind) => !isPosted(kind) && kind.registration !== 'serial');
  return actors.flatMap((actor) => kinds.flatMap((kind) => issue(place, { user, actor, kind })));
}

interface Issue {
  readonly user: User;
  readonly actor: User;
  readonly kind: Authenticator;
}

function issue(place: Place, { user, actor, kind }: Issue): Move[] {
  const { world, state } = place;
  const { policy } = world;
  const context = { policy, now: state.now };
  const tokenId = freeTokenId(place);
  const begun = decideIssue(
    state.view,
    {
      issuanceId: 'issue',
      userId: user.id,
      authenticator: kind.id,
      activationPassword: '1'.repeat(kind.activation?.password_digits.to ?? 0),
      mailAddress: user.mailAddress,
      mailboxOf: (address) => address,
      mailTokenId: tokenId,
      acting: { kind: 'user', userId: actor.id },
    },
    context,
  );
  if (!begun.ok) return [];
  const mailed = begun.mailedCode ? { mailedCode: begun.mailedCode } : {};
  const token = newSoftwareToken(kind, {
    id: tokenId,
    institutionId: '',
    contractId: state.view.contract.id,
    serial: tokenId,
    deviceId: tokenId,
    now: state.now,
    ...mailed,
  });
  const opened = withIssuance(state.view, user, { kind, expiresAt: begun.expiresAt });
  const asked = evolve(
    { ...opened, tokens: [...opened.tokens, token] },
    begun.events,
    limitsOf(place),
  );
  const active = kind.mail_code ? asked : activated(place, asked, tokenId);
  if (!active) return [];
  const step =
    token.form === 'email' ? (token.mailedCode?.counter ?? 0) : nextStep(token, state.now);
  const decision = decideCompletion(
    active,
    {
      issuanceId: 'issue',
      bindingId: `${user.id} ${tokenId}`,
      code: { matches: [step], wellFormed: true },
      second: { matches: [step + 1], wellFormed: true },
      factors: statedFactors(policy.fixed_factors, state.now),
    },
    context,
  );
  const [name, by] = [nameOf(place, user), nameOf(place, actor)];
  return moveBy(place, decision, {
    kind: 'help',
    view: active,
    told: () =>
      actor.id === user.id
        ? [
            `${name.ja}がトークンを発行し、登録する`,
            `${name.en} is issued a token and registers it`,
          ]
        : [
            `${by.ja}が${name.ja}のトークンを発行し、登録する`,
            `${by.en} has a token issued for ${name.en}`,
          ],
  });
}

function limitsOf({ world, state }: Place) {
  return { now: state.now, limits: world.policy.lockout };
}

function activated(place: Place, view: ContractView, tokenId: string): ContractView | undefined {
  const { world, state } = place;
  const decision = decideActivation(
    view,
    {
      serviceId: 'service',
      appUserId: 'user',
      passwordRight: true,
      tokenId,
      deviceId: tokenId,
      deviceTokens: 0,
    },
    { policy: world.policy, now: state.now },
  );
  return decision.ok ? evolve(view, decision.events, limitsOf(place)) : undefined;
}

function withIssuance(
  view: ContractView,
  user: User,
  { kind, expiresAt }: { readonly kind: Authenticator; readonly expiresAt: number },
): ContractView {
  const issuance: Issuance = {
    id: 'issue',
    contractId: view.contract.id,
    userId: user.id,
    authenticator: kind.id,
    serviceId: 'service',
    appUserId: 'user',
    passwordMac: new Uint8Array(),
    mailAddress: user.mailAddress ?? '',
    state: 'open',
    failures: 0,
    tokenId: null,
    createdAt: 0,
    expiresAt,
    version: 0,
  };
  return { ...view, issuances: [issuance] };
}
