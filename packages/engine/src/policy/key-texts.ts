/**
 * What each key of a policy means, in English and in Japanese, for the reference, for editors that read
 * the JSON Schema, and for comparisons of two policies. One row a key; `*` stands for any name or any
 * entry of a list. Keys whose text stands in the schema itself are not repeated here.
 */
const table = `
/schema | The version of the policy language. | ポリシー記述言語の版。
/institution | Who the institution is. | 金融機関の基本情報。
/institution/id | Its name in the system; never shown to customers, and never changed. | システム内の識別名。お客さまには表示せず、変更もしません。
/institution/name | Its name on screens and in mails. | 画面やメールに表示する名称。
/institution/time_zone | The time zone of all its days and hours, such as Asia/Tokyo. | 日付・時刻の基準とする時間帯（例：Asia/Tokyo）。
/institution/service_from_on | The first day of the service. | サービスの取扱開始日。
/calendar | Its business days: they decide debit days, estimates and promises. | 営業日の定め。引落日や所要日数の計算に使います。
/calendar/weekend | Days of the week that are never business days. | 毎週の休業曜日。
/calendar/public_holidays | Whose public holidays are closed days. | 祝日を休業日とする国（なしも可）。
/calendar/closed | Further closed days of every year, MM-DD. | 毎年の休業日（MM-DD）。
/calendar/closed_on | Further closed days of one year, YYYY-MM-DD. | 特定の年だけの休業日（YYYY-MM-DD）。
/authenticators | The kinds of tokens that it hands out or accepts. | 取り扱うトークンの種類。
/authenticators/*/id | The name by which other parts of the policy mean this kind. | ポリシー内でこの種類を指す名称。
/authenticators/*/kind | What the token is and how it counts; the last five are not available yet. | トークンの種別。末尾の五種はまだ利用できません。
/authenticators/*/label | What customers read for it. | お客さまに表示する呼び名。
/authenticators/*/contract_kinds | The kinds of contracts that may have it; all when absent. | 利用できる契約の種別（省略時はすべて）。
/authenticators/*/algorithm | The hash of the HMAC. | HMAC に用いるハッシュ関数。
/authenticators/*/digits | How many digits a code has. | コードの桁数。
/authenticators/*/step_seconds | How long a code is shown; time-based kinds only. | コードが切り替わる間隔（秒）。時刻式に限ります。
/authenticators/*/max_drift_steps | The most drift of its clock that is remembered, in steps. | 記憶する時刻のずれの上限（ステップ数）。
/authenticators/*/resynchronisation | How a token that has drifted is brought back. | ずれたトークンの時刻補正。
/authenticators/*/resynchronisation/window_steps | How far the two codes are looked for. | 二つのコードを探す範囲（ステップ数）。
/authenticators/*/serial_pattern | What a serial looks like, as a regular expression. | シリアル番号の書式（正規表現）。
/authenticators/*/expiry_format | How the expiry is printed on it. | 有効期限の印字の書式。
/authenticators/*/display | How the device shows codes; for instructions on screens. | コードの表示方法。画面の案内に使います。
/authenticators/*/display/shown_seconds | For how long a code stays after the button was pressed. | ボタンを押した後に表示する秒数。
/authenticators/*/lifetime/ends | What ends it. | 有効期限の決め方。
/authenticators/*/lifetime/years | Years from its issue. | 発行からの年数。
/authenticators/*/lifetime/extendable_in_app | Whether the user can extend it in the app. | アプリで期限を延長できるか。
/authenticators/*/lifetime/displays | How many codes it can show. | 表示できる回数。
/authenticators/*/expiry_notice/lead_days | How many days before the expiry. | 期限の何日前に案内するか。
/authenticators/*/expiry_notice/by | By which ways. | 案内の方法。
/authenticators/*/activation | Activation of an app by service ID, user ID and a chosen password. | サービスID・ユーザID・利用開始パスワードによるアプリの利用開始。
/authenticators/*/activation/password_digits | How many digits the activation password may have. | 利用開始パスワードの桁数。
/authenticators/*/activation/password_digits/from | The least. | 最小の桁数。
/authenticators/*/activation/password_digits/to | The most. | 最大の桁数。
/authenticators/*/activation/lifetime_minutes | For how long an issue waits for the app. | 発行手続の有効時間（分）。
/authenticators/*/activation/attempts | Wrong activation passwords that end the issue. | 手続を終了させる誤入力の回数。
/authenticators/*/mail_code | Codes that are sent by mail. | メールで送るコードの定め。
/authenticators/*/mail_code/lifetime_seconds | For how long a mailed code is accepted. | コードの有効時間（秒）。
/authenticators/*/mail_code/resend_after_seconds | After how long another may be asked for. | 再送できるまでの時間（秒）。
/authenticators/*/mail_code/per_day | How many a day. | 一日に送る上限。
/authenticators/*/registrations_per_device | How many registrations one phone or PC may hold. | 一台の端末に登録できる件数。
/operations | What users do, by the names that the institution's systems use. | 利用者の操作。金融機関のシステムが用いる名称で定めます。
/operations/*/label | What customers read for the operation. | お客さまに表示する操作名。
/operations/*/roles | The roles that may do it; all when absent. | 行える役割（省略時はすべて）。
/challenge_rules | What is asked, in order: the first rule whose conditions all hold decides. | 求める要素の規則。上から順に見て、条件がすべて合う最初の規則を適用します。
/challenge_rules/*/id | The name of the rule in records and explanations. | 記録や説明に用いる規則の名称。
/challenge_rules/*/when/operations | These operations. | 対象の操作。
/challenge_rules/*/when/operation_kinds | Operations of these kinds. | 対象の操作種別。
/challenge_rules/*/when/approval | These flows of approval. | 承認の流れ（なし、一段階、二段階）。
/challenge_rules/*/when/stage | These stages of the flow. | 承認の段階。
/challenge_rules/*/when/roles | Users of these roles. | 対象の役割。
/challenge_rules/*/when/contract_kinds | Contracts of these kinds. | 対象の契約種別。
/challenge_rules/*/when/amount_yen_from | From this amount on. | この金額以上。
/challenge_rules/*/when/amount_yen_below | Below this amount. | この金額未満。
/challenge_rules/*/when/channels | These channels, as the institution states them. | 対象の取引経路。
/challenge_rules/*/when/client_certificate | With, or without, a client certificate. | 電子証明書の有無。
/challenge | The times of a question. | 確認手続の時間。
/challenge/lifetime_seconds | For how long a question can be answered. | 求めてから答えるまでの有効時間（秒）。
/challenge/fixed_factor_max_age_seconds | How old the check of a fixed factor may be. | 固定の要素の確認を有効とする時間（秒）。
/adoption | Who must use OTP, and how tokens come to customers. | 利用の義務、申込、お届けの定め。
/adoption/obligation/*/from_on | From this day on; from the beginning when absent. | この段階の開始日（省略時は当初から）。
/adoption/obligation/*/contracts_opened_from | For contracts opened on or after this day. | この日以後に開設された契約が対象。
/adoption/obligation/*/contract_kinds | For these kinds of contracts. | 対象の契約種別。
/adoption/obligation/*/roles | For these roles. | 対象の役割。
/adoption/migration/from | The old kind. | 移行元の種類。
/adoption/migration/to | The new kind. | 移行先の種類。
/adoption/migration/cut_over_on | The day from which the old kind is refused. | 旧方式を受け付けなくなる日。
/adoption/recording_business_days | Business days from filing an application to recording it. | 申込から登録までの営業日数。
/adoption/delivery_days | Days from posting to arrival. | 発送から到着までの日数。
/adoption/delivery_to | Where tokens are sent. | トークンの送付先。
/enrolment | How users come from a token to its use. | トークンの利用開始登録の定め。
/enrolment/who_registers | Who registers: each user, an administrator for all, or the user before he logs in. | 登録する者（各利用者、管理者、ログイン前の本人）。
/enrolment/registrar_roles | The roles that register for others. | 他の利用者の登録を行う役割。
/enrolment/concerns | Whom it concerns: all users, or those who may do something that needs an OTP. | 対象とする利用者（全員、または OTP を要する操作の権限がある者）。
/enrolment/grace/length | How long it lasts. | 猶予の長さ。
/enrolment/grace/count_from | From where it is counted. | 猶予の起算点。
/enrolment/grace/fixed_on | The day that it is counted from, where that is fixed. | 起算点を固定する場合の日付。
/enrolment/grace/ends_when_a_colleague_registers | Whether it ends for all when the first of them registers. | 同じ契約の一人が登録すると全員の猶予が終わるか。
/enrolment/skip_shown_after_grace | Whether the screen can still be left when grace is over. | 猶予の終了後も省略ボタンを表示するか。
/enrolment/takes_effect | When a registration counts. | 登録が有効になる時点。
/relations | How tokens, users and contracts belong together. | トークン・利用者・契約の関係。
/relations/users_per_token | How many users may share a token. | 一つのトークンを共用できる人数。
/relations/assignment | Whether all users must have the same token, different ones, or either. | 割当て（自由、全員同じ、全員別々）。
/relations/tokens_per_user | How many tokens a user may have. | 一人が持てるトークンの数。
/relations/contracts_per_token | A token serves one contract for good. | 一つのトークンは一つの契約に限ります。
/lockout | What happens after wrong codes. | 誤入力による利用停止の定め。
/lockout/threshold | Wrong codes that lock. | 停止までの誤入力の回数。
/lockout/scopes/*/authenticator | The kind of token. | 対象のトークンの種類。
/lockout/scopes/*/scope | What a lock of it stops. | 停止の範囲。
/lockout/temporary/minutes | How long a temporary lock lasts. | 一時停止の時間（分）。
/lockout/temporary/lasting_after | After how many of them the next one lasts. | 恒久停止になるまでの一時停止の回数。
/lockout/unlock | How a lock is lifted. | 停止の解除。
/lockout/unlock/permission | A permission that lets its holder lift locks whatever his role. | 役割によらず解除できる権限の名称。
/lockout/unlock/oneself | Whether one may lift one's own lock. | 本人が自分の停止を解除できるか。
/lockout/unlock/desk | The desk that lifts locks. | 解除を受け付ける窓口。
/lockout/unlock/desk_when | Whether the desk helps always, or when nobody at the customer's can. | 窓口が解除する場合（常に、または他に解除できる者がいないとき）。
/lockout/unlock/documents | The documents that the desk asks for. | 窓口で求める書類。
/lockout/unlock/takes/from | At the earliest, in business days. | 最短の営業日数。
/lockout/unlock/takes/to | At the latest, in business days. | 最長の営業日数。
/lockout/unlock/takes/counts_filing_day | Whether the day of filing is the first. | 受付日を初日とするか。
/lockout/unlock/takes/meaning | Whether the days are an estimate or a promise. | 目安か、約束か。
/revocation | How tokens are taken out of use. | トークンの失効の定め。
/revocation/roles | The roles that may revoke tokens of users. | 失効を行える役割。
/revocation/desk | The desk that takes losses. | 紛失・盗難を受け付ける窓口。
/revocation/cooldown | The pause after a revocation; null: none. | 失効後の待機（null はなし）。
/revocation/cooldown/minutes | How long it lasts. | 待機の時間（分）。
/revocation/cooldown/refuses | What is refused meanwhile. | 待機中に受け付けないもの。
/revocation/initialise/roles | The roles that may do so. | 初期化を行える役割。
/revocation/initialise/desk | The desk that may do so. | 初期化を行える窓口。
/self_service | What a user does for himself before he signs in. | ログイン前に本人が行う手続。
/self_service/actions | Which acts are offered. | 提供する手続（利用登録、交換、利用停止）。
/self_service/exchange_asks_old_code | Whether an exchange needs a code of the old token. | 交換に旧トークンの OTP を求めるか。
/self_service/factors | The fixed factors that are asked. | 本人確認に求める固定の要素。
/suspension/by | Who may pause a token. | 一時停止できる者。
/suspension/resume_by | Who may resume it. | 再開できる者。
/emergency_stop/roles | The roles that may stop everything. | 緊急停止を行える役割。
/emergency_stop/scheduled_transfers | What becomes of transfers that are scheduled. | 予約済み振込の扱い。
/emergency_stop/lifted_by_desk | The desk that lifts the stop. | 緊急停止を解除する窓口。
/fees | What tokens cost, in yen. | 手数料の定め（円）。
/fees/tax | Whether the prices include the consumption tax. | 消費税の扱い（税込、税抜）。
/fees/tax/mode | Included, or added by the rate of the day. | 税込か、その日の税率で加算するか。
/fees/tax/rates | The rates, in the order of their first days. | 税率（適用開始日の順）。
/fees/tax/rates/*/from_on | The first day of the rate. | 税率の適用開始日。
/fees/tax/rates/*/percent | The rate. | 税率（％）。
/fees/free_tokens | How many tokens of a contract are free. | 一契約あたり無料とする個数。
/fees/additional_yen | Each further token. | 追加一個あたりの手数料。
/fees/reissue_yen | A reissue after loss or theft. | 紛失・盗難による再発行の手数料。
/fees/broken_yen | The exchange of a broken one. | 故障による交換の手数料。
/fees/broken_unreturned_yen | The same when the broken one does not come back in time. | 故障品が期限内に返却されない場合の手数料。
/fees/return_within_days | How many days there are to send it back. | 故障品の返却期限（日数）。
/fees/replacement_yen | A replacement at expiry, where it is not free. | 期限到来による交換の手数料（無料でない場合）。
/fees/monthly_yen | A month of use. | 月額の利用料。
/fees/debit/account | The account that is debited. | 引落しの口座。
/fees/debit/on | The day of the debit. | 引落しの日。
/replacement | What happens before and at the expiry of a token. | 有効期限の到来に伴う交換。
/replacement/lead_days | How many days before the expiry the new token is sent. | 期限の何日前に新しいトークンを発送するか。
/replacement/tokens | Which tokens are replaced. | 交換の対象。
/limits | The most that can be sent, with OTP and without. | OTP の利用に応じた限度額。
/limits/per_operation | A limit for each group of operations; the first that names an operation decides. | 操作ごとの限度額。先に書かれたものを適用します。
/limits/per_operation/*/operations | The operations. | 対象の操作。
/limits/per_operation/*/with_otp_yen | The limit of a user with a token. | OTP を利用する場合の限度額。
/limits/per_operation/*/without_otp_yen | The limit of a user without one. | OTP を利用しない場合の限度額。
/same_day/operations | The operations that are suspended on the same day. | 当日扱いを停止する操作。
/same_day/requires | What must be on record. | 再開の条件。
/same_day/measures | The security measures that must be in place. | 実施を求めるセキュリティ対策。
/same_day/measures/*/id | The name of the measure in records. | 記録に用いる対策の名称。
/same_day/measures/*/label | What customers read for it. | お客さまに表示する対策名。
/same_day/resumes | When they resume after the institution has confirmed. | 確認後に再開する時期。
/compensation | The ceiling of compensation for fraud; null: not said here. | 不正送金の補償限度額（null は定めなし）。
/compensation/with_otp_yen | For customers who used OTP. | OTP を利用していた場合。
/compensation/without_otp_yen | For customers who did not. | OTP を利用していなかった場合。
/desks | Where customers turn. | お客さまの相談・受付窓口。
/desks/*/id | The name by which other parts of the policy mean the desk. | ポリシー内で窓口を指す名称。
/desks/*/label | What customers read for it. | お客さまに表示する窓口名。
/desks/*/subject | What it is for. | 取り扱う用件。
/desks/*/telephone | Its number. | 電話番号。
/desks/*/hours | When it answers. | 受付時間。
/desks/*/hours/*/days | On these kinds of days; a public holiday is a holiday whatever the weekday. | 対象の日の区分（祝日は曜日によらず holiday）。
/desks/*/hours/*/from | From this time. | 開始時刻。
/desks/*/hours/*/to | Until this time; 24:00 is midnight. | 終了時刻（24:00 まで指定可）。
/desks/*/closed | Closed days of every year, MM-DD. | 毎年の休業日（MM-DD）。
/desks/*/closed_on | Closed days of one year, YYYY-MM-DD. | 特定の年だけの休業日（YYYY-MM-DD）。
/notices | What is shown at login. | ログイン時のお知らせ。
/notices/*/id | The name of the notice in records. | 記録に用いるお知らせの名称。
/notices/*/from_on | The first day on which it is shown. | 掲載の開始日。
/notices/*/until_on | The last day on which it is shown; for good when absent. | 掲載の終了日（省略時は無期限）。
/notices/*/title | Its text. | お知らせの文言。
`;

export interface KeyText {
  readonly path: string;
  readonly en: string;
  readonly ja: string;
}

export const keyTexts: readonly KeyText[] = table
  .trim()
  .split('\n')
  .map((row) => {
    const [path = '', en = '', ja = ''] = row.split(' | ');
    return { path, en, ja };
  });
