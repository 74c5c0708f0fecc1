import type { Static } from 'typebox';
import { pageOf, pageQuery } from '../paging.ts';
import { defineRoute, nothing } from '../route.ts';
import { component, date } from '../schema.ts';
import { Token } from './tokens.ts';

export const Replacement = component(
  'Replacement',
  { token: Token, due_from_on: date(), expires_on: date() },
  'A token that wants a successor before it expires.',
);

export const ReplacementList = pageOf('ReplacementList', Replacement);

export const listReplacements = defineRoute({
  operationId: 'list_replacements',
  resource: 'replacements',
  method: 'GET',
  path: '/v1/replacements',
  scope: 'tokens:read',
  summary: 'Tokens that are due for replacement',
  description: 'Those that expire within the policy’s lead time and have no successor on the way.',
  params: nothing,
  query: pageQuery({}),
  body: null,
  answers: { 200: ReplacementList },
  problems: [],
  idempotent: false,
  example: { query: { limit: 50 } },
});

export type Replacement = Static<typeof Replacement>;
