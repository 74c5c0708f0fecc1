import { type Static, Type } from 'typebox';
import { defineRoute, nothing } from '../route.ts';
import { component, id, listing, oneOf, word } from '../schema.ts';
import { Acting } from './acting.ts';
import { Binding } from './bindings.ts';
import { userIds } from './users.ts';

const facts = {
  reason: word(['lost', 'stolen', 'broken', 'revoked']),
  acting: Acting,
  challenge_id: Type.Optional(
    id('chl', 'Required when a user acts: his satisfied challenge for these targets.'),
  ),
};

export const RevokeUsers = component('RevokeUsers', { user_ids: userIds, ...facts });
export const RevokeToken = component('RevokeToken', { token_id: id('tok'), ...facts });
export const Revoke = oneOf('Revoke', [RevokeUsers, RevokeToken]);

export const Revocation = component('Revocation', {
  bindings: listing(Binding),
  retired_token_ids: listing(id('tok')),
});

export const revoke = defineRoute({
  operationId: 'revoke',
  resource: 'revocations',
  method: 'POST',
  path: '/v1/revocations',
  scope: 'revocations:write',
  summary: 'Revoke users’ bindings, or a token for all who share it',
  description:
    'By users: only their bindings end, and others who share the token keep theirs, unless the policy’s scope is the token; an app’s token ends with its last binding. By token: the desk only; every binding ends and the token is retired. The evidence of staff may be a request of the kind revocation or restore, which is carried out with it; another desk than the policy’s may carry out what came by web notification.',
  params: nothing,
  query: nothing,
  body: Revoke,
  answers: { 201: Revocation },
  problems: [
    'user_unknown',
    'token_unknown',
    'not_in_service',
    'role_not_allowed',
    'not_oneself',
    'already_stopped',
    'actor_locked',
    'request_unknown',
    'desk_not_allowed',
    'institution_only',
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
      reason: 'lost',
      acting: { staff_id: 's-012', desk: 'help_desk', evidence: 'call 2026-1122-31' },
    },
  },
});

export const Initialise = component('Initialise', {
  user_ids: userIds,
  acting: Acting,
  challenge_id: facts.challenge_id,
});

export const initialise = defineRoute({
  operationId: 'initialise',
  resource: 'revocations',
  method: 'POST',
  path: '/v1/initialisations',
  scope: 'revocations:write',
  summary: 'Take back registrations before their first use',
  description:
    'Where the policy lets an administrator or a desk: the users are as before they registered, without a pause, and a device may be registered again. Once a code was accepted only a revocation ends it.',
  params: nothing,
  query: nothing,
  body: Initialise,
  answers: { 201: Revocation },
  problems: [
    'user_unknown',
    'not_in_service',
    'already_used',
    'role_not_allowed',
    'not_oneself',
    'desk_not_allowed',
    'already_stopped',
    'actor_locked',
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

export type Revoke = Static<typeof Revoke>;
export type Revocation = Static<typeof Revocation>;
