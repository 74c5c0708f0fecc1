import type { BindingEndReason } from '../token/binding.ts';
import type { RetireReason } from '../token/token.ts';
import type { UserRole } from '../user/user.ts';

/**
 * What happened to a contract, as past participles. `evolve` turns events into state, and the audit
 * record of a decision carries them. An event never holds a code, a seed or a password (ALL-04, row 44).
 */
export type DomainEvent =
  | {
      readonly type: 'contract_opened';
      readonly contractId: string;
      readonly number: string;
      readonly kind: string;
      readonly openedOn: string;
    }
  | {
      readonly type: 'user_added';
      readonly userId: string;
      readonly loginId: string;
      readonly name: string;
      readonly role: UserRole;
      readonly permissions: readonly string[];
    }
  | {
      readonly type: 'user_changed';
      readonly userId: string;
      readonly name: string;
      readonly role: UserRole;
      readonly permissions: readonly string[];
    }
  | { readonly type: 'user_removed'; readonly userId: string; readonly at: number }
  | {
      readonly type: 'application_recorded';
      readonly applicationId: string;
      readonly kind: ApplicationKind;
      readonly tokenCount: number;
      readonly filedOn: string;
      readonly at: number;
    }
  | {
      readonly type: 'token_shipped';
      readonly shipmentId: string;
      readonly tokenId: string;
      readonly serial: string;
      readonly counted: boolean;
    }
  | {
      readonly type: 'shipment_posted';
      readonly shipmentId: string;
      readonly reason: ShipmentReason;
      readonly applicationId: string | null;
      readonly replacesTokenId: string | null;
      readonly at: number;
    }
  | { readonly type: 'shipment_delivered'; readonly shipmentId: string; readonly at: number }
  | { readonly type: 'enrolment_skipped'; readonly userId: string; readonly untilAt: number | null }
  | { readonly type: 'token_put_in_service'; readonly tokenId: string }
  | {
      readonly type: 'binding_started';
      readonly bindingId: string;
      readonly userId: string;
      readonly tokenId: string;
      readonly at: number;
    }
  | {
      readonly type: 'binding_ended';
      readonly bindingId: string;
      readonly userId: string;
      readonly tokenId: string;
      readonly reason: BindingEndReason;
      readonly at: number;
    }
  | { readonly type: 'token_loss_reported'; readonly tokenId: string; readonly at: number }
  | { readonly type: 'token_retired'; readonly tokenId: string; readonly reason: RetireReason }
  | {
      readonly type: 'otp_accepted';
      readonly userId: string;
      readonly tokenId: string;
      readonly step: number;
      readonly driftSteps: number;
    }
  | {
      /** A right code whose act was refused: it is spent, and it clears no count of wrong ones. */
      readonly type: 'otp_spent';
      readonly userId: string;
      readonly tokenId: string;
      readonly step: number;
    }
  | { readonly type: 'otp_refused'; readonly userId: string; readonly tokenId: string | null }
  | { readonly type: 'user_locked'; readonly userId: string; readonly cause: 'threshold' | 'cap' }
  | { readonly type: 'token_locked'; readonly tokenId: string; readonly cause: 'threshold' | 'cap' }
  | {
      readonly type: 'user_unlocked';
      readonly userId: string;
      readonly by: 'customer' | 'institution';
    }
  | {
      readonly type: 'token_unlocked';
      readonly tokenId: string;
      readonly by: 'customer' | 'institution';
    }
  | {
      readonly type: 'challenge_created';
      readonly challengeId: string;
      readonly userId: string;
      readonly operation: string;
      readonly required: string;
      readonly rule: string | null;
    }
  | { readonly type: 'challenge_satisfied'; readonly challengeId: string; readonly at: number }
  | { readonly type: 'challenge_consumed'; readonly challengeId: string; readonly at: number }
  | {
      readonly type: 'fee_assessed';
      readonly feeId: string;
      readonly kind: FeeKind;
      readonly amountYen: number;
      readonly tokenId: string | null;
      readonly shipmentId: string | null;
      readonly at: number;
    }
  | {
      readonly type: 'fee_reversed';
      readonly feeId: string;
      readonly reversesFeeId: string;
      readonly amountYen: number;
      readonly note: string;
      readonly at: number;
    };

export type DomainEventType = DomainEvent['type'];

export type ApplicationKind = 'adoption' | 'addition' | 'reissue' | 'exchange';
export const applicationKinds = [
  'adoption',
  'addition',
  'reissue',
  'exchange',
] as const satisfies readonly ApplicationKind[];

/** Why tokens are posted; the fee follows from it. */
export type ShipmentReason = ApplicationKind | 'replacement';

export type FeeKind = 'additional' | 'reissue' | 'broken' | 'replacement' | 'reversal';
