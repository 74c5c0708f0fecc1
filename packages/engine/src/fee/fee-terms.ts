import { businessDayOnOrAfter, endOfNextMonthBusinessDay } from '../calendar/business-days.ts';
import { dateOf } from '../calendar/dates.ts';
import type { Policy } from '../policy/policy-schema.ts';

/** A price with the tax of the day: included already, or added and rounded down to the yen. */
export function withTax(
  priceYen: number,
  { policy, now }: { readonly policy: Policy; readonly now: number },
): { readonly amountYen: number; readonly taxYen: number } {
  const { tax } = policy.fees;
  if (tax.mode === 'included') return { amountYen: priceYen, taxYen: 0 };
  const today = dateOf(now, policy.institution.time_zone);
  const begun = tax.rates.filter((rate) => rate.from_on <= today);
  const percent = begun.toSorted((a, b) => (a.from_on < b.from_on ? 1 : -1))[0]?.percent ?? 0;
  const taxYen = Math.floor((priceYen * percent) / 100);
  return { amountYen: priceYen + taxYen, taxYen };
}

/** The day on which an assessment of now is debited; a day that is no business day moves to the next. */
export function debitDay(policy: Policy, now: number): string {
  const today = dateOf(now, policy.institution.time_zone);
  return policy.fees.debit.on === 'application'
    ? businessDayOnOrAfter(today, policy.calendar)
    : endOfNextMonthBusinessDay(today, policy.calendar);
}
