import { Type } from 'typebox';

/** The building blocks of the policy schema; `policy-schema.ts` puts them together. */
export const strict = { additionalProperties: false } as const;
export const Name = Type.String({ pattern: '^[a-z][a-z0-9_]{0,63}$' });
export const Text = Type.Object(
  {
    ja: Type.String({ minLength: 1, maxLength: 400 }),
    en: Type.String({ minLength: 1, maxLength: 400 }),
  },
  { ...strict, description: 'One text in Japanese and in English.' },
);
export const PlainDate = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
  description: 'A calendar date, YYYY-MM-DD.',
});
const ClockTime = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$' });
export const Yen = Type.Integer({ minimum: 0, maximum: 10_000_000 });
export const Role = Type.Union([
  Type.Literal('master'),
  Type.Literal('admin'),
  Type.Literal('member'),
]);

export const Authenticator = Type.Object(
  {
    id: Name,
    kind: Type.Union([Type.Literal('hardware_totp'), Type.Literal('hardware_hotp')]),
    algorithm: Type.Union([Type.Literal('SHA1'), Type.Literal('SHA256'), Type.Literal('SHA512')]),
    digits: Type.Union([Type.Literal(6), Type.Literal(8)]),
    step_seconds: Type.Optional(Type.Union([Type.Literal(30), Type.Literal(60)])),
    window_steps: Type.Integer({
      minimum: 0,
      maximum: 10,
      description:
        'Accepted steps on each side of now; for event-based tokens how far to look ahead.',
    }),
    registration_window_steps: Type.Integer({
      minimum: 0,
      maximum: 20,
      description:
        'The window at registration only, where the drift of a new token is not known yet.',
    }),
    max_drift_steps: Type.Integer({ minimum: 0, maximum: 60 }),
    serial_pattern: Type.String({ minLength: 1, maxLength: 200 }),
    expiry_format: Type.Union([
      Type.Literal('MM/DD/YY'),
      Type.Literal('MM/DD/YYYY'),
      Type.Literal('YYYY/MM'),
      Type.Literal('YYYY-MM-DD'),
      Type.Literal('none'),
    ]),
    display: Type.Object(
      {
        mode: Type.Union([Type.Literal('always_on'), Type.Literal('press_to_show')]),
        bar_seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
      },
      strict,
    ),
  },
  strict,
);

export const Operation = Type.Object(
  {
    label: Text,
    permission: Type.Boolean({
      description: 'Whether a user needs a permission of this name; login, for one, needs none.',
    }),
    roles: Type.Optional(Type.Array(Role, { minItems: 1, uniqueItems: true })),
    approval: Type.Boolean({
      description:
        'Whether it can run through an approval flow; then details.approval and details.stage are required.',
    }),
  },
  strict,
);

export const ChallengeRule = Type.Object(
  {
    id: Name,
    when: Type.Object(
      {
        operations: Type.Optional(Type.Array(Name, { minItems: 1, uniqueItems: true })),
        approval: Type.Optional(
          Type.Array(
            Type.Union([Type.Literal('none'), Type.Literal('single'), Type.Literal('double')]),
            { minItems: 1, uniqueItems: true },
          ),
        ),
        stage: Type.Optional(
          Type.Array(
            Type.Union([
              Type.Literal('commit'),
              Type.Literal('first_approval'),
              Type.Literal('final_approval'),
            ]),
            { minItems: 1, uniqueItems: true },
          ),
        ),
        roles: Type.Optional(Type.Array(Role, { minItems: 1, uniqueItems: true })),
        contract_kinds: Type.Optional(
          Type.Array(
            Type.Union([
              Type.Literal('corporate'),
              Type.Literal('sole_proprietor'),
              Type.Literal('retail'),
            ]),
            { minItems: 1, uniqueItems: true },
          ),
        ),
        amount_yen_from: Type.Optional(Yen),
        channels: Type.Optional(Type.Array(Name, { minItems: 1, uniqueItems: true })),
        payee_classes: Type.Optional(Type.Array(Name, { minItems: 1, uniqueItems: true })),
      },
      { ...strict, description: 'All conditions must hold; an absent one always holds.' },
    ),
    factors: Type.Array(Name, {
      uniqueItems: true,
      description: '`otp`, or a fixed factor of the institution by name; all of them are asked.',
    }),
    without_otp: Type.Optional(
      Type.Array(Name, {
        uniqueItems: true,
        description:
          'What is asked of a user who needs no OTP yet; without it the factors less `otp`.',
      }),
    ),
  },
  strict,
);

export const Desk = Type.Object(
  {
    id: Name,
    label: Text,
    telephone: Type.Optional(Type.String({ maxLength: 40 })),
    hours: Type.Array(
      Type.Object(
        {
          days: Type.Array(
            Type.Union([
              Type.Literal('weekday'),
              Type.Literal('saturday'),
              Type.Literal('sunday'),
              Type.Literal('holiday'),
            ]),
            { minItems: 1, uniqueItems: true },
          ),
          from: ClockTime,
          to: ClockTime,
        },
        strict,
      ),
    ),
    closed: Type.Array(Type.String({ pattern: '^\\d{2}-\\d{2}$' }), {
      uniqueItems: true,
      description: 'Days of the year, MM-DD.',
    }),
  },
  strict,
);

export const Notice = Type.Object(
  { id: Name, from_on: PlainDate, until_on: Type.Optional(PlainDate), title: Text },
  strict,
);
