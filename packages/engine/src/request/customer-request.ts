/**
 * What a customer asks of the institution on paper, by phone or by a web notification, and staff carry
 * out (S1-06, S1-11, S3-05, S3-12, S4-05). Filing changes nothing; carrying out is an act of its own
 * that names the request as its evidence.
 *
 *   filed ──carried out──▶ done
 *     └─────────refused──▶ rejected
 */
export const requestKinds = [
  'adoption',
  'addition',
  'reissue',
  'exchange',
  'method_change',
  'unlock',
  'revocation',
  'restore',
  'emergency_lift',
  'same_day',
] as const;
export type RequestKind = (typeof requestKinds)[number];

export const requestChannels = ['paper', 'phone', 'web'] as const;
export type RequestChannel = (typeof requestChannels)[number];

export interface CustomerRequest {
  readonly id: string;
  readonly contractId: string;
  readonly userId: string | null;
  readonly kind: RequestKind;
  readonly channel: RequestChannel;
  /** The date on the form; business days may count from it. */
  readonly filedOn: string;
  /** The documents that came with it, by the policy's names for them. */
  readonly documents: readonly string[];
  readonly state: 'filed' | 'done' | 'rejected';
  /** When it is expected to be done, first and last day; null when it is done at once. */
  readonly expectedFromOn: string | null;
  readonly expectedToOn: string | null;
  readonly receivedAt: number;
  readonly closedAt: number | null;
  readonly version: number;
}
