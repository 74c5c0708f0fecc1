import { Type } from 'typebox';
import { about, ContractKinds, Name, strict, Text, word, words } from './policy-parts.ts';

/** Kinds of authenticators that Warifu verifies now. */
export const availableKinds = [
  'hardware_totp',
  'hardware_hotp',
  'phone_app',
  'pc_app',
  'email_code',
] as const;

/** Kinds that the language knows and that a policy cannot use yet. */
export const laterKinds = [
  'push_approval',
  'camera_token',
  'keypad_token',
  'number_table_card',
  'passkey',
] as const;

const Display = Type.Object(
  {
    mode: word(
      ['always_on', 'press_to_show', 'hides_after_a_while'],
      about('How the device shows its code.', 'コードの表示のしかた。'),
    ),
    shown_seconds: Type.Optional(Type.Integer({ minimum: 5, maximum: 600 })),
    bar_seconds: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 60,
        ...about('Seconds per mark of the time bar.', '残り時間の目盛り一つあたりの秒数。'),
      }),
    ),
  },
  strict,
);

const Lifetime = Type.Union(
  [
    Type.Object({ ends: Type.Literal('printed_date') }, strict),
    Type.Object(
      {
        ends: Type.Literal('years_after_issue'),
        years: Type.Integer({ minimum: 1, maximum: 20 }),
        extendable_in_app: Type.Boolean(),
      },
      strict,
    ),
    Type.Object(
      {
        ends: Type.Literal('after_displays'),
        displays: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
      },
      strict,
    ),
    Type.Object({ ends: Type.Literal('never') }, strict),
  ],
  about(
    'When a token of this kind stops by itself; a printed date always counts as well.',
    '有効期限の決まり方。印字された期限は常に適用されます。',
  ),
);

const Notice = Type.Object(
  {
    lead_days: Type.Integer({ minimum: 0, maximum: 366 }),
    by: words(['screen', 'mail', 'post'], { minItems: 1 }),
  },
  {
    ...strict,
    ...about('How early, and how, users hear of the expiry.', '期限到来の案内時期と方法。'),
  },
);

/** 利用開始: a software token is activated by service ID, user ID and an activation password. */
const Activation = Type.Object(
  {
    password_digits: Type.Object(
      {
        from: Type.Integer({ minimum: 4, maximum: 8 }),
        to: Type.Integer({ minimum: 4, maximum: 8 }),
      },
      strict,
    ),
    lifetime_minutes: Type.Integer({ minimum: 5, maximum: 10_080 }),
    attempts: Type.Integer({ minimum: 1, maximum: 10 }),
    mail_address: word(
      ['entered', 'registered'],
      about(
        'Whether the mail goes to an address entered at issue or to the one on file.',
        '発行メールの宛先（発行時に入力、または届出済みのもの）。',
      ),
    ),
    mail_links_to_app: Type.Boolean(
      about(
        'Whether the mail has a link to the app; it never carries a secret.',
        'メールにアプリへのリンクを載せるか（秘密情報は常に載せません）。',
      ),
    ),
  },
  strict,
);

const MailCode = Type.Object(
  {
    lifetime_seconds: Type.Integer({ minimum: 60, maximum: 3_600 }),
    resend_after_seconds: Type.Integer({ minimum: 0, maximum: 3_600 }),
    per_day: Type.Integer({ minimum: 1, maximum: 100 }),
  },
  strict,
);

/** A kind of token that an institution hands out or accepts. */
export const Authenticator = Type.Object(
  {
    id: Name,
    kind: word([...availableKinds, ...laterKinds]),
    label: Type.Optional(Text),
    contract_kinds: Type.Optional(ContractKinds),
    algorithm: word(['SHA1', 'SHA256', 'SHA512']),
    digits: Type.Union([Type.Literal(6), Type.Literal(8)]),
    step_seconds: Type.Optional(Type.Union([Type.Literal(30), Type.Literal(60)])),
    window_steps: Type.Integer({
      minimum: 0,
      maximum: 10,
      ...about(
        'Accepted steps on each side of now; for event-based tokens how far to look ahead.',
        '現在の前後に認める時間ステップ数（カウンタ式では先読みの数）。',
      ),
    }),
    registration_window_steps: Type.Integer({
      minimum: 0,
      maximum: 20,
      ...about(
        'The window at registration only, where the drift of a new token is not known yet.',
        '登録時だけに適用する許容ステップ数。',
      ),
    }),
    max_drift_steps: Type.Integer({ minimum: 0, maximum: 60 }),
    resynchronisation: Type.Object(
      {
        by: words(['user', 'staff'], {
          ...about(
            'Who may resynchronise with two consecutive codes; nobody when empty.',
            '連続する2つのコードによる時刻補正を行える者（空なら不可）。',
          ),
        }),
        window_steps: Type.Integer({ minimum: 0, maximum: 1_000 }),
      },
      strict,
    ),
    serial_pattern: Type.String({ minLength: 1, maxLength: 200 }),
    expiry_format: word(['MM/DD/YY', 'MM/DD/YYYY', 'YYYY/MM', 'YYYY-MM-DD', 'none']),
    display: Display,
    lifetime: Lifetime,
    expiry_notice: Type.Optional(Notice),
    registration: word(
      ['serial', 'activation', 'mail_address'],
      about(
        'How a user comes to it: by the printed or shown serial, by activation of an app, or by his mail address.',
        '登録方法（シリアル番号等、アプリの利用開始、メールアドレス）。',
      ),
    ),
    activation: Type.Optional(Activation),
    mail_code: Type.Optional(MailCode),
    registrations_per_device: Type.Optional(
      Type.Union([Type.Integer({ minimum: 1, maximum: 1_000 }), Type.Literal('any')]),
    ),
  },
  strict,
);
