import type { ApplicationKind } from '../audit/events.ts';

/** A request for tokens, filed on a form or otherwise and recorded by the institution (S0-02). */
export interface Application {
  readonly id: string;
  readonly contractId: string;
  readonly kind: ApplicationKind;
  readonly tokenCount: number;
  /** The date on the form. */
  readonly filedOn: string;
  /** The kind of token that was applied for, by its ID in the policy; null where there is one only. */
  readonly authenticator: string | null;
  /** When the institution recorded it; grace may count from here, never from filing. */
  readonly recordedAt: number;
}
