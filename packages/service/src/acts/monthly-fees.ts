import { decided, type Fee, monthlyFee } from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import { dueWorkCall } from './due-work-call.ts';
import { perform } from './perform.ts';

export interface AssessMonthlyFee {
  readonly institutionId: string;
  readonly contractId: string;
  /** The institution's day of use, YYYY-MM-DD. */
  readonly on: string;
}

/**
 * Assesses what a contract owes for the month of a day, as due work calls it. It may be called as often
 * as one likes: a month is assessed once. Gives the fee that was assessed.
 */
export async function assessMonthlyFee(
  deps: ServiceDeps,
  { institutionId, contractId, on }: AssessMonthlyFee,
): Promise<readonly Fee[]> {
  let assessed: readonly Fee[] = [];
  await perform(
    deps,
    {
      action: 'assess_monthly_fee',
      scope: { kind: 'contract', institutionId, by: { contractId } },
      missing: 'contract_unknown',
      decide: ({ view, policy, now }) => ({
        decision: decided(...monthlyFee(view, { feeId: deps.newId('fee'), on }, { policy, now })),
        value: (after) => after.fees.filter((fee) => !view.fees.includes(fee)),
      }),
    },
    dueWorkCall<readonly Fee[]>(institutionId, (fees) => {
      assessed = fees;
    }),
  );
  return assessed;
}
