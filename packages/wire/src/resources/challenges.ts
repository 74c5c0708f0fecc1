import { type Static, Type } from 'typebox';
import { defineRoute, nothing } from '../route.ts';
import {
  component,
  date,
  id,
  inline,
  instant,
  LocalisedText,
  listing,
  orNull,
  policyName,
  several,
  text,
  word,
  yen,
} from '../schema.ts';
import { Enrolment, Grace } from './enrolments.ts';
import { UserChange } from './users.ts';

export const ChallengeDetails = component(
  'ChallengeDetails',
  {
    approval: Type.Optional(word(['none', 'single', 'double'])),
    stage: Type.Optional(word(['commit', 'first_approval', 'final_approval'])),
    amount_yen: Type.Optional(yen(0)),
    channel: Type.Optional(policyName()),
    payee_class: Type.Optional(policyName()),
    client_certificate: Type.Optional(Type.Boolean()),
    same_day: Type.Optional(
      Type.Boolean({ description: 'Whether the transfer is to be carried out today.' }),
    ),
    target_user_ids: Type.Optional(several(id('usr'), 100, 'Whom the act is about.')),
    user_change: Type.Optional(UserChange),
    reference: Type.Optional(text(200, 'The client’s own name for what is approved.')),
    display: Type.Optional(
      Type.Record(
        Type.String({ pattern: '^[^\\u0000-\\u001f]{1,64}$' }),
        Type.String({ maxLength: 200 }),
        {
          maxProperties: 20,
          additionalProperties: false,
          description: 'What the user was shown, name by name.',
        },
      ),
    ),
  },
  'What the operation is about. What is approved is what was shown: the digest covers all of it.',
);

export const ChallengeReason = component('ChallengeReason', {
  code: word([
    'rule',
    'no_rule',
    'not_adopted',
    'not_concerned',
    'grace',
    'registration_required',
    'application_due',
    'token_expired',
    'user_locked',
    'token_locked',
    'token_suspended',
    'permission_missing',
    'emergency_stopped',
    'cooldown',
    'held_after_registration',
    'same_day_suspended',
    'over_limit',
  ]),
  rule: orNull(policyName('The rule of the policy that decided.')),
});

export const Notice = component('Notice', {
  id: policyName(),
  title: LocalisedText,
  from_on: date(),
});

export const Challenge = component('Challenge', {
  id: id('chl'),
  user_id: id('usr'),
  operation: policyName(),
  required: word(['none', 'fixed_factors', 'otp', 'registration', 'blocked']),
  reason: ChallengeReason,
  factors: listing(policyName(), 20),
  state: word(['open', 'satisfied', 'consumed']),
  grace: orNull(Grace),
  blocked_until: orNull(instant('When what blocks the operation ends by itself, if it does.')),
  details: ChallengeDetails,
  details_digest: Type.String({
    pattern: '^[0-9a-f]{64}$',
    maxLength: 64,
    description: 'SHA-256 of the canonical details.',
  }),
  notices: listing(Notice, 100),
  enrolment: orNull(Enrolment),
  created_at: instant(),
  expires_at: instant(),
  satisfied_at: orNull(instant()),
});

export const CreateChallenge = component('CreateChallenge', {
  user_id: id('usr'),
  operation: policyName('`login`, or another operation of the policy.'),
  details: Type.Optional(ChallengeDetails),
});

const exampleDetails = {
  approval: 'none',
  stage: 'commit',
  amount_yen: 250_000,
  reference: 'transfer 8812',
  display: { 振込先: '甲野商店', 金額: '250,000円' },
};

const example = { challenge_id: 'chl_01k4y8m2v5t7q9r3w6x0z1b2c3' };

export const createChallenge = defineRoute({
  operationId: 'create_challenge',
  resource: 'challenges',
  method: 'POST',
  path: '/v1/challenges',
  scope: 'challenges:write',
  summary: 'Ask what an operation requires of a user now',
  description:
    'Nothing, fixed factors, a code, a registration first, or blocked; each with its reason. Notices and the enrolment come with the operation `login`.',
  params: nothing,
  query: nothing,
  body: CreateChallenge,
  answers: { 201: Challenge },
  problems: ['user_unknown', 'operation_unknown', 'details_incomplete'],
  idempotent: true,
  example: {
    body: {
      user_id: 'usr_01k4y8m2v5t7q9r3w6x0z1b2c3',
      operation: 'one_off_transfer',
      details: exampleDetails,
    },
    answer: {
      id: 'chl_01k4y8m2v5t7q9r3w6x0z1b2c3',
      user_id: 'usr_01k4y8m2v5t7q9r3w6x0z1b2c3',
      operation: 'one_off_transfer',
      required: 'otp',
      reason: { code: 'rule', rule: 'transfer_without_approval' },
      factors: ['pin', 'otp'],
      state: 'open',
      grace: null,
      blocked_until: null,
      details: exampleDetails,
      details_digest: '5f2c0d4e8a1b3c6d7e9f00112233445566778899aabbccddeeff001122334455',
      notices: [],
      enrolment: null,
      created_at: '2026-11-22T00:00:00.000Z',
      expires_at: '2026-11-22T00:05:00.000Z',
      satisfied_at: null,
    },
  },
});

export const getChallenge = defineRoute({
  operationId: 'get_challenge',
  resource: 'challenges',
  method: 'GET',
  path: '/v1/challenges/{challenge_id}',
  scope: 'challenges:read',
  summary: 'One challenge',
  description: 'As it stands now.',
  params: inline({ challenge_id: id('chl') }),
  query: nothing,
  body: null,
  answers: { 200: Challenge },
  problems: [],
  idempotent: false,
  example: { params: example },
});

export const ConsumeChallenge = component('ConsumeChallenge', {
  details_digest: Type.Optional(
    Type.String({
      pattern: '^[0-9a-f]{64}$',
      maxLength: 64,
      description:
        'Of what is about to be carried out. Another one than the challenge’s is refused, and none where the challenge has details.',
    }),
  ),
});

export const consumeChallenge = defineRoute({
  operationId: 'consume_challenge',
  resource: 'challenges',
  method: 'POST',
  path: '/v1/challenges/{challenge_id}/consumption',
  scope: 'challenges:write',
  summary: 'Use a satisfied challenge for the act that it was made for, once',
  description: 'Call it when the act is carried out. A challenge serves one act.',
  params: inline({ challenge_id: id('chl') }),
  query: nothing,
  body: ConsumeChallenge,
  answers: { 200: Challenge },
  problems: [
    'challenge_unknown',
    'challenge_not_satisfied',
    'challenge_expired',
    'challenge_mismatch',
    'challenge_consumed',
    'challenge_blocked',
    'challenge_needs_registration',
    'user_unknown',
  ],
  idempotent: true,
  example: { params: example, body: {} },
});

export type ChallengeDetails = Static<typeof ChallengeDetails>;
export type Challenge = Static<typeof Challenge>;
export type Notice = Static<typeof Notice>;
export type CreateChallenge = Static<typeof CreateChallenge>;
