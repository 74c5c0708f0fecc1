import { type Static, Type } from 'typebox';
import { defineRoute, nothing } from '../route.ts';
import { component, id, instant, oneOf, text, word } from '../schema.ts';
import { statedFactors } from './acting.ts';
import { Registration } from './enrolments.ts';
import { presentedToken, registrationProblems } from './registrations.ts';
import { RefusalReason, Retry } from './retry.ts';

export const SelfServiceUserId = component(
  'SelfServiceUserId',
  { user_id: id('usr') },
  'A user whom the client knows by his ID.',
);

export const SelfServiceLogin = component(
  'SelfServiceLogin',
  {
    contract_number: text(40, 'As it was typed at the login page.'),
    login_id: Type.Optional(text(100, 'Needed unless the contract has one user only.')),
  },
  'A user by what he types at the login page.',
);

export const SelfServiceUser = oneOf(
  'SelfServiceUser',
  [SelfServiceLogin, SelfServiceUserId],
  'Who stands at the login page: exactly one of both.',
);

const factors = Type.Optional(statedFactors);

export const SelfRegister = component('SelfRegister', {
  who: SelfServiceUser,
  ...presentedToken,
  factors,
});

const alike =
  'Whatever stands in the way at the prompt or before it (no such contract or user, a wrong code, a foreign token, a lock) looks alike and counts.';

const who = { contract_number: '1234567', login_id: 'tanaka' };
const password = [{ kind: 'login_password', checked_at: '2026-11-22T09:00:00+09:00' }];
const accepted = {
  result: 'accepted',
  retry: 'none',
  binding: {
    id: 'bnd_01k4y8m2v5t7q9r3w6x0z1b2c3',
    token_id: 'tok_01k4y8m2v5t7q9r3w6x0z1b2c3',
    started_at: '2026-11-22T00:00:00.000Z',
  },
};

export const selfRegister = defineRoute({
  operationId: 'self_register',
  resource: 'self_service',
  method: 'POST',
  path: '/v1/self_service/registration',
  scope: 'enrolments:write',
  summary: 'Register a token from the login page',
  description: `Before signing in, with the fixed factors that the policy asks. ${alike}`,
  params: nothing,
  query: nothing,
  body: SelfRegister,
  answers: { 200: Registration },
  problems: ['self_service_not_offered', 'already_in_service', ...registrationProblems],
  idempotent: true,
  example: {
    body: { who, serial: 'WF0000000017', otp: '755224', factors: password },
    answer: accepted,
  },
});

export const SelfExchange = component('SelfExchange', {
  who: SelfServiceUser,
  ...presentedToken,
  old_otp: Type.Optional(text(64, 'A code of the token that is given up.')),
  factors,
});

export const selfExchange = defineRoute({
  operationId: 'self_exchange',
  resource: 'self_service',
  method: 'POST',
  path: '/v1/self_service/exchange',
  scope: 'enrolments:write',
  summary: 'Exchange a token for another from the login page',
  description: `The old token ends in the same step. Who has no code of the old one asks the bank. ${alike}`,
  params: nothing,
  query: nothing,
  body: SelfExchange,
  answers: { 200: Registration },
  problems: ['self_service_not_offered', 'old_code_missing', ...registrationProblems],
  idempotent: true,
  example: {
    body: { who, serial: 'WF0000000025', otp: '755224', old_otp: '287082', factors: password },
    answer: { ...accepted, ended_binding_id: 'bnd_01k4y8m2v5t7q9r3w6x0z1b2c4' },
  },
});

export const SelfStop = component('SelfStop', {
  who: SelfServiceUser,
  otp: text(64, 'A code of the token that is given up.'),
  factors,
});

export const SelfStopped = component('SelfStopped', {
  result: word(['accepted', 'refused']),
  retry: Retry,
  retry_at: Type.Optional(instant()),
  reason: Type.Optional(RefusalReason),
});

export const selfStop = defineRoute({
  operationId: 'self_stop',
  resource: 'self_service',
  method: 'POST',
  path: '/v1/self_service/stop',
  scope: 'enrolments:write',
  summary: 'Stop using OTP from the login page',
  description: `The token ends; afterwards the user signs in without a code. ${alike}`,
  params: nothing,
  query: nothing,
  body: SelfStop,
  answers: { 200: SelfStopped },
  problems: ['self_service_not_offered', 'factors_missing', 'factor_unknown'],
  idempotent: true,
  example: {
    body: { who, otp: '755224', factors: password },
    answer: { result: 'accepted', retry: 'none' },
  },
});

export type SelfServiceUser = Static<typeof SelfServiceUser>;
export type SelfStopped = Static<typeof SelfStopped>;
