import { type Static, Type } from 'typebox';
import { pageOf, pageQuery } from '../paging.ts';
import { defineRoute, nothing } from '../route.ts';
import { component, date, id, inline, instant, orNull, policyName, word } from '../schema.ts';
import { Acting } from './acting.ts';

const kind = word([
  'adoption',
  'addition',
  'reissue',
  'exchange',
  'method_change',
  'unlock',
  'revocation',
  'restore',
  'emergency_lift',
  'same_day',
]);
const state = word(['filed', 'done', 'rejected']);

const facts = {
  contract_id: id('con'),
  kind,
  channel: word(['paper', 'phone', 'web'], '`web`: a notification without signing in.'),
  filed_on: date('The date on the form; not later than today.'),
  documents: Type.Array(policyName('As the policy names them: form, registered_seal …'), {
    maxItems: 20,
    uniqueItems: true,
  }),
};

export const PaperRequest = component(
  'PaperRequest',
  {
    id: id('req'),
    ...facts,
    user_id: orNull(id('usr')),
    state,
    expected_from_on: orNull(date('The first business day on which it may be done.')),
    expected_to_on: orNull(date('The last one that is expected.')),
    received_at: instant(),
    closed_at: orNull(instant()),
  },
  'What a customer asks on paper, by phone or by a web notification. It changes nothing until staff carry it out.',
);

export const PaperRequestList = pageOf('PaperRequestList', PaperRequest);

export const FilePaperRequest = component('FilePaperRequest', {
  ...facts,
  user_id: Type.Optional(id('usr', 'The user whom it is about.')),
  acting: Type.Optional(Acting),
});

const example = { request_id: 'req_01k4y8m2v5t7q9r3w6x0z1b2c3' };

export const filePaperRequest = defineRoute({
  operationId: 'file_paper_request',
  resource: 'paper_requests',
  method: 'POST',
  path: '/v1/paper_requests',
  scope: 'paper_requests:write',
  summary: 'Take a request that came on paper, by phone or by web notification',
  description:
    'Staff carry it out by the act itself (unlock, revoke …) with the request’s ID as their evidence; it closes in the same step. The expected days are an estimate.',
  params: nothing,
  query: nothing,
  body: FilePaperRequest,
  answers: { 201: PaperRequest },
  problems: [
    'contract_unknown',
    'user_unknown',
    'desk_not_allowed',
    'filed_in_future',
    'request_kind_not_offered',
    'documents_missing',
  ],
  idempotent: true,
  example: {
    body: {
      contract_id: 'con_01k4y8m2v5t7q9r3w6x0z1b2c3',
      user_id: 'usr_01k4y8m2v5t7q9r3w6x0z1b2c3',
      kind: 'unlock',
      channel: 'paper',
      filed_on: '2026-11-20',
      documents: ['form', 'registered_seal', 'identity_document'],
    },
  },
});

export const listPaperRequests = defineRoute({
  operationId: 'list_paper_requests',
  resource: 'paper_requests',
  method: 'GET',
  path: '/v1/paper_requests',
  scope: 'paper_requests:read',
  summary: 'List requests',
  description: 'Of the institution, of a contract, or in a state.',
  params: nothing,
  query: pageQuery({ contract_id: Type.Optional(id('con')), state: Type.Optional(state) }),
  body: null,
  answers: { 200: PaperRequestList },
  problems: [],
  idempotent: false,
  example: { query: { state: 'filed' } },
});

export const rejectPaperRequest = defineRoute({
  operationId: 'reject_paper_request',
  resource: 'paper_requests',
  method: 'POST',
  path: '/v1/paper_requests/{request_id}/rejection',
  scope: 'paper_requests:write',
  summary: 'Refuse a request',
  description: 'By staff at a desk. It ends, and nothing else happens.',
  params: inline({ request_id: id('req') }),
  query: nothing,
  body: component('RejectPaperRequest', { acting: Acting }),
  answers: { 200: PaperRequest },
  problems: ['request_unknown', 'request_closed', 'institution_only', 'desk_not_allowed'],
  idempotent: true,
  example: {
    params: example,
    body: { acting: { staff_id: 's-012', desk: 'branch', evidence: 'the seal differs' } },
  },
});

export type PaperRequest = Static<typeof PaperRequest>;
