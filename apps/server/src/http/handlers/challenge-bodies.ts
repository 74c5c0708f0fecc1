import {
  type Challenge,
  challengeReasons,
  dateOf,
  type Policy,
  type UserChange,
} from '@warifu/engine';
import type { ChallengeDetails } from '@warifu/service';
import type * as wire from '@warifu/wire';
import { given, instantOrNull, instantText } from './wire-values.ts';

/** What an answer about a challenge holds besides its row. */
export interface ChallengeExtras {
  readonly detailsDigest: string;
  readonly grace: wire.Grace | null;
  readonly blockedUntil: number | null;
  readonly enrolment: wire.Enrolment | null;
  readonly notices: wire.Notice[];
}

export function challengeBody(challenge: Challenge, extras: ChallengeExtras): wire.Challenge {
  return {
    id: challenge.id,
    user_id: challenge.userId,
    operation: challenge.operation,
    required: challenge.required,
    reason: { code: reasonCode(challenge.reason), rule: challenge.rule },
    factors: [...challenge.factors],
    state: challenge.state,
    grace: extras.grace,
    blocked_until: instantOrNull(extras.blockedUntil),
    details: JSON.parse(challenge.details) as wire.ChallengeDetails,
    details_digest: extras.detailsDigest,
    notices: extras.notices,
    enrolment: extras.enrolment,
    created_at: instantText(challenge.createdAt),
    expires_at: instantText(challenge.expiresAt),
    satisfied_at: instantOrNull(challenge.satisfiedAt),
  };
}

function reasonCode(reason: string) {
  const code = challengeReasons.find((one) => one === reason);
  if (!code) throw new Error(`a stored challenge has the unknown reason ${reason}`);
  return code;
}

/** Details as the service keeps them; absent ones stay absent, so that they have no digest of their own. */
export function serviceDetails(details: wire.ChallengeDetails): ChallengeDetails {
  const { amount_yen, payee_class, client_certificate, same_day, target_user_ids, ...rest } =
    details;
  const { user_change, ...same } = rest;
  return given({
    ...same,
    amountYen: amount_yen,
    payeeClass: payee_class,
    clientCertificate: client_certificate,
    sameDay: same_day,
    targetUserIds: target_user_ids,
    userChange: user_change && serviceUserChange(user_change),
  });
}

function serviceUserChange({ login_id, mail_address, ...same }: wire.UserChange): UserChange {
  return given({ ...same, loginId: login_id, mailAddress: mail_address });
}

/** What is announced at login on a day (S0-16). */
export function noticesOn(policy: Policy, now: number): wire.Notice[] {
  const today = dateOf(now, policy.institution.time_zone);
  return policy.notices
    .filter((one) => one.from_on <= today && today <= (one.until_on ?? today))
    .map(({ id, title, from_on }) => ({ id, title, from_on }));
}
