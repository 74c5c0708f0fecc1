import type { DomainEvent } from '../audit/events.ts';
import type { ContractView } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { Fee } from './fee.ts';
import { debitDay } from './fee-terms.ts';

export interface ReverseFee {
  readonly feeId: string;
  readonly reversalId: string;
  readonly note: string;
}

export interface ReversalContext {
  readonly policy: Policy;
  readonly now: number;
}

/** Takes an assessment back by a further row; the assessment itself stays as it was. */
export function decideFeeReversal(
  view: ContractView,
  command: ReverseFee,
  context: ReversalContext,
): Decision {
  const fee = view.fees.find((one) => one.id === command.feeId);
  if (!fee || fee.kind === 'reversal') return refused('fee_unknown');
  if (isReversed(view, fee)) return refused('fee_already_reversed');
  return decided(reversalOf(fee, command, context));
}

/** Whether a further row has taken the assessment back. */
export function isReversed(view: ContractView, fee: Fee): boolean {
  return view.fees.some((one) => one.reversesFeeId === fee.id);
}

/** The further row that takes an assessment back, whole and with its tax. */
export function reversalOf(
  fee: Fee,
  { reversalId, note }: Pick<ReverseFee, 'reversalId' | 'note'>,
  { policy, now }: ReversalContext,
): DomainEvent {
  return {
    type: 'fee_reversed',
    feeId: reversalId,
    reversesFeeId: fee.id,
    amountYen: -fee.amountYen,
    // Zero less the tax: the negative of no tax would be written as −0.
    taxYen: 0 - fee.taxYen,
    dueOn: debitDay(policy, now),
    note,
    at: now,
  };
}
