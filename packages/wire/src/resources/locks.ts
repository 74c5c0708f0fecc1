import { type Static, Type } from 'typebox';
import { pageOf, pageQuery } from '../paging.ts';
import { defineRoute, nothing } from '../route.ts';
import {
  component,
  id,
  inline,
  instant,
  listing,
  oneOf,
  orNull,
  policyName,
  several,
  word,
} from '../schema.ts';
import { Acting } from './acting.ts';
import { Desk } from './institutions.ts';
import { affectedUserIds, userIds } from './users.ts';

export const Lock = component('Lock', {
  scope: word(['user_otp', 'token'], 'On what the wrong codes were counted.'),
  stops: word(
    ['user_otp', 'user_service', 'token'],
    'What it stops: the user’s codes, his whole service, or the token for all who share it.',
  ),
  contract_id: id('con'),
  user_id: orNull(id('usr')),
  token_id: orNull(id('tok')),
  affected_user_ids: affectedUserIds,
  locked_at: instant(),
  cause: word(['threshold', 'cap', 'registration', 'temporary']),
  lifts_at: orNull(instant('When a temporary lock ends by itself.')),
  lifted_by: inline({
    user_ids: affectedUserIds,
    desk: orNull(policyName('The institution’s desk, where it can lift the lock now.')),
    at_desk: orNull(Desk),
  }),
});

export const LockList = pageOf('LockList', Lock);

export const listLocks = defineRoute({
  operationId: 'list_locks',
  resource: 'locks',
  method: 'GET',
  path: '/v1/locks',
  scope: 'locks:read',
  summary: 'What is locked now, and who can lift it',
  description: 'Of the institution, or of a contract.',
  params: nothing,
  query: pageQuery({ contract_id: Type.Optional(id('con')) }),
  body: null,
  answers: { 200: LockList },
  problems: [],
  idempotent: false,
  example: { query: { contract_id: 'con_01k4y8m2v5t7q9r3w6x0z1b2c3' } },
});

const facts = {
  acting: Acting,
  challenge_id: Type.Optional(id('chl', 'Where the policy asks the acting user for factors.')),
};

export const UnlockUsers = component('UnlockUsers', { user_ids: userIds, ...facts });
export const UnlockTokens = component('UnlockTokens', {
  token_ids: several(id('tok'), 100),
  ...facts,
});
export const Unlock = oneOf('Unlock', [UnlockUsers, UnlockTokens]);

export const Unlocked = component('Unlocked', {
  unlocked_user_ids: listing(id('usr'), 100),
  unlocked_token_ids: listing(id('tok'), 100),
});

export const unlock = defineRoute({
  operationId: 'unlock',
  resource: 'locks',
  method: 'POST',
  path: '/v1/locks/unlock',
  scope: 'locks:unlock',
  summary: 'Lift locks, all of them or none',
  description:
    'By an administrator of the contract, or by the institution’s desk, as the policy says; where it asks for documents, the evidence is a filed request of the kind unlock, which is carried out with it. A challenge names as its targets the users; for tokens, all who share them.',
  params: nothing,
  query: nothing,
  body: Unlock,
  answers: { 200: Unlocked },
  problems: [
    'user_unknown',
    'token_unknown',
    'not_locked',
    'role_not_allowed',
    'not_oneself',
    'shares_token',
    'actor_locked',
    'desk_not_allowed',
    'administrator_can',
    'institution_only',
    'documents_missing',
    'request_unknown',
    'already_stopped',
    'challenge_unknown',
    'challenge_required',
    'challenge_not_satisfied',
    'challenge_expired',
    'challenge_mismatch',
    'challenge_consumed',
    'challenge_blocked',
    'challenge_needs_registration',
  ],
  idempotent: true,
  example: {
    body: {
      user_ids: ['usr_01k4y8m2v5t7q9r3w6x0z1b2c3'],
      acting: { user_id: 'usr_01k4y8m2v5t7q9r3w6x0z1b2c4' },
    },
  },
});

export type Lock = Static<typeof Lock>;
export type Unlock = Static<typeof Unlock>;
export type Unlocked = Static<typeof Unlocked>;
