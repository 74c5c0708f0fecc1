import { type Static, Type } from 'typebox';

/**
 * The policy document: everything an institution decides without code. One schema gives the JSON
 * Schema file, the types and the validation. Unknown keys are errors.
 *
 * Conditions live in ordered rules (condition → factors), never in one boolean per operation:
 * the first rule whose conditions all hold decides.
 */
const strict = { additionalProperties: false } as const;
const Name = Type.String({ pattern: '^[a-z][a-z0-9_]{0,63}$' });
const Text = Type.Object(
  {
    ja: Type.String({ minLength: 1, maxLength: 400 }),
    en: Type.String({ minLength: 1, maxLength: 400 }),
  },
  { ...strict, description: 'One text in Japanese and in English.' },
);
const PlainDate = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
  description: 'A calendar date, YYYY-MM-DD.',
});
const ClockTime = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$' });
const Yen = Type.Integer({ minimum: 0, maximum: 10_000_000 });
const Role = Type.Union([Type.Literal('master'), Type.Literal('admin'), Type.Literal('member')]);

const Authenticator = Type.Object(
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

const Operation = Type.Object(
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

const ChallengeRule = Type.Object(
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

const Desk = Type.Object(
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

const Notice = Type.Object(
  { id: Name, from_on: PlainDate, until_on: Type.Optional(PlainDate), title: Text },
  strict,
);

export const PolicySchema = Type.Object(
  {
    schema: Type.Literal('warifu-policy/1'),
    institution: Type.Object(
      {
        id: Type.String({ pattern: '^[a-z][a-z0-9_-]{1,62}$' }),
        name: Text,
        time_zone: Type.String({ minLength: 1, maxLength: 64 }),
        service_from_on: PlainDate,
      },
      strict,
    ),
    labels: Type.Record(Type.String({ pattern: '^[a-z][a-z0-9_.]{0,63}$' }), Text, {
      ...strict,
      description: 'What this institution calls each domain word on its screens.',
    }),
    authenticators: Type.Array(Authenticator, { minItems: 1, maxItems: 20 }),
    fixed_factors: Type.Array(Name, {
      uniqueItems: true,
      description:
        'Factors that the institution checks itself and that its systems may state as checked.',
    }),
    operations: Type.Record(Name, Operation, strict),
    challenge_rules: Type.Array(ChallengeRule, { minItems: 1, maxItems: 200 }),
    challenge: Type.Object(
      {
        lifetime_seconds: Type.Integer({ minimum: 30, maximum: 3_600 }),
        fixed_factor_max_age_seconds: Type.Integer({ minimum: 30, maximum: 3_600 }),
      },
      strict,
    ),
    adoption: Type.Object(
      {
        obligation: Type.Literal('optional'),
        unit: Type.Literal('contract'),
        application: Type.Literal('paper'),
        delivery_days: Type.Integer({ minimum: 0, maximum: 90 }),
      },
      strict,
    ),
    enrolment: Type.Object(
      {
        who_registers: Type.Literal('each_user'),
        concerns: Type.Union([
          Type.Literal('users_with_otp_operations'),
          Type.Literal('all_users'),
        ]),
        proof: Type.Array(Type.Union([Type.Literal('serial'), Type.Literal('otp')]), {
          minItems: 1,
          uniqueItems: true,
        }),
        grace: Type.Object(
          {
            length: Type.Object(
              {
                days: Type.Optional(Type.Integer({ minimum: 0, maximum: 366 })),
                months: Type.Optional(Type.Integer({ minimum: 0, maximum: 12 })),
              },
              { ...strict, minProperties: 1, maxProperties: 1 },
            ),
            count_from: Type.Union([Type.Literal('application'), Type.Literal('delivery')]),
            skip: Type.Boolean(),
            after: Type.Union([Type.Literal('block_operations'), Type.Literal('block_login')]),
            lapses_on_enrolment: Type.Boolean({
              description:
                'Whether a user who has registered once gets no more grace, for example after a revocation.',
            }),
          },
          strict,
        ),
      },
      strict,
    ),
    relations: Type.Object(
      {
        users_per_token: Type.Union([Type.Integer({ minimum: 1 }), Type.Literal('any')]),
        tokens_per_user: Type.Literal(1),
        contracts_per_token: Type.Literal(1),
      },
      strict,
    ),
    lockout: Type.Object(
      {
        threshold: Type.Integer({ minimum: 1, maximum: 100 }),
        cap: Type.Integer({
          minimum: 1,
          maximum: 100,
          description:
            'Wrong codes since the last acceptance at which only the institution lifts the lock (ALL-06).',
        }),
        scope: Type.Union([Type.Literal('user_otp'), Type.Literal('token')]),
        unlock: Type.Object(
          {
            roles: Type.Array(Role, {
              uniqueItems: true,
              description: 'Who may lift a lock; an empty list leaves it to the institution.',
            }),
            oneself: Type.Boolean(),
            sharers_of_token: Type.Boolean({
              description: 'Whether somebody who shares the token may lift its lock.',
            }),
            while_locked: Type.Boolean({
              description: 'Whether somebody who is locked himself may lift the locks of others.',
            }),
            desk: Name,
            desk_when: Type.Union([Type.Literal('nobody_left'), Type.Literal('always')]),
          },
          strict,
        ),
      },
      strict,
    ),
    revocation: Type.Object(
      {
        roles: Type.Array(Role, { uniqueItems: true }),
        scope: Type.Union([Type.Literal('binding'), Type.Literal('token')]),
        desk: Name,
        reuse: Type.Boolean({
          description: 'Whether a user may register again with a token that was revoked for him.',
        }),
      },
      strict,
    ),
    fees: Type.Object(
      {
        tax: Type.Literal('included'),
        free_tokens: Type.Integer({ minimum: 0, maximum: 1_000 }),
        additional_yen: Yen,
        reissue_yen: Yen,
        broken_yen: Yen,
        replacement_yen: Yen,
        monthly_yen: Yen,
      },
      strict,
    ),
    replacement: Type.Object(
      {
        lead_days: Type.Integer({ minimum: 0, maximum: 366 }),
        tokens: Type.Union([Type.Literal('all'), Type.Literal('none')]),
        at_expiry: Type.Literal('refused'),
      },
      strict,
    ),
    desks: Type.Array(Desk, { minItems: 1 }),
    notices: Type.Array(Notice),
  },
  { ...strict, $id: 'https://warifu.example/schemas/policy-1.json', title: 'Warifu policy' },
);

export type Policy = Static<typeof PolicySchema>;
export type ChallengeRule = Static<typeof ChallengeRule>;
export type Authenticator = Static<typeof Authenticator>;
export type Role = Static<typeof Role>;
export type LocalisedText = Static<typeof Text>;
export type Approval = 'none' | 'single' | 'double';
export type ApprovalStage = 'commit' | 'first_approval' | 'final_approval';
