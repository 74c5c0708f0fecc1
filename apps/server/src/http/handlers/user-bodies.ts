import {
  type Binding,
  type ContractView,
  daysLeft,
  enrolmentStatus,
  type Grace,
  isExpired,
  type Policy,
  type Token,
  type User,
} from '@warifu/engine';
import type * as wire from '@warifu/wire';
import type { Today } from './today.ts';
import { lockBody, userOtp } from './user-otp-body.ts';
import { instantOrNull, instantText } from './wire-values.ts';

/** Users, tokens, bindings and enrolments as the wire shows them. */
export function userBody(user: User, view: ContractView | undefined, today: Today): wire.User {
  return {
    id: user.id,
    contract_id: user.contractId,
    login_id: user.loginId,
    name: user.name,
    role: user.role,
    permissions: [...user.permissions],
    mail_address: user.mailAddress,
    state: user.state,
    otp: userOtp(user, view, today),
  };
}

export function tokenBody(token: Token, { now, policy }: Today): wire.Token {
  return {
    id: token.id,
    contract_id: token.contractId,
    serial: token.serial,
    form: token.form,
    kind: token.kind,
    algorithm: token.algorithm,
    digits: token.digits,
    step_seconds: token.stepSeconds,
    state: token.state,
    retire_reason: token.retireReason,
    starts_on: token.startsOn,
    expires_on: token.expiresOn,
    expired: isExpired(token, now, policy),
    lost_reported_at: instantOrNull(token.lostReportedAt),
    suspended_at: instantOrNull(token.suspendedAt),
    returned_at: instantOrNull(token.returnedAt),
    locked: lockBody(token.guard, now),
  };
}

export function bindingBody(binding: Binding): wire.Binding {
  return {
    id: binding.id,
    contract_id: binding.contractId,
    user_id: binding.userId,
    token_id: binding.tokenId,
    started_at: instantText(binding.startedAt),
    ended_at: instantOrNull(binding.endedAt),
    end_reason: binding.endReason,
  };
}

export interface EnrolmentFacts {
  readonly view: ContractView;
  readonly user: User;
  readonly policy: Policy;
  readonly now: number;
}

export function enrolmentBody({ view, user, policy, now }: EnrolmentFacts): wire.Enrolment {
  const status = enrolmentStatus(view, user, policy, now);
  return {
    user_id: user.id,
    state: status.state,
    reason: status.reason,
    skip_allowed: status.skipAllowed,
    proof: [...policy.enrolment.proof],
    awaiting_delivery: status.awaitingDelivery,
    grace: graceBody(status.grace, { now, policy }),
    effect_after_grace: policy.enrolment.after_grace,
  };
}

export function graceBody({ endsAt }: Grace, { now, policy }: Today): wire.Grace {
  return {
    ends_at: instantOrNull(endsAt),
    days_left: endsAt === null ? null : daysLeft(endsAt, now, policy.institution.time_zone),
  };
}
