import type { DomainEvent } from '../audit/events.ts';
import { addDays, dateOf } from '../calendar/dates.ts';
import { type ContractView, findToken } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import { debitDay, withTax } from '../fee/fee-terms.ts';
import type { Policy } from '../policy/policy-schema.ts';

export interface RecordReturn {
  readonly tokenId: string;
  /** The ID that a reversal gets if there is one. */
  readonly reversalId: string;
}

export interface ReturnContext {
  readonly policy: Policy;
  readonly now: number;
}

/**
 * A broken or found token came back (S3-08). Where a reissue is free for whoever returns the old one,
 * the fee that was assessed for its successor is taken back, if the token came in time.
 */
export function decideReturn(
  view: ContractView,
  { tokenId, reversalId }: RecordReturn,
  { policy, now }: ReturnContext,
): Decision {
  const token = findToken(view, tokenId);
  if (!token) return refused('token_unknown');
  if (token.returnedAt !== null) return refused('already_returned');
  const returned: DomainEvent = { type: 'token_returned', tokenId, at: now };
  const fee = feeOfSuccessor(view, tokenId);
  const reversed = view.fees.some((one) => one.reversesFeeId === fee?.id);
  const free =
    (fee?.kind === 'reissue' && policy.fees.reissue_charged === 'unless_returned') ||
    fee?.kind === 'broken_unreturned';
  if (!fee || reversed || !free || !inTime(fee.assessedAt, policy, now)) return decided(returned);
  return decided(returned, {
    type: 'fee_reversed',
    feeId: reversalId,
    reversesFeeId: fee.id,
    amountYen: -fee.amountYen,
    taxYen: -fee.taxYen,
    dueOn: debitDay(policy, now),
    note: 'token_returned',
    at: now,
  });
}

/** The fee that was assessed because this token was replaced by another. */
function feeOfSuccessor(view: ContractView, tokenId: string) {
  const shipments = new Set(
    view.shipments.filter((one) => one.replacesTokenId === tokenId).map((one) => one.id),
  );
  return view.fees.find((fee) => fee.shipmentId !== null && shipments.has(fee.shipmentId));
}

function inTime(from: number, { fees, institution }: Policy, now: number): boolean {
  if (fees.return_within_days === undefined) return true;
  const zone = institution.time_zone;
  return dateOf(now, zone) <= addDays(dateOf(from, zone), fees.return_within_days);
}

/**
 * The assessments that fall due because broken tokens were exchanged and never came back (S3-08): one
 * for each exchange whose time for the return is over. `feeIdOf` gives the ID for a shipment.
 */
export function unreturnedFees(
  view: ContractView,
  feeIdOf: (shipmentId: string) => string,
  { policy, now }: ReturnContext,
): DomainEvent[] {
  const yen = policy.fees.broken_unreturned_yen ?? 0;
  if (yen === 0) return [];
  return view.shipments.flatMap((shipment): DomainEvent[] => {
    const { id: shipmentId, reason, replacesTokenId, postedAt } = shipment;
    const token = replacesTokenId === null ? undefined : findToken(view, replacesTokenId);
    if (reason !== 'exchange' || !token || token.returnedAt !== null) return [];
    const assessed = view.fees.some(
      (fee) => fee.shipmentId === shipmentId && fee.kind === 'broken_unreturned',
    );
    if (assessed || inTime(postedAt, policy, now)) return [];
    return [
      {
        type: 'fee_assessed',
        feeId: feeIdOf(shipmentId),
        kind: 'broken_unreturned',
        ...withTax(yen, { policy, now }),
        dueOn: debitDay(policy, now),
        tokenId: token.id,
        shipmentId,
        at: now,
      },
    ];
  });
}
