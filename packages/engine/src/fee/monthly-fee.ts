import type { DomainEvent } from '../audit/events.ts';
import { endOfDay, startOfDay } from '../calendar/dates.ts';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { debitDay, withTax } from './fee-terms.ts';

/**
 * A month of use costs what the policy says, once, in every month on some day of which the contract was
 * in use: it has adopted OTP, by whatever way the policy has, and somebody holds a token in service.
 * Whoever begins in the middle of a month pays for that month. Asked again for the same month, or after
 * the fee was taken back, nothing is assessed.
 */
export interface MonthlyFee {
  readonly feeId: string;
  /** The institution's day of use, YYYY-MM-DD; the tax and the debit day are those of this day. */
  readonly on: string;
}

/** The assessment for the month of a day; none when it was assessed or the contract was not in use. */
export function monthlyFee(
  view: ContractView,
  { feeId, on }: MonthlyFee,
  { policy, now }: { readonly policy: Policy; readonly now: number },
): DomainEvent[] {
  const { monthly_yen: yen } = policy.fees;
  const month = monthOf(on);
  const assessed = view.fees.some((fee) => fee.month === month);
  if (yen === 0 || assessed || !isInUse(view, on, policy)) return [];
  const day = { policy, now: startOfDay(on, policy.institution.time_zone) };
  return [
    {
      type: 'fee_assessed',
      feeId,
      kind: 'monthly',
      ...withTax(yen, day),
      dueOn: debitDay(policy, day.now),
      tokenId: null,
      shipmentId: null,
      month,
      at: now,
    },
  ];
}

/** The month of a day: YYYY-MM. */
export function monthOf(day: string): string {
  return day.slice(0, 'YYYY-MM'.length);
}

/**
 * What began by the last instant of the day counts; what has ended since then no longer does. Nobody is
 * bound to a token in service who has not adopted OTP, so adoption needs no look of its own.
 */
function isInUse({ tokens, bindings }: ContractView, on: string, policy: Policy): boolean {
  const end = endOfDay(on, policy.institution.time_zone);
  const inService = new Set(tokens.filter((one) => one.state === 'in_service').map(({ id }) => id));
  return bindings.some(
    (one) => one.endedAt === null && one.startedAt <= end && inService.has(one.tokenId),
  );
}
