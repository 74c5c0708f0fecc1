import type { DomainEvent, FeeKind, ShipmentReason } from '../audit/events.ts';
import type { Contract } from '../contract/contract.ts';
import type { Policy } from '../policy/policy-schema.ts';

/** One token of a shipment and the ID that its assessment gets if there is one. */
export interface FeeSubject {
  readonly tokenId: string;
  readonly feeId: string;
}

export interface FeeCause {
  readonly reason: ShipmentReason;
  readonly shipmentId: string;
  readonly now: number;
}

/**
 * The assessments for tokens that are posted (S0-11, S0-12, S0-14): a number of tokens per contract is
 * free, each further one costs; a reissue after loss costs whatever the count; an exchange of a
 * broken one and a replacement at expiry have prices of their own. Nothing is assessed at zero yen.
 */
export function assessFees(
  contract: Contract,
  subjects: readonly FeeSubject[],
  { policy, cause }: { readonly policy: Policy; readonly cause: FeeCause },
): DomainEvent[] {
  const { reason, shipmentId, now } = cause;
  return subjects.flatMap(({ tokenId, feeId }, index): DomainEvent[] => {
    const ordinal = contract.countedTokens + index + 1;
    const { kind, amountYen } = priceOf(policy, reason, ordinal);
    if (amountYen === 0) return [];
    return [{ type: 'fee_assessed', feeId, kind, amountYen, tokenId, shipmentId, at: now }];
  });
}

/** Whether a shipment's tokens count against the free number. */
export function isCounted(reason: ShipmentReason): boolean {
  return reason === 'adoption' || reason === 'addition';
}

function priceOf(
  { fees }: Policy,
  reason: ShipmentReason,
  ordinal: number,
): { readonly kind: FeeKind; readonly amountYen: number } {
  switch (reason) {
    case 'adoption':
    case 'addition':
      return {
        kind: 'additional',
        amountYen: ordinal > fees.free_tokens ? fees.additional_yen : 0,
      };
    case 'reissue':
      return { kind: 'reissue', amountYen: fees.reissue_yen };
    case 'exchange':
      return { kind: 'broken', amountYen: fees.broken_yen };
    case 'replacement':
      return { kind: 'replacement', amountYen: fees.replacement_yen };
  }
}
