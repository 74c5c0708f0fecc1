/**
 * A binding joins one user to one token, from his enrolment until it ends. Ended bindings are kept:
 * whether OTP was in use at a given instant is a recorded fact (S0-13).
 */
export type BindingEndReason =
  | 'lost'
  | 'stolen'
  | 'broken'
  | 'revoked'
  | 'replaced'
  | 'user_removed'
  | 'initialised'
  | 'exchanged'
  | 'opted_out'
  | 'method_changed';

export interface Binding {
  readonly id: string;
  readonly contractId: string;
  readonly userId: string;
  readonly tokenId: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly endReason: BindingEndReason | null;
}

/** True when the binding was in force at the instant: begun, and not yet ended. */
export function isInForce(binding: Binding, at: number): boolean {
  return binding.startedAt <= at && (binding.endedAt === null || binding.endedAt > at);
}
