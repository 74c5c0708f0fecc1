import type { DomainEvent } from '../audit/events.ts';
import { addDays, dateOf } from '../calendar/dates.ts';
import { type ContractView, findToken } from '../contract/contract-view.ts';
import { debitDay, withTax } from '../fee/fee-terms.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { isLostInPost } from './lost-in-post.ts';
import type { Shipment } from './shipment.ts';

/**
 * The assessments that fall due because broken tokens were exchanged and did not come back in time
 * (S3-08): one for each exchange whose days for the return are over, counted from its posting and the
 * first not among them. What came back late was not there in time either, so it does not matter when
 * this is asked. `feeIdOf` gives the ID for a shipment.
 */
export function unreturnedFees(
  view: ContractView,
  feeIdOf: (shipmentId: string) => string,
  context: { readonly policy: Policy; readonly now: number },
): DomainEvent[] {
  const { policy, now } = context;
  const yen = policy.fees.broken_unreturned_yen ?? 0;
  if (yen === 0) return [];
  return view.shipments
    .filter((shipment) => isUnreturned(view, shipment, context))
    .map(
      ({ id: shipmentId, replacesTokenId: tokenId }): DomainEvent => ({
        type: 'fee_assessed',
        feeId: feeIdOf(shipmentId),
        kind: 'broken_unreturned',
        ...withTax(yen, { policy, now }),
        dueOn: debitDay(policy, now),
        tokenId,
        shipmentId,
        at: now,
      }),
    );
}

function isUnreturned(
  view: ContractView,
  { id, reason, replacesTokenId, postedAt }: Shipment,
  { policy: { fees, institution }, now }: { readonly policy: Policy; readonly now: number },
): boolean {
  const token = replacesTokenId === null ? undefined : findToken(view, replacesTokenId);
  if (reason !== 'exchange' || !token || fees.return_within_days === undefined) return false;
  const assessed = view.fees.some(
    (fee) => fee.shipmentId === id && fee.kind === 'broken_unreturned',
  );
  if (assessed || isLostInPost(view, id)) return false;
  const day = (at: number) => dateOf(at, institution.time_zone);
  const lastOn = addDays(day(postedAt), fees.return_within_days);
  return day(token.returnedAt ?? now) > lastOn;
}
