import { type Static, Type } from 'typebox';
import { pageOf, pageQuery } from '../paging.ts';
import { defineRoute, nothing } from '../route.ts';
import { component, date, id, inline, instant, orNull, policyName, word } from '../schema.ts';
import { Acting } from './acting.ts';

const facts = {
  contract_id: id('con'),
  kind: word(['adoption', 'addition', 'reissue', 'exchange', 'method_change']),
  token_count: Type.Integer({ minimum: 1, maximum: 100 }),
  filed_on: date('The date on the form; not later than today.'),
};

const authenticator = policyName(
  'The kind of token, where customers of the institution choose one for the contract.',
);

export const Application = component('Application', {
  id: id('app'),
  ...facts,
  authenticator: orNull(authenticator),
  recorded_at: instant('When the institution recorded it; grace may count from here.'),
});

export const ApplicationList = pageOf('ApplicationList', Application);

export const RecordApplication = component('RecordApplication', {
  ...facts,
  authenticator: Type.Optional(authenticator),
  acting: Type.Optional(Acting),
});

export const recordApplication = defineRoute({
  operationId: 'record_application',
  resource: 'applications',
  method: 'POST',
  path: '/v1/applications',
  scope: 'applications:write',
  summary: 'Record an application for tokens',
  description:
    'The first of a contract is its adoption; from then on its users are offered to register. Where staff act, their evidence may be a request of the same kind, which is carried out with it.',
  params: nothing,
  query: nothing,
  body: RecordApplication,
  answers: { 201: Application },
  problems: [
    'contract_unknown',
    'not_adopted',
    'already_adopted',
    'application_not_needed',
    'filed_in_future',
    'authenticator_unknown',
    'authenticator_not_chosen',
    'authenticator_not_for_contract',
    'method_unchanged',
    'desk_not_allowed',
    'request_unknown',
  ],
  idempotent: true,
  example: {
    body: {
      contract_id: 'con_01k4y8m2v5t7q9r3w6x0z1b2c3',
      kind: 'adoption',
      token_count: 3,
      filed_on: '2026-11-20',
      acting: { staff_id: 's-012', desk: 'help_desk', evidence: 'form 2026-1120-7' },
    },
  },
});

export const listApplications = defineRoute({
  operationId: 'list_applications',
  resource: 'applications',
  method: 'GET',
  path: '/v1/applications',
  scope: 'contracts:read',
  summary: 'List applications',
  description: 'Of the institution, or of a contract.',
  params: nothing,
  query: pageQuery({ contract_id: Type.Optional(id('con')) }),
  body: null,
  answers: { 200: ApplicationList },
  problems: [],
  idempotent: false,
  example: { query: { contract_id: 'con_01k4y8m2v5t7q9r3w6x0z1b2c3' } },
});

export const getApplication = defineRoute({
  operationId: 'get_application',
  resource: 'applications',
  method: 'GET',
  path: '/v1/applications/{application_id}',
  scope: 'contracts:read',
  summary: 'One application',
  description: 'As it was recorded.',
  params: inline({ application_id: id('app') }),
  query: nothing,
  body: null,
  answers: { 200: Application },
  problems: [],
  idempotent: false,
  example: { params: { application_id: 'app_01k4y8m2v5t7q9r3w6x0z1b2c3' } },
});

export type Application = Static<typeof Application>;
export type RecordApplication = Static<typeof RecordApplication>;
