import type { FeeKind } from '../audit/events.ts';

/** One assessment in integer yen. Assessments are never changed: a reversal is a further row. */
export interface Fee {
  readonly id: string;
  readonly contractId: string;
  readonly kind: FeeKind;
  /** Positive for an assessment, negative for a reversal. */
  readonly amountYen: number;
  /** The tax within `amountYen`; 0 where the policy says that prices include it. */
  readonly taxYen: number;
  /** The day on which it is debited, YYYY-MM-DD. */
  readonly dueOn: string;
  readonly tokenId: string | null;
  readonly shipmentId: string | null;
  /** The month that a monthly fee is for, YYYY-MM; null for every other. */
  readonly month: string | null;
  readonly reversesFeeId: string | null;
  readonly note: string | null;
  readonly assessedAt: number;
}
