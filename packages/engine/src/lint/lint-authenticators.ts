import type { Authenticator, Policy } from '../policy/policy-schema.ts';
import { type Finding, finding, when } from './finding.ts';

/** Values of authenticators that stay below the standards, or contradict each other. */
export function lintAuthenticators(policy: Policy): Finding[] {
  const each = policy.authenticators.flatMap((one, index) => {
    const path = `/authenticators/${index}`;
    return [
      ...windows(one, path),
      ...synchronisation(one, path),
      ...expiry(one, path),
      ...mails(one, path),
      ...devices(one, path),
    ];
  });
  return [...each, ...senders(policy)];
}

function windows(one: Authenticator, path: string): Finding[] {
  const step = one.step_seconds;
  if (step === undefined)
    return when(one.kind === 'hardware_hotp' && one.window_steps > 5, () =>
      finding(['warning', 'look_ahead_wide', 'RFC 4226 7.4'], `${path}/window_steps`, [
        `先読みが${one.window_steps}回分と広く、推測が当たりやすくなります`,
        `looks ${one.window_steps} codes ahead, and each one is another guess that fits`,
      ]),
    );
  const minutes = (one.registration_window_steps * step) / 60;
  return [
    ...when(one.window_steps > 1, () =>
      finding(
        ['warning', 'window_wide', 'RFC 6238 5.2; OWASP ASVS 6.5.5'],
        `${path}/window_steps`,
        [
          `前後${one.window_steps}ステップを認めています。1ステップまでが推奨です`,
          `accepts ${one.window_steps} steps on each side; at most one is recommended`,
        ],
      ),
    ),
    ...when(step > 30, () =>
      finding(['note', 'step_long', 'OWASP ASVS 6.5.5'], `${path}/step_seconds`, [
        `${step}秒のステップは推奨の30秒より長いため、許容幅を広げないでください`,
        `of ${step} s exceeds the 30 s that are recommended; keep the window narrow`,
      ]),
    ),
    ...when(minutes > 5, () =>
      finding(
        ['warning', 'registration_window_wide', 'RFC 6238 5.2'],
        `${path}/registration_window_steps`,
        [
          `登録時に前後${minutes}分のコードを認めています`,
          `accepts codes of ${minutes} minutes on each side at registration`,
        ],
      ),
    ),
  ];
}

function synchronisation(one: Authenticator, path: string): Finding[] {
  const { by } = one.resynchronisation;
  const counted = one.kind === 'hardware_hotp';
  const timed = one.step_seconds !== undefined;
  return [
    ...when((counted || timed) && by.length === 0, () =>
      finding(
        ['warning', 'no_resynchronisation', counted ? 'RFC 4226 7.4' : 'RFC 6238 6'],
        `${path}/resynchronisation/by`,
        [
          'ずれを直せる者がいないため、ずれたトークンは交換するしかありません',
          'lets nobody resynchronise, so a token that has drifted can only be exchanged',
        ],
      ),
    ),
    ...when(timed && one.max_drift_steps > 10, () =>
      finding(['warning', 'drift_wide', 'RFC 6238 6'], `${path}/max_drift_steps`, [
        `ずれを${one.max_drift_steps}ステップまで覚えるのは広すぎます`,
        `remembers a drift of ${one.max_drift_steps} steps, which is more than clocks need`,
      ]),
    ),
  ];
}

function expiry(one: Authenticator, path: string): Finding[] {
  const { lifetime, expiry_format: format, expiry_notice: notice } = one;
  const ends = lifetime.ends === 'printed_date' || lifetime.ends === 'years_after_issue';
  return [
    ...when(lifetime.ends === 'printed_date' && format === 'none', () =>
      finding(['warning', 'expiry_not_printed'], `${path}/expiry_format`, [
        '印字された期限で終わるのに、期限の印字がないことになっています',
        'says that nothing is printed, and the token ends with a printed date',
      ]),
    ),
    ...when(ends && notice === undefined, () =>
      finding(['warning', 'expiry_unannounced', 'NIST SP 800-63B-4 4.4'], path, [
        '期限到来の案内（expiry_notice）がありません',
        'has no expiry_notice, so users learn of the expiry when they are refused',
      ]),
    ),
  ];
}

function mails(one: Authenticator, path: string): Finding[] {
  const { activation } = one;
  const findings = when(one.kind === 'email_code', () =>
    finding(['warning', 'mail_as_factor', 'NIST SP 800-63B-4 3.1.3.1; OWASP ASVS 6.3.6'], path, [
      'メールで届くコードは、所持の証明としては認められていません',
      'is a code by mail, which the standards do not take as proof of possession',
    ]),
  );
  if (!activation) return findings;
  const at = `${path}/activation`;
  return [
    ...findings,
    ...when(activation.mail_links_to_app, () =>
      finding(
        ['warning', 'mail_has_link', 'NIST SP 800-63B-4 4.1.2.2; FSA 2025-07'],
        `${at}/mail_links_to_app`,
        [
          'メールにリンクを載せると、偽メールとの見分けがつきにくくなります',
          'puts a link into the mail, which customers cannot tell from a false one',
        ],
      ),
    ),
    ...when(activation.mail_address === 'entered', () =>
      finding(['warning', 'mail_address_unproven', 'NIST SP 800-63B-4 4.6'], `${at}/mail_address`, [
        '直前に入力されたアドレスへ送ると、なりすました者自身にも届きます',
        'sends to an address that was typed a moment ago, perhaps by an impostor',
      ]),
    ),
    ...when(activation.lifetime_minutes > 10, () =>
      finding(
        ['warning', 'activation_long', 'NIST SP 800-63B-4 4.1.2.2'],
        `${at}/lifetime_minutes`,
        [
          `有効時間が${activation.lifetime_minutes}分です。10分以内が推奨です`,
          `lasts ${activation.lifetime_minutes} minutes; at most ten are recommended`,
        ],
      ),
    ),
    ...when(activation.password_digits.from < 6, () =>
      finding(
        ['note', 'activation_password_short', 'NIST SP 800-63B-4 4.1.2.2'],
        `${at}/password_digits/from`,
        [
          `${activation.password_digits.from}桁の暗証だけでは弱いため、サービスIDとユーザIDの乱数が支えます`,
          `of ${activation.password_digits.from} digits are few; the random IDs carry the strength`,
        ],
      ),
    ),
  ];
}

function devices(one: Authenticator, path: string): Finding[] {
  const forCompanies = one.contract_kinds?.includes('corporate') ?? true;
  return [
    ...when(one.kind === 'pc_app' && forCompanies, () =>
      finding(['warning', 'pc_app_for_companies'], `${path}/contract_kinds`, [
        'PC アプリは取引に使うパソコンと同じ場所にあり、法人取引の保護になりません',
        'lets companies keep the token on the very computer that they bank with',
      ]),
    ),
    ...when(one.registrations_per_device === 'any', () =>
      finding(['note', 'devices_unlimited'], `${path}/registrations_per_device`, [
        '一台の端末に登録できる数に上限がありません',
        'puts no limit on the registrations of one phone',
      ]),
    ),
  ];
}

/** Screens name the sender before a mail goes out (S1-04). */
function senders({ authenticators, institution }: Policy): Finding[] {
  const sends = authenticators.some((one) => one.activation ?? one.mail_code);
  return when(sends && institution.sender_domains.length === 0, () =>
    finding(['error', 'sender_domain_missing'], '/institution/sender_domains', [
      'メールを使う認証手段があるのに、送信元ドメインが届け出られていません',
      'names none, and some tokens need mails',
    ]),
  );
}
