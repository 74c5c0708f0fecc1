import { type Static, Type } from 'typebox';
import { pageOf, pageQuery } from '../paging.ts';
import { defineRoute, nothing } from '../route.ts';
import { component, date, id, inline, instant, orNull, policyName, text, word } from '../schema.ts';
import { Acting } from './acting.ts';

const kind = word(['corporate', 'sole_proprietor', 'retail']);
const number = text(40, 'The number that the institution prints on its papers.');

export const ContractGrace = component(
  'ContractGrace',
  {
    state: word(['none', 'not_begun', 'running', 'over'], '`none` before the first application.'),
    ends_at: orNull(instant('The last instant in which grace holds.')),
  },
  'The time in which the contract still works with the old factors.',
);

export const Contract = component('Contract', {
  id: id('con'),
  number,
  kind,
  opened_on: date(),
  adopted_at: orNull(instant('When the first application for tokens was recorded.')),
  first_delivered_at: orNull(instant('When the first delivery of a token was recorded.')),
  set_up_at: orNull(instant('When the institution recorded its own set-up.')),
  authenticator: orNull(policyName('The kind of token that the contract has chosen.')),
  stopped_at: orNull(instant('Since when the customer has stopped everything.')),
  scheduled_transfers: orNull(
    word(['go_on', 'stop'], 'What becomes of scheduled transfers while everything is stopped.'),
  ),
  grace: ContractGrace,
  counted_tokens: Type.Integer({
    minimum: 0,
    maximum: 1_000_000,
    description: 'Tokens that count against the free number.',
  }),
});

export const ContractList = pageOf('ContractList', Contract);

export const OpenContract = component('OpenContract', { number, kind, opened_on: date() });

export const openContract = defineRoute({
  operationId: 'open_contract',
  resource: 'contracts',
  method: 'POST',
  path: '/v1/contracts',
  scope: 'contracts:write',
  summary: 'Open a contract',
  description: 'The number is unique within the institution.',
  params: nothing,
  query: nothing,
  body: OpenContract,
  answers: { 201: Contract },
  problems: ['contract_number_taken'],
  idempotent: true,
  example: { body: { number: '1234567', kind: 'corporate', opened_on: '2026-11-01' } },
});

export const listContracts = defineRoute({
  operationId: 'list_contracts',
  resource: 'contracts',
  method: 'GET',
  path: '/v1/contracts',
  scope: 'contracts:read',
  summary: 'List contracts',
  description: 'All contracts of the institution, or the one with a number.',
  params: nothing,
  query: pageQuery({ number: Type.Optional(number) }),
  body: null,
  answers: { 200: ContractList },
  problems: [],
  idempotent: false,
  example: { query: { number: '1234567', limit: 20 } },
});

export const getContract = defineRoute({
  operationId: 'get_contract',
  resource: 'contracts',
  method: 'GET',
  path: '/v1/contracts/{contract_id}',
  scope: 'contracts:read',
  summary: 'One contract',
  description: 'With its grace period as it stands now.',
  params: inline({ contract_id: id('con') }),
  query: nothing,
  body: null,
  answers: { 200: Contract },
  problems: [],
  idempotent: false,
  example: { params: { contract_id: 'con_01k4y8m2v5t7q9r3w6x0z1b2c3' } },
});

export const RecordSetUp = component('RecordSetUp', { acting: Type.Optional(Acting) });

export const recordSetUp = defineRoute({
  operationId: 'record_set_up',
  resource: 'contracts',
  method: 'POST',
  path: '/v1/contracts/{contract_id}/set_up',
  scope: 'contracts:write',
  summary: 'Record the institution’s own set-up of a contract',
  description: 'Grace may count from here. Recorded again it changes nothing.',
  params: inline({ contract_id: id('con') }),
  query: nothing,
  body: RecordSetUp,
  answers: { 200: Contract },
  problems: ['contract_unknown', 'not_adopted', 'desk_not_allowed'],
  idempotent: true,
  example: { params: { contract_id: 'con_01k4y8m2v5t7q9r3w6x0z1b2c3' }, body: {} },
});

export type Contract = Static<typeof Contract>;
export type ContractGrace = Static<typeof ContractGrace>;
export type OpenContract = Static<typeof OpenContract>;
