import { type Static, Type } from 'typebox';
import { pageOf } from '../paging.ts';
import { defineRoute, nothing } from '../route.ts';
import { component, instant, LocalisedText, listing, policyName, text } from '../schema.ts';

export const Desk = component('Desk', {
  id: policyName(),
  label: LocalisedText,
  telephone: Type.Optional(text(40)),
});

export const Institution = component('Institution', {
  id: Type.String({ pattern: '^[a-z][a-z0-9_-]{1,62}$', maxLength: 63 }),
  name: LocalisedText,
  time_zone: text(64),
  policy_version: Type.Integer({ minimum: 1, maximum: 1_000_000_000 }),
  now: instant('The server’s time, by which everything is decided.'),
  desks: listing(Desk, 100),
});

export const InstitutionList = pageOf('InstitutionList', Institution);

export const listInstitutions = defineRoute({
  operationId: 'list_institutions',
  resource: 'institutions',
  method: 'GET',
  path: '/v1/institutions',
  scope: 'policies:read',
  summary: 'The institution of the API key',
  description:
    'An API key belongs to one institution; the list has that one. It says what the server’s time is, which policy is in force, and which desks help.',
  params: nothing,
  query: nothing,
  body: null,
  answers: { 200: InstitutionList },
  problems: [],
  idempotent: false,
  example: {},
});

export type Desk = Static<typeof Desk>;
export type Institution = Static<typeof Institution>;
