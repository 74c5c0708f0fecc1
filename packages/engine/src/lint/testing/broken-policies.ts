import type { Policy } from '../../policy/policy-schema.ts';

/** One policy that makes no sense or stays below a standard, and what an officer must read about it. */
export interface BrokenPolicy {
  readonly edit: (policy: Policy) => void;
  readonly code: string;
  readonly path: string;
  readonly ja: string;
  readonly en: string;
}

/**
 * The rows: code | path | words of the Japanese message | words of the English one | the edits of the
 * sample, as `pointer=value` separated by spaces; `-` appends to a list, no value removes, and no edits
 * mean that the sample itself has the flaw.
 */
const table = `
rule_unreachable | /challenge_rules/3 | 先にある規則 | earlier rules | /challenge_rules/2/when={"operations":["one_off_transfer"]}
rule_for_nobody | /challenge_rules/7 | 組み合わせがありません | nobody may do | /challenge_rules/7/when={"operations":["change_user"],"roles":["member"]}
stage_without_approval | /challenge_rules/6/when | 承認の流れを取らない | stages of approval | /challenge_rules/6/when={"operations":["registered_transfer"],"stage":["commit"]}
without_otp_unused | /challenge_rules/6/without_otp | 使われません | never used | /challenge_rules/6/without_otp=["pin"]
operation_without_rule | /operations/change_user | 何も求めずに | asks for nothing | /challenge_rules/7/when={"operations":["login"]}
operation_asks_nothing | /operations/registered_transfer | 何も求めません | asks for nothing | /challenge_rules/6/factors=[]
otp_dodged_by_silence | /challenge_rules/4/when | 通知されない | without the fact |
factor_unused | /fixed_factors | どこでも求められません | which nothing asks for | /fixed_factors/-="number_table"
otp_never_asked | /challenge_rules | OTP を求める規則がありません | never ask | /challenge_rules=[{"id":"all","when":{},"factors":["pin"]}]
otp_never_asked | /challenge_rules | 一度も適用されません | rules that never apply | /challenge_rules=[{"id":"all","when":{},"factors":["pin"]},{"id":"otp","when":{},"factors":["otp"]}]
no_login | /operations | 種別が login | of the kind login | /operations/login/kind="other"
nothing_asked_without_otp | /challenge_rules | 何も求めない規則 | asks nothing of users | /challenge_rules/4/without_otp=[]
window_wide | /authenticators/0/window_steps | 1ステップまで | at most one | /authenticators/0/window_steps=2
step_long | /authenticators/0/step_seconds | 推奨の30秒 | exceeds the 30 s |
registration_window_wide | /authenticators/0/registration_window_steps | 登録時に | at registration | /authenticators/0/registration_window_steps=10
look_ahead_wide | /authenticators/1/window_steps | 先読み | codes ahead | /authenticators/1/window_steps=9
no_resynchronisation | /authenticators/0/resynchronisation/by | ずれを直せる者 | resynchronise | /authenticators/0/resynchronisation/by=[]
drift_wide | /authenticators/0/max_drift_steps | 広すぎます | drift of 30 | /authenticators/0/max_drift_steps=30
expiry_not_printed | /authenticators/1/expiry_format | 印字がない | nothing is printed |
expiry_unannounced | /authenticators/0 | 案内 | expiry_notice |
mail_as_factor | /authenticators/2 | メールで届くコード | code by mail | APP={"kind":"email_code","registration":"mail_address","mail_code":{"lifetime_seconds":300,"resend_after_seconds":60,"per_day":10}} /authenticators/2/activation= /authenticators/2/step_seconds=
mail_has_link | /authenticators/2/activation/mail_links_to_app | 偽メール | link into the mail | APP={} /authenticators/2/activation/mail_links_to_app=true
mail_address_unproven | /authenticators/2/activation/mail_address | なりすまし | impostor | APP={} /authenticators/2/activation/mail_address="entered"
activation_long | /authenticators/2/activation/lifetime_minutes | 10分以内 | at most ten | APP={} /authenticators/2/activation/lifetime_minutes=60
activation_password_short | /authenticators/2/activation/password_digits/from | 4桁 | 4 digits | APP={} /authenticators/2/activation/password_digits/from=4
pc_app_for_companies | /authenticators/2/contract_kinds | パソコン | computer | APP={"kind":"pc_app"}
devices_unlimited | /authenticators/2/registrations_per_device | 上限がありません | no limit | APP={"registrations_per_device":"any"}
sender_domain_missing | /institution/sender_domains | 送信元ドメイン | need mails | APP={} /institution/sender_domains=[]
first_binding_alone | /enrolment/who_registers | パスワードだけ | second person | APP={}
no_way_to_tokens | /adoption/application | 申し込む方法がなく | no customer can get | /adoption/application=[] /adoption/sent_unasked=false
obliged_without_application | /adoption/obligation | 申込の方法がありません | no way to apply | /adoption/application=[] /adoption/sent_unasked=false /adoption/obligation=[{"effect":"mandatory"}]
phase_never_decides | /adoption/obligation/0 | この段階は働きません | later phase | /adoption/obligation=[{"from_on":"2020-01-01","effect":"mandatory"},{"effect":"optional"}]
migration_strands | /adoption/migration/to | 移行先を使えない | stopped at the cut-over | APP={"contract_kinds":["retail"]} /adoption/migration={"from":"fob","to":"app","cut_over_on":"2030-04-01"}
migration_over_already | /adoption/migration/cut_over_on | 開始日以前 | before the service | /adoption/migration={"from":"fob","to":"card","cut_over_on":"2014-01-01"}
proof_without_code | /enrolment/proof | 所持を確かめられません | asks for no code | /enrolment/proof=["serial"]
registration_behind_login | /enrolment/after_grace | 管理者だけが登録 | very administrators | LOGIN={} /enrolment/who_registers=["administrator"] /enrolment/registrar_roles=["master"] /enrolment/after_grace="block_login"
before_login_without_self_service | /self_service/actions | register | lacks register | /enrolment/who_registers=["before_login"]
self_service_not_for_registration | /enrolment/who_registers | before_login がない | lacks before_login | SELF={"actions":["register"]}
assignment_impossible | /relations/assignment | 一人に一つ | one user only | /relations/users_per_token=1 /relations/assignment="all_same"
tokens_shared | /relations/users_per_token | 共用 | share a token |
no_grace_until_delivery | /enrolment/grace | 届くまで | until it is there | /enrolment/grace=null
grace_ends_before_delivery | /enrolment/grace/length | 猶予（短い場合10日） | ends after 10 days | /enrolment/grace/count_from="application" /enrolment/grace/length={"days":10}
grace_ends_before_delivery | /enrolment/grace/fixed_on | 到着は | first day of service | /enrolment/grace/count_from="fixed_date" /enrolment/grace/fixed_on="2014-12-01" /enrolment/grace/length={"days":3}
grace_for_early_contracts_only | /enrolment/grace/count_from | 猶予がありません | apply after | /enrolment/grace/count_from="fixed_date" /enrolment/grace/fixed_on="2015-04-01"
grace_never_ends | /enrolment/grace/count_from | いつまでも | no OTP is ever needed | APP={}
grace_long | /enrolment/grace/length | 一か月を超え | exceeds a month | /enrolment/grace/length={"months":2}
grace_after_revocation | /enrolment/grace/lapses_on_enrolment | 失効させれば | revoke their token | /enrolment/grace/lapses_on_enrolment=false
grace_without_effect | /enrolment/grace | 始まりません | never begins | /adoption/unit="user" /adoption/application=[]
skip_leads_nowhere | /enrolment/skip_shown_after_grace | 省略ボタン | leads nowhere | /enrolment/skip_shown_after_grace=true /enrolment/after_grace="block_login"
skip_never_shown | /enrolment/skip_shown_after_grace | 働きません | no effect | /enrolment/skip_shown_after_grace=true /enrolment/grace/skip=false
threshold_high | /lockout/threshold | 5回以下 | at most five | /lockout/threshold=10
cap_high | /lockout/cap | 20回以下 | at most twenty | /lockout/cap=50
cap_unreachable | /lockout/cap | 達しません | never reached | /lockout/unlock/roles=[]
cap_equals_threshold | /lockout/cap | 一度も働きません | never can | /lockout/cap=5
lasting_lock_unreachable | /lockout/temporary/lasting_after | 累積の上限 | the cap comes first | /lockout/temporary={"minutes":10,"lasting_after":4}
lock_nobody_lifts | /lockout/unlock | 解除できる者 | nobody who could lift | /lockout/unlock/roles=[] /desks/0/hours=[]
desk_never_opens | /desks/0 | 開きません | never opens | /desks/0/hours=[]
unlock_oneself | /lockout/unlock/oneself | 本人が自分の | their own lock | /lockout/unlock/oneself=true
unlock_while_locked | /lockout/unlock/while_locked | 停止中の者 | locked himself | /lockout/unlock/while_locked=true
unlock_without_roles | /lockout/unlock/oneself | 役割がない | no role | /lockout/unlock/oneself=true /lockout/unlock/roles=[]
act_without_proof | /lockout/unlock/roles | 何も求めません | asks for nothing |
act_by_password_alone | /lockout/unlock/roles | pin | administrator's own OTP | /challenge_rules/-={"id":"unlocking","when":{"operations":["unlock_otp"]},"factors":["pin"]}
role_barred_from_operation | /lockout/unlock/roles | 行えない | leaves out | /lockout/unlock/roles=["member"]
also_stops_without_effect | /lockout/also_stops | 働かない | no effect | /lockout/also_stops=["login"] /lockout/scope="token"
token_lock_of_one | /lockout/scope | 共用しない | its one user | /lockout/scope="token" /relations/users_per_token=1
loss_in_desk_hours_only | /revocation | 営業時間外 | desk is closed | /revocation/roles=[]
revoke_oneself_without_roles | /revocation/oneself | 失効できる役割 | no role | /revocation/roles=[]
cooldown_long | /revocation/cooldown/minutes | 一日を超え | more than a day | /revocation/cooldown={"minutes":2880,"refuses":["login"]}
self_service_without_factor | /self_service/factors | 誰でも | knows a contract number | SELF={"actions":["exchange"],"factors":[]}
exchange_by_password_alone | /self_service/exchange_asks_old_code | パスワードを盗んだ | stolen password | SELF={"actions":["exchange"],"exchange_asks_old_code":false}
stop_although_contract_adopts | /self_service/actions | 契約全体 | whole contracts | SELF={"actions":["stop"]}
stop_although_mandatory | /self_service/actions | 義務付けられた | obliged | SELF={"actions":["stop"]} /adoption/unit="user" /adoption/obligation=[{"effect":"mandatory"}]
resume_behind_login | /suspension/resume_by | 再開できるのは本人だけ | cannot log in | LOGIN={} /suspension={"by":["administrator"],"resume_by":["user"]}
suspension_behind_login | /suspension/by | なくした利用者 | without his token | LOGIN={} /suspension={"by":["user"],"resume_by":["desk"]}
emergency_stop_nobodys | /emergency_stop/roles | 緊急停止を行える | nobody who could stop | /emergency_stop={"roles":[],"scheduled_transfers":"go_on","lifted_by_desk":"desk"}
scheduled_transfers_go_on | /emergency_stop/scheduled_transfers | 予約済み | go on | /emergency_stop={"roles":["master"],"scheduled_transfers":"go_on","lifted_by_desk":"desk"}
fee_never_charged | /fees/additional_yen | 発生しません | never charged | /fees/free_tokens=1000
fee_never_charged | /fees/replacement_yen | 500円 | of 500 yen | /fees/replacement_yen=500
free_count_without_fee | /fees/free_tokens | 無料の個数 | cost nothing either | /fees/additional_yen=0
return_without_fee | /fees/reissue_charged | 返却による違い | makes no difference | /fees/reissue_yen=0 /fees/reissue_charged="unless_returned"
return_punished | /fees/broken_unreturned_yen | 返却しない方 | cheaper not to return | /fees/broken_yen=800 /fees/broken_unreturned_yen=500 /fees/return_within_days=30
tax_rate_missing | /fees/tax/rates/0/from_on | 税率がなく | without a rate | /fees/tax={"mode":"excluded","rates":[{"from_on":"2019-10-01","percent":10}]}
fails_open | /replacement/at_expiry | OTP を求めません | fails open | /replacement/at_expiry="fails_open_otp_is_no_longer_asked"
replacement_too_late | /replacement/lead_days | 間に合いません | too short | /replacement/lead_days=7
no_replacement | /replacement/tokens | 新しいトークンが送られず | sends nothing | /replacement/tokens="none"
replacement_without_application | /replacement/tokens | 申込の方法がありません | no way to apply | /replacement/tokens="on_application" /adoption/application=[]
limit_lower_with_otp | /limits/per_operation/0 | 低くなっています | lower with OTP | /limits/per_operation=[{"operations":["one_off_transfer"],"with_otp_yen":1,"without_otp_yen":2}]
limit_without_effect | /limits/per_operation/0/operations | 資金移動ではない | send no money | /limits/per_operation=[{"operations":["login"],"with_otp_yen":2,"without_otp_yen":1}]
limit_shadowed | /limits/per_operation/1/operations | 先にある限度額 | earlier entry | /limits/per_operation=[{"operations":["bulk_transfer"],"with_otp_yen":2,"without_otp_yen":1},{"operations":["bulk_transfer"],"with_otp_yen":3,"without_otp_yen":1}]
rise_without_limits | /limits/rise | 限度額がない | no limits | /limits/rise="next_day"
same_day_without_effect | /same_day/operations | 当日扱い | send no money | /same_day={"operations":["login"],"requires":["call"],"measures":[],"resumes":"at_once"}
compensation_lower_with_otp | /compensation | 補償限度額 | lower with OTP | /compensation={"with_otp_yen":1,"without_otp_yen":2}
hold_without_effect | /enrolment/hold_hours | 留保が働きません | no operation sends | /enrolment/hold_hours=24 NOSENDING={}
blocks_nothing | /enrolment/after_grace | 何も止まりません | stops nothing | /enrolment/after_grace="block_sending" NOSENDING={}
`;

/** A token app, as the sample of the tests has none. */
const app = {
  id: 'app',
  kind: 'phone_app',
  algorithm: 'SHA1',
  digits: 6,
  step_seconds: 30,
  window_steps: 1,
  registration_window_steps: 1,
  max_drift_steps: 2,
  resynchronisation: { by: ['user'], window_steps: 60 },
  serial_pattern: 'W[0-9]{10}',
  expiry_format: 'none',
  display: { mode: 'always_on' },
  lifetime: { ends: 'never' },
  registration: 'activation',
  activation: {
    password_digits: { from: 6, to: 8 },
    lifetime_minutes: 10,
    attempts: 5,
    mail_address: 'registered',
    mail_links_to_app: false,
  },
};

const selfService = { actions: [], exchange_asks_old_code: true, factors: ['pin'] };

/** Edits that many rows make. */
const macros: Readonly<Record<string, (policy: Policy, parts: object) => void>> = {
  APP: (policy, parts) => {
    policy.institution.sender_domains = ['bank.example'];
    put(policy, '/authenticators/-', JSON.parse(JSON.stringify({ ...app, ...parts })));
  },
  LOGIN: (policy) => put(policy, '/challenge_rules/0/factors', ['login_credential', 'otp']),
  SELF: (policy, parts) => put(policy, '/self_service', { ...selfService, ...parts }),
  NOSENDING: (policy) => {
    for (const one of Object.values(policy.operations))
      if (one.kind === 'sending') one.kind = 'other';
  },
};

/** Puts a value at a JSON Pointer; undefined takes away what is there. */
export function put(policy: Policy, pointer: string, value: unknown): void {
  const keys = pointer.split('/').slice(1);
  const last = keys.pop() ?? '';
  let node: object = policy;
  for (const key of keys) node = Object(Reflect.get(node, key));
  if (Array.isArray(node) && last === '-') node.push(value);
  else if (value === undefined) Reflect.deleteProperty(node, last);
  else Reflect.set(node, last, value);
}

function apply(policy: Policy, edit: string): void {
  const [, place = '', text = ''] = /^([^=]+)=(.*)$/s.exec(edit) ?? [];
  const value: unknown = text === '' ? undefined : JSON.parse(text);
  const macro = macros[place];
  if (macro) macro(policy, Object(value));
  else put(policy, place, value);
}

export const brokenPolicies: readonly BrokenPolicy[] = table
  .trim()
  .split('\n')
  .map((row) => {
    const [code = '', path = '', ja = '', en = '', edits = ''] = row
      .split('|')
      .map((part) => part.trim());
    const list = edits === '' ? [] : edits.split(' ');
    const edit = (policy: Policy) => {
      for (const one of list) apply(policy, one);
    };
    return { code, path, ja, en, edit };
  });
