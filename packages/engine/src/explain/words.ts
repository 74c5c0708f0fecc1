import type { ChallengeReason } from '../challenge/decide-challenge.ts';
import type { EnrolmentReason } from '../enrolment/enrolment-status.ts';
import type { BothLanguages } from '../policy/policy-fault.ts';

/** What the engine's reasons mean, for people. */
type Words<Reason extends string> = Readonly<Record<Reason, readonly [ja: string, en: string]>>;

const challenges: Words<ChallengeReason> = {
  rule: ['規則が求めるため', 'the rule asks for it'],
  no_rule: ['当てはまる規則がないため', 'no rule applies'],
  not_adopted: ['OTP を導入していないため', 'OTP has not been adopted'],
  not_concerned: ['OTP を要する操作の権限がないため', 'nothing he may do needs an OTP'],
  grace: ['登録の猶予中のため', 'the time for registering still runs'],
  registration_required: ['トークンの登録が済んでいないため', 'no token is registered'],
  application_due: ['OTP の申込が済んでいないため', 'OTP has not been applied for'],
  token_expired: ['トークンの有効期限が過ぎたため', 'the token has expired'],
  token_suspended: ['トークンが一時停止中のため', 'the token is paused'],
  permission_missing: ['操作の権限がないため', 'the permission is missing'],
  emergency_stopped: ['緊急停止中のため', 'everything was stopped by the customer'],
  user_locked: ['利用者が停止中のため', 'the user is locked'],
  token_locked: ['トークンが停止中のため', 'the token is locked'],
  cooldown: ['失効後の待機中のため', 'the pause after a revocation runs'],
  held_after_registration: ['登録直後の留保中のため', 'money is held after a registration'],
  same_day_suspended: ['当日扱いが再開されていないため', 'same-day transfers are not resumed'],
  over_limit: ['限度額を超えるため', 'the amount is above the limit'],
};

const enrolments: Words<EnrolmentReason> = {
  contract_not_adopted: ['契約が OTP を導入していません', 'the contract has not adopted OTP'],
  user_not_adopted: ['利用者が OTP を選んでいません', 'the user has not chosen OTP'],
  opted_out: ['利用者が利用停止しました', 'the user has stopped using OTP'],
  no_otp_operation: ['OTP を要する操作の権限がありません', 'he may do nothing that needs an OTP'],
  obligation: ['OTP の利用が義務です', 'OTP is mandatory'],
  token_not_delivered: ['トークンがまだ届いていません', 'no token has been delivered yet'],
  grace_running: ['猶予期間中です', 'grace runs'],
  grace_over: ['猶予期間が終わりました', 'grace is over'],
  no_grace: ['猶予はありません', 'there is no grace'],
  colleague_registered: ['同じ契約の利用者が登録しました', 'a colleague has registered'],
  binding_ended: ['以前のトークンは失効しました', 'his former token was revoked'],
  takes_effect_at_next_login: ['次回ログインから有効です', 'it takes effect at the next login'],
  token_expired: ['トークンの有効期限が過ぎました', 'the token has expired'],
  token_expired_fails_open: [
    'トークンの有効期限が過ぎ、ポリシーにより OTP を求めません',
    'the token has expired, and the policy then asks for none',
  ],
  token_cut_over: [
    'この方式のトークンは切替済みです',
    'this kind of token was replaced by another',
  ],
  enrolled: ['トークンを登録済みです', 'a token is registered'],
};

export function challengeWords(reason: ChallengeReason): BothLanguages {
  const [ja, en] = challenges[reason];
  return { ja, en };
}

export function enrolmentWords(reason: EnrolmentReason): BothLanguages {
  const [ja, en] = enrolments[reason];
  return { ja, en };
}
