import { type Static, Type } from 'typebox';
import {
  Authenticator as AuthenticatorSchema,
  ChallengeRule as ChallengeRuleSchema,
  Desk,
  Name,
  Notice,
  Operation,
  PlainDate,
  Role as RoleSchema,
  strict,
  Text,
  Yen,
} from './policy-parts.ts';

/**
 * The policy document: everything an institution decides without code. One schema gives the JSON
 * Schema file, the types and the validation. Unknown keys are errors.
 *
 * Conditions live in ordered rules (condition → factors), never in one boolean per operation:
 * the first rule whose conditions all hold decides.
 */
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
    authenticators: Type.Array(AuthenticatorSchema, { minItems: 1, maxItems: 20 }),
    fixed_factors: Type.Array(Name, {
      uniqueItems: true,
      description:
        'Factors that the institution checks itself and that its systems may state as checked.',
    }),
    operations: Type.Record(Name, Operation, strict),
    challenge_rules: Type.Array(ChallengeRuleSchema, { minItems: 1, maxItems: 200 }),
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
        proof: Type.Tuple([Type.Literal('serial'), Type.Literal('otp')]),
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
            after: Type.Literal('block_operations'),
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
            roles: Type.Array(RoleSchema, {
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
        roles: Type.Array(RoleSchema, { uniqueItems: true }),
        scope: Type.Literal('binding'),
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
export type ChallengeRule = Static<typeof ChallengeRuleSchema>;
export type Authenticator = Static<typeof AuthenticatorSchema>;
export type Approval = 'none' | 'single' | 'double';
export type ApprovalStage = 'commit' | 'first_approval' | 'final_approval';
