import type { DomainEvent } from '../audit/events.ts';
import { applyIssuanceEvent } from '../issuance/evolve-issuances.ts';
import { applyRequestEvent } from '../request/evolve-requests.ts';
import { applyPostEvent } from '../shipment/evolve-post.ts';
import { applyBindingEvent, applyTokenEvent } from '../token/evolve-tokens.ts';
import { applyUserEvent } from '../user/evolve-users.ts';
import { applyAttempt } from '../verification/evolve-attempts.ts';
import type { ContractView } from './contract-view.ts';
import { applyContractEvent } from './evolve-contract.ts';
import type { EventOf, EvolveContext } from './view-changes.ts';

/**
 * The view after the events. Rows that no event touches keep their identity, so that a caller finds
 * what to save by comparing references (`changesBetween`).
 */
export function evolve(
  view: ContractView,
  events: readonly DomainEvent[],
  context: EvolveContext,
): ContractView {
  return events.reduce((before, event) => applyEvent(before, event, context), view);
}

function applyEvent(view: ContractView, event: DomainEvent, context: EvolveContext): ContractView {
  switch (event.type) {
    case 'user_added':
    case 'user_changed':
    case 'user_removed':
    case 'user_locked':
    case 'user_unlocked':
    case 'user_opted_in':
    case 'user_adopted':
    case 'user_opted_out':
    case 'user_logged_in':
    case 'user_otp_used':
    case 'user_mail_address_changed':
      return applyUserEvent(view, event);
    case 'otp_accepted':
    case 'otp_spent':
    case 'otp_refused':
      return applyAttempt(view, event, context);
    case 'token_shipped':
    case 'token_put_in_service':
    case 'token_loss_reported':
    case 'token_retired':
    case 'token_locked':
    case 'token_unlocked':
    case 'token_suspended':
    case 'token_resumed':
    case 'token_resynchronised':
    case 'token_returned':
    case 'token_extended':
    case 'token_claimed':
    case 'code_mailed':
      return applyTokenEvent(view, event);
    case 'binding_started':
    case 'binding_ended':
      return applyBindingEvent(view, event);
    case 'fee_assessed':
    case 'fee_reversed':
      return applyFeeEvent(view, event);
    case 'application_recorded':
    case 'shipment_posted':
    case 'shipment_delivered':
      return applyPostEvent(view, event);
    case 'challenge_satisfied':
    case 'challenge_consumed':
      return applyChallengeEvent(view, event);
    case 'contract_set_up':
    case 'authenticator_chosen':
    case 'emergency_stopped':
    case 'emergency_stop_lifted':
    case 'same_day_recorded':
      return applyContractEvent(view, event);
    case 'activation_refused':
    case 'software_token_activated':
    case 'issuance_completed':
    case 'issuance_cancelled':
      return applyIssuanceEvent(view, event);
    case 'request_filed':
    case 'request_closed':
      return applyRequestEvent(view, event);
    case 'software_token_issued':
    case 'contract_opened':
    case 'challenge_created':
    case 'enrolment_skipped':
      return view;
  }
}

function applyFeeEvent(
  view: ContractView,
  event: EventOf<'fee_assessed' | 'fee_reversed'>,
): ContractView {
  const reversal = event.type === 'fee_reversed';
  const fee = {
    id: event.feeId,
    contractId: view.contract.id,
    kind: reversal ? ('reversal' as const) : event.kind,
    amountYen: event.amountYen,
    taxYen: event.taxYen,
    dueOn: event.dueOn,
    tokenId: reversal ? null : event.tokenId,
    shipmentId: reversal ? null : event.shipmentId,
    month: reversal ? null : (event.month ?? null),
    reversesFeeId: reversal ? event.reversesFeeId : null,
    note: reversal ? event.note : null,
    assessedAt: event.at,
  };
  return { ...view, fees: [...view.fees, fee] };
}

function applyChallengeEvent(
  view: ContractView,
  event: EventOf<'challenge_satisfied' | 'challenge_consumed'>,
): ContractView {
  const challenges = view.challenges.map((challenge) => {
    if (challenge.id !== event.challengeId) return challenge;
    if (event.type === 'challenge_consumed') return { ...challenge, state: 'consumed' as const };
    return { ...challenge, state: 'satisfied' as const, satisfiedAt: event.at };
  });
  return { ...view, challenges };
}
