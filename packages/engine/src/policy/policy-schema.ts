import { type Static, Type } from 'typebox';
import { Adoption, Enrolment, Relations } from './adoption-schema.ts';
import { Authenticator as AuthenticatorSchema } from './authenticator-schema.ts';
import {
  ChallengeRule as ChallengeRuleSchema,
  ChallengeTimes,
  Operation,
} from './challenge-schema.ts';
import { Calendar, Desk, Notice } from './desk-schema.ts';
import { EmergencyStop, Lockout, Revocation, SelfService, Suspension } from './lockout-schema.ts';
import { Compensation, Fees, Limits, Replacement, SameDay } from './money-schema.ts';
import { about, Name, PlainDate, strict, Text } from './policy-parts.ts';
import { withKeyTexts } from './with-key-texts.ts';

/**
 * The policy document: everything an institution decides without code. One schema gives the JSON
 * Schema file, the types, the validation and the reference. Unknown keys are errors.
 *
 * Conditions live in ordered rules (condition → factors), never in one boolean per operation:
 * the first rule whose conditions all hold decides.
 */
const PlainPolicySchema = Type.Object(
  {
    schema: Type.Literal('warifu-policy/1'),
    institution: Type.Object(
      {
        id: Type.String({ pattern: '^[a-z][a-z0-9_-]{1,62}$' }),
        name: Text,
        time_zone: Type.String({ minLength: 1, maxLength: 64 }),
        service_from_on: PlainDate,
        sender_domains: Type.Array(
          Type.String({ pattern: '^[a-z0-9-]+(\\.[a-z0-9-]+)+$', maxLength: 253 }),
          {
            uniqueItems: true,
            ...about(
              'The domains that its mails come from; screens name them before a mail is sent.',
              'メールの送信元ドメイン。送信前の画面で案内します。',
            ),
          },
        ),
      },
      strict,
    ),
    calendar: Calendar,
    labels: Type.Record(Type.String({ pattern: '^[a-z][a-z0-9_.]{0,63}$' }), Text, {
      ...strict,
      ...about(
        'What this institution calls each domain word on its screens.',
        '画面上の用語（金融機関ごとの呼び方）。',
      ),
    }),
    authenticators: Type.Array(AuthenticatorSchema, { minItems: 1, maxItems: 20 }),
    fixed_factors: Type.Array(Name, {
      uniqueItems: true,
      ...about(
        'Factors that the institution checks itself and that its systems may state as checked.',
        '金融機関が自ら確認する固定の要素。',
      ),
    }),
    operations: Type.Record(Name, Operation, strict),
    challenge_rules: Type.Array(ChallengeRuleSchema, { minItems: 1, maxItems: 200 }),
    challenge: ChallengeTimes,
    adoption: Adoption,
    enrolment: Enrolment,
    relations: Relations,
    lockout: Lockout,
    revocation: Revocation,
    self_service: SelfService,
    suspension: Suspension,
    emergency_stop: EmergencyStop,
    fees: Fees,
    replacement: Replacement,
    limits: Limits,
    same_day: SameDay,
    compensation: Compensation,
    desks: Type.Array(Desk, { minItems: 1 }),
    notices: Type.Array(Notice),
  },
  { ...strict, $id: 'https://warifu.example/schemas/policy-1.json', title: 'Warifu policy' },
);

/** The schema of a policy document, each key with its text in both languages. */
export const PolicySchema = withKeyTexts(PlainPolicySchema);

export type Policy = Static<typeof PolicySchema>;
export type ChallengeRule = Static<typeof ChallengeRuleSchema>;
export type Authenticator = Static<typeof AuthenticatorSchema>;
export type LockScope = Policy['lockout']['scope'];
export type Approval = 'none' | 'single' | 'double';
export type ApprovalStage = 'commit' | 'first_approval' | 'final_approval';
