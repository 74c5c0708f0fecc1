import type { DomainEvent, FeeKind, ShipmentReason } from '../audit/events.ts';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { debitDay, withTax } from './fee-terms.ts';

/** One token of a shipment and the ID that its assessment gets if there is one. */
export interface FeeSubject {
  readonly tokenId: string;
  readonly feeId: string;
}

export interface FeeCause {
  readonly reason: ShipmentReason;
  readonly shipmentId: string;
  /** The token that is replaced, for a reissue, an exchange or a replacement. */
  readonly replacesTokenId: string | null;
  readonly now: number;
}

/**
 * The assessments for tokens that are posted (S0-11, S0-12, S0-14, S1-10, S3-08): a number of tokens
 * per contract is free, each further one costs; a reissue after loss, an exchange of a broken one and a
 * replacement at expiry have prices of their own. Nothing is assessed at zero yen.
 */
export function assessFees(
  view: ContractView,
  subjects: readonly FeeSubject[],
  { policy, cause }: { readonly policy: Policy; readonly cause: FeeCause },
): DomainEvent[] {
  const { shipmentId, now } = cause;
  return subjects.flatMap(({ tokenId, feeId }, index): DomainEvent[] => {
    const ordinal = view.contract.countedTokens + index + 1;
    const { kind, yen } = priceOf(view, { policy, cause, ordinal });
    if (yen === 0) return [];
    const terms = { ...withTax(yen, { policy, now }), dueOn: debitDay(policy, now) };
    return [{ type: 'fee_assessed', feeId, kind, ...terms, tokenId, shipmentId, at: now }];
  });
}

/** Whether a shipment's tokens count against the free number. */
export function isCounted(reason: ShipmentReason): boolean {
  return reason !== 'reissue' && reason !== 'exchange' && reason !== 'replacement';
}

interface Pricing {
  readonly policy: Policy;
  readonly cause: FeeCause;
  readonly ordinal: number;
}

function priceOf(
  view: ContractView,
  { policy: { fees }, cause, ordinal }: Pricing,
): { readonly kind: FeeKind; readonly yen: number } {
  switch (cause.reason) {
    case 'adoption':
    case 'addition':
    case 'method_change':
    case 'unasked':
      return { kind: 'additional', yen: ordinal > fees.free_tokens ? fees.additional_yen : 0 };
    case 'reissue': {
      const back = view.tokens.some(
        (one) => one.id === cause.replacesTokenId && one.returnedAt !== null,
      );
      const free = fees.reissue_charged === 'unless_returned' && back;
      return { kind: 'reissue', yen: free ? 0 : fees.reissue_yen };
    }
    case 'exchange':
      return { kind: 'broken', yen: fees.broken_yen };
    case 'replacement':
      return {
        kind: 'replacement',
        yen: isReplacedFree(view, cause, fees) ? 0 : fees.replacement_yen,
      };
  }
}

function isReplacedFree(view: ContractView, cause: FeeCause, fees: Policy['fees']): boolean {
  if (fees.replacement_free === 'none') return false;
  return fees.replacement_free === 'all' || isFreeToken(view, cause.replacesTokenId);
}

/**
 * Whether a token is one of the free ones or a successor of one (S3-07): no fee was ever assessed for
 * the token that it all began with.
 */
export function isFreeToken(view: ContractView, tokenId: string | null): boolean {
  const first = firstOfLine(view, tokenId);
  return !view.fees.some((fee) => fee.tokenId === first && fee.kind === 'additional');
}

/** The token that a line of reissues, exchanges and replacements began with. */
function firstOfLine(view: ContractView, tokenId: string | null): string | null {
  let id = tokenId;
  // A line cannot be longer than there are tokens; the bound keeps a circle of bad data from looping.
  for (let step = 0; step < view.tokens.length; step += 1) {
    const shipmentId = view.tokens.find((one) => one.id === id)?.shipmentId;
    const before = view.shipments.find((one) => one.id === shipmentId)?.replacesTokenId ?? null;
    if (before === null) return id;
    id = before;
  }
  return id;
}
