import { type Issuance, inGroups, type Policy, shownState } from '@warifu/engine';
import type { MailedCodeResult } from '@warifu/service';
import type * as wire from '@warifu/wire';
import { instantText } from './wire-values.ts';

export interface IssuanceFacts {
  readonly issuance: Issuance;
  readonly policy: Policy;
  readonly now: number;
}

/** An issue as its screens need it. The two IDs are shown as long as the app can use them. */
export function issuanceBody({ issuance, policy, now }: IssuanceFacts): wire.Issuance {
  const state = shownState(issuance, now);
  const { authenticators, institution } = policy;
  const kind = authenticators.find((one) => one.id === issuance.authenticator);
  const shown = state === 'open' && kind?.registration !== 'mail_address';
  return {
    id: issuance.id,
    user_id: issuance.userId,
    authenticator: issuance.authenticator,
    state,
    service_id: shown ? inGroups(issuance.serviceId) : null,
    app_user_id: shown ? inGroups(issuance.appUserId) : null,
    mail_address: issuance.mailAddress,
    sender_domains: [...institution.sender_domains],
    token_id: issuance.tokenId,
    created_at: instantText(issuance.createdAt),
    expires_at: instantText(issuance.expiresAt),
  };
}

/** A code that is on its way; the policy gives the limits. */
export function mailedCodeBody(code: MailedCodeResult): wire.MailedCode {
  const { sentAt, ofTheDay } = code.mailedCode;
  const rule = code.authenticator.mail_code;
  return {
    user_id: code.userId,
    token_id: code.tokenId,
    mail_address: masked(code.mailAddress),
    sent_at: instantText(sentAt),
    expires_at: instantText(sentAt + (rule?.lifetime_seconds ?? 0) * 1_000),
    resend_from: instantText(sentAt + (rule?.resend_after_seconds ?? 0) * 1_000),
    left_today: Math.max(0, (rule?.per_day ?? 0) - ofTheDay),
  };
}

/** Enough of an address for its owner to know which it is: `h…o@mail.example`. */
export function masked(address: string): string {
  const [local = '', domain = ''] = address.split('@');
  return `${local.slice(0, 1)}…${local.length > 2 ? local.slice(-1) : ''}@${domain}`;
}
