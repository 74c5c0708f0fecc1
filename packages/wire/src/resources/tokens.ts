import { type Static, Type } from 'typebox';
import { pageOf, pageQuery } from '../paging.ts';
import { defineRoute, nothing } from '../route.ts';
import { component, date, id, inline, instant, orNull, text, word } from '../schema.ts';
import { LockState } from './user-otp.ts';
import { affectedUserIds } from './users.ts';

const state = word(['in_stock', 'shipped', 'delivered', 'issued', 'in_service', 'retired']);

const facts = {
  id: id('tok'),
  contract_id: orNull(id('con', 'The one contract that may ever use it; null while in stock.')),
  serial: text(64),
  form: word(['hardware', 'phone_app', 'pc_app', 'email']),
  kind: word(['totp', 'hotp']),
  algorithm: word(['SHA1', 'SHA256', 'SHA512']),
  digits: Type.Integer({ minimum: 6, maximum: 8 }),
  step_seconds: orNull(
    Type.Integer({ minimum: 30, maximum: 60, description: 'Null for event-based tokens.' }),
  ),
  state,
  retire_reason: orNull(
    word([
      'lost',
      'stolen',
      'broken',
      'revoked',
      'replaced',
      'exchanged',
      'opted_out',
      'cancelled',
    ]),
  ),
  starts_on: orNull(date()),
  expires_on: orNull(date('It is valid through this day.')),
  expired: Type.Boolean(),
  lost_reported_at: orNull(instant()),
  suspended_at: orNull(instant('Since when its user has paused it.')),
  returned_at: orNull(instant('When a broken or found one came back.')),
  locked: orNull(LockState),
};

export const Token = component('Token', facts, 'An OTP device. No answer ever holds its secret.');
export const TokenList = pageOf('TokenList', Token);

export const SharedToken = component(
  'SharedToken',
  { ...facts, user_ids: affectedUserIds },
  'A token with the users who share it now.',
);

export const listTokens = defineRoute({
  operationId: 'list_tokens',
  resource: 'tokens',
  method: 'GET',
  path: '/v1/tokens',
  scope: 'tokens:read',
  summary: 'List tokens',
  description: 'Of the institution, of a contract, in a state, or with a serial.',
  params: nothing,
  query: pageQuery({
    contract_id: Type.Optional(id('con')),
    state: Type.Optional(state),
    serial: Type.Optional(text(64, 'In any spelling.')),
  }),
  body: null,
  answers: { 200: TokenList },
  problems: [],
  idempotent: false,
  example: { query: { state: 'in_stock', limit: 20 } },
});

export const getToken = defineRoute({
  operationId: 'get_token',
  resource: 'tokens',
  method: 'GET',
  path: '/v1/tokens/{token_id}',
  scope: 'tokens:read',
  summary: 'One token, and who shares it',
  description: 'Everything about the device but its secret.',
  params: inline({ token_id: id('tok') }),
  query: nothing,
  body: null,
  answers: { 200: SharedToken },
  problems: [],
  idempotent: false,
  example: { params: { token_id: 'tok_01k4y8m2v5t7q9r3w6x0z1b2c3' } },
});

export type Token = Static<typeof Token>;
export type SharedToken = Static<typeof SharedToken>;
