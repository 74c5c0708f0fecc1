import type { ContractView } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { debitDay } from './fee-terms.ts';

export interface ReverseFee {
  readonly feeId: string;
  readonly reversalId: string;
  readonly note: string;
}

/** Takes an assessment back by a further row; the assessment itself stays as it was. */
export function decideFeeReversal(
  view: ContractView,
  command: ReverseFee,
  { policy, now }: { readonly policy: Policy; readonly now: number },
): Decision {
  const fee = view.fees.find((one) => one.id === command.feeId);
  if (!fee || fee.kind === 'reversal') return refused('fee_unknown');
  if (view.fees.some((one) => one.reversesFeeId === fee.id)) return refused('fee_already_reversed');
  return decided({
    type: 'fee_reversed',
    feeId: command.reversalId,
    reversesFeeId: fee.id,
    amountYen: -fee.amountYen,
    // Zero less the tax: the negative of no tax would be written as −0.
    taxYen: 0 - fee.taxYen,
    dueOn: debitDay(policy, now),
    note: command.note,
    at: now,
  });
}
