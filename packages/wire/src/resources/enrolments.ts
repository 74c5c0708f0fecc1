import { type Static, Type } from 'typebox';
import { defineRoute, nothing } from '../route.ts';
import { component, id, inline, instant, listing, orNull, policyName, word } from '../schema.ts';
import { statedFactors } from './acting.ts';
import { presentedToken, registrationProblems, replacesToken } from './registrations.ts';
import { RefusalReason, Retry } from './retry.ts';

export const Grace = component('Grace', {
  ends_at: orNull(instant('The last instant in which grace holds; null while it has not begun.')),
  days_left: orNull(
    Type.Integer({ minimum: 0, maximum: 1_000, description: 'After today: 0 on the last day.' }),
  ),
});

export const Enrolment = component('Enrolment', {
  user_id: id('usr'),
  state: word([
    'not_adopted',
    'not_concerned',
    'application_due',
    'offered',
    'required',
    'enrolled',
  ]),
  reason: word([
    'contract_not_adopted',
    'user_not_adopted',
    'opted_out',
    'no_otp_operation',
    'obligation',
    'token_not_delivered',
    'grace_running',
    'grace_over',
    'no_grace',
    'colleague_registered',
    'binding_ended',
    'takes_effect_at_next_login',
    'token_expired',
    'token_expired_fails_open',
    'token_cut_over',
    'enrolled',
  ]),
  skip_allowed: Type.Boolean(),
  proof: listing(policyName('`serial`, `otp`, `second_otp`, or a fixed factor.'), 20),
  awaiting_delivery: Type.Boolean(),
  grace: Grace,
  effect_after_grace: word(['block_login', 'block_operations', 'block_sending']),
});

export const getEnrolment = defineRoute({
  operationId: 'get_enrolment',
  resource: 'enrolments',
  method: 'GET',
  path: '/v1/enrolments/{user_id}',
  scope: 'enrolments:read',
  summary: 'Where a user stands with his registration',
  description:
    'Whether the registration screen belongs after his login, and whether he may skip it.',
  params: inline({ user_id: id('usr') }),
  query: nothing,
  body: null,
  answers: { 200: Enrolment },
  problems: [],
  idempotent: false,
  example: { params: { user_id: 'usr_01k4y8m2v5t7q9r3w6x0z1b2c3' } },
});

export const SkipEnrolment = component('SkipEnrolment', {});

export const skipEnrolment = defineRoute({
  operationId: 'skip_enrolment',
  resource: 'enrolments',
  method: 'POST',
  path: '/v1/enrolments/{user_id}/skip',
  scope: 'enrolments:write',
  summary: 'Skip the registration for now',
  description: 'Allowed while grace lasts, if the policy lets it be skipped at all.',
  params: inline({ user_id: id('usr') }),
  query: nothing,
  body: SkipEnrolment,
  answers: { 200: Enrolment },
  problems: [
    'user_unknown',
    'grace_over',
    'enrolment_not_concerned',
    'enrolment_not_offered',
    'skip_not_allowed',
  ],
  idempotent: true,
  example: { params: { user_id: 'usr_01k4y8m2v5t7q9r3w6x0z1b2c3' }, body: {} },
});

export const RegisterToken = component('RegisterToken', {
  ...presentedToken,
  replaces_token_id: replacesToken,
  factors: Type.Optional(statedFactors),
});

export const Registration = component('Registration', {
  result: word(['accepted', 'refused']),
  retry: Retry,
  retry_at: Type.Optional(instant()),
  reason: Type.Optional(RefusalReason),
  binding: Type.Optional(inline({ id: id('bnd'), token_id: id('tok'), started_at: instant() })),
  ended_binding_id: Type.Optional(id('bnd', 'The binding that this one replaces.')),
});

export const registerToken = defineRoute({
  operationId: 'register_token',
  resource: 'enrolments',
  method: 'POST',
  path: '/v1/enrolments/{user_id}/registration',
  scope: 'enrolments:write',
  summary: 'Register a token for a user, by its serial and a code',
  description:
    'A foreign serial, a wrong code and a lock all look alike. What else stands in the way is told only when serial and code were right; the code is spent then too.',
  params: inline({ user_id: id('usr') }),
  query: nothing,
  body: RegisterToken,
  answers: { 200: Registration },
  problems: [
    'user_unknown',
    'not_adopted',
    'registration_by_administrator',
    'enrolment_not_offered',
    'cooldown_running',
    ...registrationProblems,
  ],
  idempotent: true,
  example: {
    params: { user_id: 'usr_01k4y8m2v5t7q9r3w6x0z1b2c3' },
    body: { serial: 'NH00000017', otp: '755224' },
    answer: {
      result: 'accepted',
      retry: 'none',
      binding: {
        id: 'bnd_01k4y8m2v5t7q9r3w6x0z1b2c3',
        token_id: 'tok_01k4y8m2v5t7q9r3w6x0z1b2c3',
        started_at: '2026-11-22T00:00:00.000Z',
      },
    },
  },
});

export type Grace = Static<typeof Grace>;
export type Enrolment = Static<typeof Enrolment>;
export type RegisterToken = Static<typeof RegisterToken>;
export type Registration = Static<typeof Registration>;
