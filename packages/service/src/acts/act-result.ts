import type { Lock, RefusalReason } from '@warifu/engine';

/** What an act came to: its value, or the reason for which it was refused. */
export type ActResult<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly reason: RefusalReason;
      /** The lock under which the user is after the decision: this refusal may have brought it. */
      readonly lock?: Lock | null;
    };
