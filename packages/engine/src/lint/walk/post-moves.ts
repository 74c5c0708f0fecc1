import { decideSetUp } from '../../adoption/decide-set-up.ts';
import { decideApplication } from '../../application/decide-application.ts';
import type { ShipmentReason } from '../../audit/events.ts';
import { dateOf } from '../../calendar/dates.ts';
import { bindingsOf, type ContractView, findToken } from '../../contract/contract-view.ts';
import { evolve } from '../../contract/evolve.ts';
import type { Authenticator } from '../../policy/policy-schema.ts';
import { decideDelivery } from '../../shipment/decide-delivery.ts';
import { decideShipment } from '../../shipment/decide-shipment.ts';
import { isCutOver, isExpired } from '../../token/validity.ts';
import { isPosted } from '../posted-kinds.ts';
import { freshToken } from './cast.ts';
import { moveBy, type Place } from './moving.ts';
import { type Move, mostTokens } from './walk-state.ts';

/** Applications and the post: how tokens come to a contract. */
export function postMoves(place: Place): Move[] {
  return [...adoptions(place), ...setUps(place), ...postings(place)];
}

/** The kinds that this contract may have. */
export function kindsFor({ world, state }: Place): Authenticator[] {
  const { kind, authenticator } = state.view.contract;
  return world.policy.authenticators.filter(
    (one) =>
      (one.contract_kinds?.includes(kind) ?? true) &&
      (world.policy.adoption.kinds !== 'one_per_contract' ||
        authenticator === null ||
        one.id === authenticator),
  );
}

function adoptions(place: Place): Move[] {
  const { world, state } = place;
  const { adoption } = world.policy;
  if (state.view.contract.adoptedAt !== null || adoption.application.length === 0) return [];
  const choices =
    adoption.kinds === 'one_per_contract' ? kindsFor(place).map((one) => one.id) : [null];
  return choices.flatMap((authenticator) => {
    const name = authenticator === null ? '' : `（${authenticator}）`;
    return moveBy(place, decideApplication(...applying(place, 'adoption', authenticator)), {
      kind: 'help',
      told: () => [`申込${name}が記録される`, `the application${name} is recorded`],
    });
  });
}

function applying(
  { world, state }: Place,
  kind: 'adoption' | 'addition' | 'reissue',
  authenticator: string | null,
): Parameters<typeof decideApplication> {
  const { policy } = world;
  const filedOn = dateOf(state.now, policy.institution.time_zone);
  const command = { applicationId: 'application', kind, tokenCount: 1, filedOn, authenticator };
  return [state.view, command, { policy, now: state.now }];
}

function setUps(place: Place): Move[] {
  const { contract } = place.state.view;
  const counts = place.world.policy.enrolment.grace?.count_from === 'set_up';
  if (!counts || contract.adoptedAt === null || contract.setUpAt !== null) return [];
  return moveBy(place, decideSetUp(place.state.view, place.state.now), {
    kind: 'help',
    told: () => ['金融機関が設定を済ませる', 'the institution finishes its set-up'],
  });
}

/** One token is posted and arrives, wherever the customer lacks one and the policy has a way. */
function postings(place: Place): Move[] {
  const { state } = place;
  if (state.view.tokens.length >= mostTokens || hasIdleToken(place)) return [];
  return waysOf(place).flatMap((way) =>
    kindsFor(place)
      .filter(isPosted)
      .flatMap((kind) => posting(place, way, kind)),
  );
}

function hasIdleToken({ state }: Place): boolean {
  const bound = new Set(state.view.bindings.map((one) => one.tokenId));
  return state.view.tokens.some((token) => !bound.has(token.id));
}

interface Way {
  readonly reason: ShipmentReason;
  readonly replacesTokenId: string | null;
  readonly application: 'pending' | 'new' | 'none';
}

function waysOf({ world, state }: Place): Way[] {
  const { policy } = world;
  const { adoption, replacement } = policy;
  const { view, now, gone } = state;
  const pending = view.applications.some((one) => one.kind === 'adoption');
  if (pending) return [{ reason: 'adoption', replacesTokenId: null, application: 'pending' }];
  const bound = view.users.flatMap((user) =>
    bindingsOf(view, user.id).flatMap((one) => findToken(view, one.tokenId) ?? []),
  );
  const expired = bound.find((token) => isExpired(token, now, policy));
  const lost = bound.find((token) => gone.includes(token.id));
  const bare = view.users.some((user) => bindingsOf(view, user.id).length === 0);
  const applies = adoption.application.length > 0 && view.contract.adoptedAt !== null;
  const ways: Way[] = [];
  if (expired && (replacement.tokens === 'all' || replacement.tokens === 'free_tokens'))
    ways.push({ reason: 'replacement', replacesTokenId: expired.id, application: 'none' });
  if (applies && lost)
    ways.push({ reason: 'reissue', replacesTokenId: lost.id, application: 'new' });
  if (applies && (bare || expired))
    ways.push({ reason: 'addition', replacesTokenId: null, application: 'new' });
  if (adoption.sent_unasked && bare)
    ways.push({ reason: 'unasked', replacesTokenId: null, application: 'none' });
  return ways;
}

function posting(place: Place, way: Way, kind: Authenticator): Move[] {
  const { world, state } = place;
  const { policy } = world;
  const context = { policy, now: state.now };
  const applied = withApplication(place, way);
  if (!applied) return [];
  const token = freshToken(freeTokenId(place), kind, policy, state.now);
  // What is no longer accepted is no longer sent.
  if (isCutOver(token, state.now, policy)) return [];
  const shipmentId = `shipment of ${token.id}`;
  const decision = decideShipment(
    applied,
    {
      shipmentId,
      applicationId: way.application === 'none' ? null : 'application',
      reason: way.reason,
      replacesTokenId: way.replacesTokenId,
      picks: [{ token, feeId: 'fee' }],
    },
    context,
  );
  if (!decision.ok) return [];
  const base = { ...applied, tokens: [...applied.tokens, token] };
  const posted = evolve(base, decision.events, { now: state.now, limits: policy.lockout });
  const delivery = decideDelivery(posted, shipmentId, state.now);
  return moveBy(place, delivery, {
    kind: 'help',
    // The application has been served; what is not pending decides nothing more.
    view: { ...posted, applications: [] },
    told: () => tellings[way.reason],
  });
}

const tellings: Readonly<Record<ShipmentReason, readonly [string, string]>> = {
  adoption: ['トークンが届く', 'a token arrives'],
  addition: ['追加のトークンを申し込み、届く', 'a further token is applied for and arrives'],
  reissue: ['再発行を申し込み、トークンが届く', 'a reissue is applied for and arrives'],
  exchange: ['交換を申し込み、トークンが届く', 'an exchange is applied for and arrives'],
  method_change: ['方式の変更を申し込み、トークンが届く', 'a change of method is applied for'],
  replacement: ['期限に伴う新しいトークンが届く', 'the replacement of an expired token arrives'],
  unasked: ['申込のないトークンが届く', 'a token arrives that nobody asked for'],
};

function withApplication(place: Place, way: Way): ContractView | undefined {
  const { world, state } = place;
  if (way.application !== 'new') return state.view;
  const kind = way.reason === 'reissue' ? 'reissue' : 'addition';
  const chosen = state.view.contract.authenticator;
  const decision = decideApplication(...applying(place, kind, chosen));
  if (!decision.ok) return undefined;
  return evolve(state.view, decision.events, { now: state.now, limits: world.policy.lockout });
}

/** IDs are used again when a device has left, so that the walk stays finite. */
export function freeTokenId({ state }: Place): string {
  const taken = new Set(state.view.tokens.map((token) => token.id));
  const ids = Array.from({ length: mostTokens + 1 }, (_, index) => `t${index + 1}`);
  return ids.find((id) => !taken.has(id)) ?? 't0';
}
