import type { DomainEvent } from '../audit/events.ts';
import { addDays, dateOf } from '../calendar/dates.ts';
import { type ContractView, findToken } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import { isDesk } from '../desk/is-desk.ts';
import { isReversed, reversalOf } from '../fee/decide-fee-reversal.ts';
import type { Fee } from '../fee/fee.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { ActRefusal } from '../refusal.ts';
import type { ActingParty } from '../user/acting-party.ts';

/**
 * A broken or found token came back (S3-08). Where a reissue is free for whoever returns the old one,
 * the fee that was assessed for its successor is taken back, if the token came in time: within the
 * policy's days after the assessment, the first day not counted. Only who holds it in his hand can
 * say so, which is the institution's staff.
 */
export interface RecordReturn {
  readonly tokenId: string;
  readonly acting: ActingParty;
  /** The ID that a reversal gets if there is one. */
  readonly reversalId: string;
}

export interface ReturnContext {
  readonly policy: Policy;
  readonly now: number;
}

export function decideReturn(
  view: ContractView,
  { tokenId, acting, reversalId }: RecordReturn,
  context: ReturnContext,
): Decision {
  const token = findToken(view, tokenId);
  if (!token) return refused('token_unknown');
  const obstacle = staffObstacle(acting, context.policy);
  if (obstacle) return refused(obstacle);
  if (token.returnedAt !== null) return refused('already_returned');
  const returned: DomainEvent = { type: 'token_returned', tokenId, at: context.now };
  const fee = feeOfSuccessor(view, tokenId);
  if (!fee || !isFreeForReturn(fee, context)) return decided(returned);
  return decided(returned, reversalOf(fee, { reversalId, note: 'token_returned' }, context));
}

function staffObstacle(acting: ActingParty, policy: Policy): ActRefusal | null {
  if (acting.kind !== 'staff') return 'institution_only';
  return isDesk(policy, acting.desk) ? null : 'desk_not_allowed';
}

/** The fee that was assessed because another token was sent for this one, unless it was taken back. */
function feeOfSuccessor(view: ContractView, tokenId: string): Fee | undefined {
  const shipments = new Set(
    view.shipments.filter((one) => one.replacesTokenId === tokenId).map((one) => one.id),
  );
  return view.fees.find(
    (fee) =>
      fee.kind === 'reissue' &&
      fee.shipmentId !== null &&
      shipments.has(fee.shipmentId) &&
      !isReversed(view, fee),
  );
}

function isFreeForReturn(fee: Fee, { policy, now }: ReturnContext): boolean {
  if (policy.fees.reissue_charged !== 'unless_returned') return false;
  const lastOn = lastDayOfReturn(fee.assessedAt, policy);
  return lastOn === null || dateOf(now, policy.institution.time_zone) <= lastOn;
}

/** The last day on which a token comes back in time; null where the policy has no such day. */
function lastDayOfReturn(from: number, { fees, institution }: Policy): string | null {
  if (fees.return_within_days === undefined) return null;
  return addDays(dateOf(from, institution.time_zone), fees.return_within_days);
}
