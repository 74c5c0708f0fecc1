import { type Static, Type } from 'typebox';
import { defineRoute, nothing } from '../route.ts';
import { component, id, instant, oneOf, policyName, text, word } from '../schema.ts';
import { statedFactors } from './acting.ts';
import { RefusalReason, Retry } from './retry.ts';

const otp = text(
  64,
  'As it was typed; full-width digits, spaces and hyphens are understood (ALL-05).',
);

export const VerifyChallenge = component(
  'VerifyChallenge',
  {
    challenge_id: id('chl'),
    otp: Type.Optional(otp),
    factors: Type.Optional(statedFactors),
  },
  'Proves what a challenge requires.',
);

export const VerifyUser = component(
  'VerifyUser',
  {
    user_id: id('usr'),
    purpose: policyName('`login`, or another operation of the policy.'),
    otp,
    factors: Type.Optional(statedFactors),
  },
  'For a bank that asks on its own account, without a challenge.',
);

export const CreateVerification = oneOf('CreateVerification', [VerifyChallenge, VerifyUser]);

export const Verification = component('Verification', {
  result: word(['accepted', 'refused']),
  retry: Retry,
  retry_at: Type.Optional(instant()),
  reason: Type.Optional(RefusalReason),
});

export const createVerification = defineRoute({
  operationId: 'create_verification',
  resource: 'verifications',
  method: 'POST',
  path: '/v1/verifications',
  scope: 'verifications:write',
  summary: 'Have a code and stated factors verified',
  description:
    'A code is accepted at most once per token. Wrong, used, locked and not registered give the same bytes to clients without the scope verifications:reasons.',
  params: nothing,
  query: nothing,
  body: CreateVerification,
  answers: { 200: Verification },
  problems: [
    'user_unknown',
    'operation_unknown',
    'factors_missing',
    'factor_unknown',
    'challenge_unknown',
    'challenge_expired',
    'challenge_not_open',
    'challenge_blocked',
    'challenge_needs_registration',
  ],
  idempotent: true,
  example: {
    body: {
      challenge_id: 'chl_01k4y8m2v5t7q9r3w6x0z1b2c3',
      otp: '755224',
      factors: [{ kind: 'pin', checked_at: '2026-11-22T09:00:00+09:00' }],
    },
    answer: { result: 'accepted', retry: 'none' },
  },
});

export type CreateVerification = Static<typeof CreateVerification>;
export type Verification = Static<typeof Verification>;
