import type { AttemptPlace, LockCause } from '../lockout/guard.ts';
import type { RequestChannel, RequestKind } from '../request/customer-request.ts';
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
      /** The kind of token that is applied for, by its ID in the policy. */
      readonly authenticator: string | null;
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
  | {
      /** `tokenId` is set where the refusal counts on the token and all who share it. */
      readonly type: 'otp_refused';
      readonly userId: string;
      readonly tokenId: string | null;
      readonly place: AttemptPlace;
    }
  | { readonly type: 'user_locked'; readonly userId: string; readonly cause: LockCause }
  | { readonly type: 'token_locked'; readonly tokenId: string; readonly cause: LockCause }
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
      readonly taxYen: number;
      readonly dueOn: string;
      readonly tokenId: string | null;
      readonly shipmentId: string | null;
      /** The month that a monthly fee is for, YYYY-MM. */
      readonly month?: string;
      readonly at: number;
    }
  | {
      readonly type: 'fee_reversed';
      readonly feeId: string;
      readonly reversesFeeId: string;
      readonly amountYen: number;
      readonly taxYen: number;
      readonly dueOn: string;
      readonly note: string;
      readonly at: number;
    }
  | ContractEvent
  | UserChoiceEvent
  | TokenCareEvent
  | IssuanceEvent
  | RequestEvent;

/** What happens to the contract as a whole. */
type ContractEvent =
  | { readonly type: 'contract_set_up'; readonly at: number }
  | { readonly type: 'authenticator_chosen'; readonly authenticator: string; readonly at: number }
  | { readonly type: 'emergency_stopped'; readonly userId: string | null; readonly at: number }
  | { readonly type: 'emergency_stop_lifted'; readonly at: number }
  | {
      readonly type: 'same_day_recorded';
      readonly fact:
        | 'application'
        | 'screening'
        | 'measures'
        | 'call'
        | 'confirmation'
        | 'withdrawal';
      readonly measures: readonly string[];
      readonly at: number;
    };

/** What a user decides for himself, or what is known of him. */
type UserChoiceEvent =
  | { readonly type: 'user_opted_in'; readonly userId: string; readonly optedIn: boolean }
  | { readonly type: 'user_adopted'; readonly userId: string; readonly at: number }
  | { readonly type: 'user_opted_out'; readonly userId: string; readonly at: number }
  | { readonly type: 'user_logged_in'; readonly userId: string; readonly at: number }
  | {
      /** The first code that was accepted after a registration. */
      readonly type: 'user_otp_used';
      readonly userId: string;
      readonly at: number;
    }
  | {
      readonly type: 'user_mail_address_changed';
      readonly userId: string;
      readonly mailAddress: string | null;
    };

/** What is done with a token beside posting, registering and revoking it. */
type TokenCareEvent =
  | { readonly type: 'token_suspended'; readonly tokenId: string; readonly at: number }
  | { readonly type: 'token_resumed'; readonly tokenId: string }
  | {
      readonly type: 'token_resynchronised';
      readonly tokenId: string;
      readonly step: number;
      readonly driftSteps: number;
    }
  | { readonly type: 'token_returned'; readonly tokenId: string; readonly at: number }
  | { readonly type: 'token_extended'; readonly tokenId: string; readonly at: number }
  | {
      /** A software token joins a contract without having been posted (S4-02). */
      readonly type: 'token_claimed';
      readonly tokenId: string;
    }
  | {
      readonly type: 'code_mailed';
      readonly tokenId: string;
      readonly counter: number;
      readonly ofTheDay: number;
      readonly at: number;
    };

/** A software token on its way to an app. */
type IssuanceEvent =
  | {
      readonly type: 'software_token_issued';
      readonly issuanceId: string;
      readonly userId: string;
      readonly authenticator: string;
      readonly expiresAt: number;
      readonly at: number;
    }
  | { readonly type: 'activation_refused'; readonly issuanceId: string }
  | {
      readonly type: 'software_token_activated';
      readonly issuanceId: string;
      readonly tokenId: string;
      readonly at: number;
    }
  | { readonly type: 'issuance_completed'; readonly issuanceId: string }
  | {
      readonly type: 'issuance_cancelled';
      readonly issuanceId: string;
      readonly reason: 'superseded' | 'expired' | 'attempts' | 'revoked';
    };

/** Papers and notifications that staff carry out. */
type RequestEvent =
  | {
      readonly type: 'request_filed';
      readonly requestId: string;
      readonly kind: RequestKind;
      readonly channel: RequestChannel;
      readonly userId: string | null;
      readonly filedOn: string;
      readonly documents: readonly string[];
      readonly expectedFromOn: string | null;
      readonly expectedToOn: string | null;
      readonly at: number;
    }
  | {
      readonly type: 'request_closed';
      readonly requestId: string;
      readonly outcome: 'done' | 'rejected';
      readonly at: number;
    };

export type DomainEventType = DomainEvent['type'];

export type ApplicationKind = 'adoption' | 'addition' | 'reissue' | 'exchange' | 'method_change';
export const applicationKinds = [
  'adoption',
  'addition',
  'reissue',
  'exchange',
  'method_change',
] as const satisfies readonly ApplicationKind[];

/** Why tokens are posted; the fee follows from it. */
export type ShipmentReason = ApplicationKind | 'replacement' | 'unasked';

export type FeeKind =
  | 'monthly'
  | 'broken_unreturned'
  | 'additional'
  | 'reissue'
  | 'broken'
  | 'replacement'
  | 'reversal';
