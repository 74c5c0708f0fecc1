import { type Static, Type } from 'typebox';
import { pageOf } from '../paging.ts';
import { defineRoute, nothing } from '../route.ts';
import { component, inline, instant, orNull, text, word } from '../schema.ts';

const version = Type.Integer({ minimum: 1, maximum: 1_000_000_000 });

const summary = {
  version,
  effective_from: instant(),
  state: word(['proposed', 'approved', 'withdrawn'], 'Only an approved version can decide.'),
  proposed_by: text(200),
  approved_by: orNull(text(200)),
  in_force: Type.Boolean({ description: 'Whether it decides now.' }),
};

export const PolicyVersion = component('PolicyVersion', summary);
export const PolicyVersionList = pageOf('PolicyVersionList', PolicyVersion);

export const Policy = component('Policy', {
  ...summary,
  document: Type.Record(Type.String({ pattern: '^[a-z_]{1,64}$' }), Type.Unknown(), {
    description: 'The policy document, as its published schema describes it.',
  }),
});

export const listPolicies = defineRoute({
  operationId: 'list_policies',
  resource: 'policies',
  method: 'GET',
  path: '/v1/policies',
  scope: 'policies:read',
  summary: 'All versions of the policy',
  description: 'Every version that was ever given, with the one in force marked.',
  params: nothing,
  query: nothing,
  body: null,
  answers: { 200: PolicyVersionList },
  problems: [],
  idempotent: false,
  example: {},
});

export const getPolicy = defineRoute({
  operationId: 'get_policy',
  resource: 'policies',
  method: 'GET',
  path: '/v1/policies/{version}',
  scope: 'policies:read',
  summary: 'One version of the policy, with its document',
  description:
    'The document holds every rule of the institution: what it asks, when, and its prices.',
  params: inline({ version: Type.String({ pattern: '^[1-9]\\d{0,8}$', maxLength: 9 }) }),
  query: nothing,
  body: null,
  answers: { 200: Policy },
  problems: [],
  idempotent: false,
  example: { params: { version: '1' } },
});

export type PolicyVersion = Static<typeof PolicyVersion>;
export type Policy = Static<typeof Policy>;
