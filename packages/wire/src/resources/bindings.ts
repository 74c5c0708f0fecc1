import { type Static, Type } from 'typebox';
import { pageOf, pageQuery } from '../paging.ts';
import { defineRoute, nothing } from '../route.ts';
import { component, id, instant, orNull, word } from '../schema.ts';

export const Binding = component(
  'Binding',
  {
    id: id('bnd'),
    contract_id: id('con'),
    user_id: id('usr'),
    token_id: id('tok'),
    started_at: instant(),
    ended_at: orNull(instant()),
    end_reason: orNull(
      word([
        'lost',
        'stolen',
        'broken',
        'revoked',
        'replaced',
        'user_removed',
        'initialised',
        'exchanged',
        'opted_out',
        'method_changed',
      ]),
    ),
  },
  'One user with one token, from registration until it ends.',
);

export const BindingList = pageOf('BindingList', Binding);

export const listBindings = defineRoute({
  operationId: 'list_bindings',
  resource: 'bindings',
  method: 'GET',
  path: '/v1/bindings',
  scope: 'users:read',
  summary: 'List bindings',
  description: 'With `at` those in force at that instant; without it all, ended ones too.',
  params: nothing,
  query: pageQuery({
    contract_id: Type.Optional(id('con')),
    user_id: Type.Optional(id('usr')),
    token_id: Type.Optional(id('tok')),
    at: Type.Optional(instant()),
  }),
  body: null,
  answers: { 200: BindingList },
  problems: [],
  idempotent: false,
  example: { query: { user_id: 'usr_01k4y8m2v5t7q9r3w6x0z1b2c3', at: '2026-11-22T00:00:00Z' } },
});

export type Binding = Static<typeof Binding>;
