import type { DomainEvent, ShipmentReason } from '../audit/events.ts';
import { addDays, dateOf } from '../calendar/dates.ts';
import { type ContractView, findToken } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import { assessFees, isCounted } from '../fee/assess-fees.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { ActRefusal } from '../refusal.ts';
import type { Token } from '../token/token.ts';
import { isLostInPost } from './lost-in-post.ts';

/**
 * Tokens are posted from stock to one contract and belong to it from then on (S0-08). They travel
 * inactive (S0-02). Fees are assessed for what is really posted, in the same step.
 */
export interface PostShipment {
  readonly shipmentId: string;
  readonly applicationId: string | null;
  readonly reason: ShipmentReason;
  readonly replacesTokenId: string | null;
  /** The tokens picked from stock, with the ID that an assessment for each would get. */
  readonly picks: readonly { readonly token: Token | undefined; readonly feeId: string }[];
}

export interface ShipmentContext {
  readonly policy: Policy;
  readonly now: number;
}

export function decideShipment(
  view: ContractView,
  command: PostShipment,
  context: ShipmentContext,
): Decision {
  const obstacle =
    applicationObstacle(view, command, context) ??
    replacementObstacle(view, command) ??
    stockObstacle(command, context);
  if (obstacle) return refused(obstacle);
  const subjects = command.picks.flatMap(({ token, feeId }) =>
    token ? [{ tokenId: token.id, serial: token.serial, feeId }] : [],
  );
  const { shipmentId, applicationId, reason, replacesTokenId } = command;
  const counted = isCounted(reason);
  const at = context.now;
  return decided(
    { type: 'shipment_posted', shipmentId, reason, applicationId, replacesTokenId, at },
    ...assessFees(view, subjects, {
      policy: context.policy,
      cause: { reason, shipmentId, replacesTokenId, now: at },
    }),
    ...subjects.map(
      ({ tokenId, serial }): DomainEvent => ({
        type: 'token_shipped',
        shipmentId,
        tokenId,
        serial,
        counted,
      }),
    ),
  );
}

/** A shipment on an application keeps to its kind and its number of tokens; only a replacement needs none. */
function applicationObstacle(
  view: ContractView,
  command: PostShipment,
  { policy }: ShipmentContext,
): ActRefusal | null {
  if (command.applicationId === null)
    return isWithoutApplication(command.reason, policy) ? null : 'application_unknown';
  const application = view.applications.find((one) => one.id === command.applicationId);
  if (!application) return 'application_unknown';
  if (application.kind !== command.reason) return 'application_kind_differs';
  const shipments = new Set(
    view.shipments.filter((s) => s.applicationId === application.id).map((s) => s.id),
  );
  const sent = view.tokens.filter(
    (token) =>
      token.shipmentId !== null &&
      shipments.has(token.shipmentId) &&
      !isLostInPost(view, token.shipmentId),
  ).length;
  return sent + command.picks.length > application.tokenCount ? 'application_exhausted' : null;
}

function isWithoutApplication(reason: ShipmentReason, { adoption }: Policy): boolean {
  return reason === 'replacement' || (reason === 'unasked' && adoption.sent_unasked);
}

/** What is replaced is a token of this contract; at expiry it is replaced once, by one. */
function replacementObstacle(view: ContractView, command: PostShipment): ActRefusal | null {
  const { reason, replacesTokenId, picks } = command;
  const atExpiry = reason === 'replacement';
  if (!atExpiry && replacesTokenId === null) return null;
  const old = replacesTokenId && findToken(view, replacesTokenId);
  if (!old) return 'replaced_token_missing';
  const again = view.shipments.some(
    (one) => one.replacesTokenId === old.id && !isLostInPost(view, one.id),
  );
  return atExpiry && (again || picks.length > 1) ? 'already_replaced' : null;
}

/** A token that would expire before it can arrive is not sent. */
function stockObstacle(command: PostShipment, { policy, now }: ShipmentContext): ActRefusal | null {
  const today = dateOf(now, policy.institution.time_zone);
  const arrivesOn = addDays(today, policy.adoption.delivery_days);
  const packed = new Set<string>();
  for (const { token } of command.picks) {
    if (!token) return 'token_unknown';
    if (token.state !== 'in_stock' || packed.has(token.id)) return 'token_not_in_stock';
    packed.add(token.id);
    if (token.expiresOn !== null && token.expiresOn <= arrivesOn) return 'token_expires_too_soon';
  }
  return null;
}
