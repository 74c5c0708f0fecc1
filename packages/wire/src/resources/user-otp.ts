import { type Static, Type } from 'typebox';
import { defineRoute, nothing } from '../route.ts';
import {
  component,
  id,
  inline,
  instant,
  listing,
  orNull,
  policyName,
  word,
  yen,
} from '../schema.ts';
import { Desk } from './institutions.ts';

/** What a user's OTP is: its state for signed-in pages, whether it was in use, and what it lets him send. */

const example = { user_id: 'usr_01k4y8m2v5t7q9r3w6x0z1b2c3' };

export const LockState = component('LockState', {
  since: instant(),
  cause: word(
    ['threshold', 'cap', 'registration', 'temporary'],
    '`cap` and `registration`: only the institution lifts it. `temporary` ends at `lifts_at`.',
  ),
  lifts_at: orNull(instant()),
});

export const UserOtp = component('UserOtp', {
  state: word(
    ['unregistered', 'in_service', 'revoking', 'locked'],
    '`revoking`: the pause after a revocation, in which no new token is issued.',
  ),
  token_id: orNull(id('tok')),
  locked: orNull(LockState),
  cooldown_ends_at: orNull(instant('While `revoking`: when the pause is over.')),
  help: orNull(
    inline(
      { user_ids: listing(id('usr')), desk: orNull(Desk) },
      'Who can help him now: users of the contract, and the institution’s desk where it can, with its hours.',
    ),
  ),
});

export const OtpStatus = component('OtpStatus', {
  user_id: id('usr'),
  at: instant(),
  in_use: Type.Boolean({ description: 'Whether a binding was in force at that instant.' }),
  binding_id: orNull(id('bnd')),
  token_id: orNull(id('tok')),
  since: orNull(instant('When that binding began.')),
  ceiling_yen: orNull(
    yen(0, 'Up to what the institution compensates; null where its policy says nothing.'),
  ),
});

export const getOtpStatus = defineRoute({
  operationId: 'get_otp_status',
  resource: 'users',
  method: 'GET',
  path: '/v1/users/{user_id}/otp_status',
  scope: 'users:read',
  summary: 'Whether OTP was in use at an instant',
  description: 'The recorded fact on which compensation depends (S0-13).',
  params: inline({ user_id: id('usr') }),
  query: inline({ at: Type.Optional(instant('Now when it is not given.')) }),
  body: null,
  answers: { 200: OtpStatus },
  problems: [],
  idempotent: false,
  example: { params: example, query: { at: '2026-11-22T09:00:00+09:00' } },
});

export const UserLimits = component(
  'UserLimits',
  {
    user_id: id('usr'),
    limits: listing(
      inline({
        operation: policyName(),
        limit_yen: yen(0),
        next: orNull(inline({ from: instant(), limit_yen: yen(0) })),
      }),
      200,
    ),
  },
  'The most that the user may send by each operation that the policy limits.',
);

export const getUserLimits = defineRoute({
  operationId: 'get_user_limits',
  resource: 'users',
  method: 'GET',
  path: '/v1/users/{user_id}/limits',
  scope: 'users:read',
  summary: 'How much a user may send now',
  description:
    'By the policy and by whether he has OTP. `next` is the limit from the coming midnight on, where it will be another one: after a registration it may rise then.',
  params: inline({ user_id: id('usr') }),
  query: nothing,
  body: null,
  answers: { 200: UserLimits },
  problems: [],
  idempotent: false,
  example: { params: example },
});

export type UserOtp = Static<typeof UserOtp>;
export type LockState = Static<typeof LockState>;
export type UserLimits = Static<typeof UserLimits>;
export type OtpStatus = Static<typeof OtpStatus>;
