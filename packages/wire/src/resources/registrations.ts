import { type Static, Type } from 'typebox';
import { defineRoute, nothing } from '../route.ts';
import { component, id, inline, instant, listing, several, text, word } from '../schema.ts';
import { ActingUser, statedFactors } from './acting.ts';
import { RefusalReason, Retry } from './retry.ts';

/** What every form of registration takes: a token by its serial, and codes that it shows. */
export const presentedToken = {
  serial: text(64, 'What is printed on the back or shown by the app, in any spelling.'),
  otp: text(
    64,
    'A code that the token shows; full-width digits, spaces and hyphens are understood.',
  ),
  second_otp: Type.Optional(
    text(64, 'The code that the token shows next, where the policy asks for two.'),
  ),
};

/** What may stand in the way of any registration, told once serial and code were right. */
export const registrationProblems = [
  'already_enrolled_with_token',
  'users_per_token_exceeded',
  'tokens_per_user_exceeded',
  'replaced_token_missing',
  'assignment_differs',
  'authenticator_not_for_contract',
  'token_lost',
  'token_revoked_for_user',
  'second_code_missing',
  'factors_missing',
  'factor_unknown',
] as const;

export const replacesToken = Type.Optional(
  id(
    'tok',
    'Which token it replaces, where a user may have several; his only one is replaced anyway.',
  ),
);

export const StartedBinding = component('StartedBinding', {
  id: id('bnd'),
  user_id: id('usr'),
  token_id: id('tok'),
  started_at: instant(),
});

export const RegisterForUsers = component('RegisterForUsers', {
  ...presentedToken,
  user_ids: several(id('usr'), 100, 'Who gets the token.'),
  replaces_token_id: replacesToken,
  factors: Type.Optional(statedFactors),
  acting: ActingUser,
  challenge_id: Type.Optional(
    id('chl', 'A satisfied challenge for `register_for_users`, where the policy asks a factor.'),
  ),
});

export const RegistrationForUsers = component('RegistrationForUsers', {
  result: word(['accepted', 'refused']),
  retry: Retry,
  retry_at: Type.Optional(instant()),
  reason: Type.Optional(RefusalReason),
  bindings: Type.Optional(listing(StartedBinding, 100)),
  ended_binding_ids: Type.Optional(listing(id('bnd'), 1_000)),
});

export const registerForUsers = defineRoute({
  operationId: 'register_for_users',
  resource: 'registrations',
  method: 'POST',
  path: '/v1/registrations',
  scope: 'enrolments:write',
  summary: 'Register a token for users, by an administrator',
  description:
    'One token for all users of the contract, or for those of one place of work; all of them get it or none. A wrong code counts on the administrator. A foreign serial, a wrong code and a lock all look alike.',
  params: nothing,
  query: nothing,
  body: RegisterForUsers,
  answers: { 200: RegistrationForUsers },
  problems: [
    'user_unknown',
    'not_adopted',
    'registration_by_user',
    'role_not_allowed',
    'cooldown_running',
    'challenge_required',
    'challenge_unknown',
    'challenge_expired',
    'challenge_not_satisfied',
    'challenge_consumed',
    'challenge_mismatch',
    'challenge_blocked',
    'challenge_needs_registration',
    ...registrationProblems,
  ],
  idempotent: true,
  example: {
    body: {
      serial: '7000000017',
      otp: '755224',
      user_ids: ['usr_01k4y8m2v5t7q9r3w6x0z1b2c3'],
      acting: { user_id: 'usr_01k4y8m2v5t7q9r3w6x0z1b2c4' },
      challenge_id: 'chl_01k4y8m2v5t7q9r3w6x0z1b2c3',
    },
    answer: {
      result: 'accepted',
      retry: 'none',
      bindings: [
        {
          id: 'bnd_01k4y8m2v5t7q9r3w6x0z1b2c3',
          user_id: 'usr_01k4y8m2v5t7q9r3w6x0z1b2c3',
          token_id: 'tok_01k4y8m2v5t7q9r3w6x0z1b2c3',
          started_at: '2026-11-22T00:00:00.000Z',
        },
      ],
      ended_binding_ids: [],
    },
  },
});

export const ChooseOtp = component('ChooseOtp', {
  opted_in: Type.Boolean({ description: 'Whether the user wants OTP.' }),
  acting: Type.Optional(ActingUser),
  challenge_id: Type.Optional(
    id(
      'chl',
      'For giving it up: a satisfied challenge for `opt_out`, where the policy asks a factor.',
    ),
  ),
});

export const OtpChoice = component('OtpChoice', { user_id: id('usr'), opted_in: Type.Boolean() });

export const chooseOtp = defineRoute({
  operationId: 'choose_otp',
  resource: 'enrolments',
  method: 'POST',
  path: '/v1/enrolments/{user_id}/choice',
  scope: 'enrolments:write',
  summary: 'Record whether a user wants OTP',
  description:
    'Rules of the policy may ask a code only of those who want it (`opted_in`). Said again it changes nothing.',
  params: inline({ user_id: id('usr') }),
  query: nothing,
  body: ChooseOtp,
  answers: { 200: OtpChoice },
  problems: [
    'user_unknown',
    'role_not_allowed',
    'challenge_required',
    'challenge_unknown',
    'challenge_expired',
    'challenge_not_satisfied',
    'challenge_consumed',
    'challenge_mismatch',
    'challenge_blocked',
    'challenge_needs_registration',
  ],
  idempotent: true,
  example: {
    params: { user_id: 'usr_01k4y8m2v5t7q9r3w6x0z1b2c3' },
    body: { opted_in: true },
    answer: { user_id: 'usr_01k4y8m2v5t7q9r3w6x0z1b2c3', opted_in: true },
  },
});

export type RegisterForUsers = Static<typeof RegisterForUsers>;
export type RegistrationForUsers = Static<typeof RegistrationForUsers>;
export type ChooseOtp = Static<typeof ChooseOtp>;
