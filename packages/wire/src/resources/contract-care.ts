import { type Static, Type } from 'typebox';
import { defineRoute, nothing } from '../route.ts';
import { component, id, inline, instant, listing, orNull, policyName, word } from '../schema.ts';
import { Acting } from './acting.ts';
import { Contract } from './contracts.ts';

const params = inline({ contract_id: id('con') });
const example = { contract_id: 'con_01k4y8m2v5t7q9r3w6x0z1b2c3' };

export const stopContract = defineRoute({
  operationId: 'stop_contract',
  resource: 'contracts',
  method: 'POST',
  path: '/v1/contracts/{contract_id}/emergency_stop',
  scope: 'emergency_stop:write',
  summary: 'Stop everything of a contract at once',
  description: 'By a user whose role may, or by staff for him. Lifting it is the institution’s.',
  params,
  query: nothing,
  body: component('StopContract', { acting: Acting }),
  answers: { 200: Contract },
  problems: [
    'contract_unknown',
    'emergency_stop_not_offered',
    'already_stopped',
    'user_unknown',
    'role_not_allowed',
    'desk_not_allowed',
  ],
  idempotent: true,
  example: {
    params: example,
    body: { acting: { user_id: 'usr_01k4y8m2v5t7q9r3w6x0z1b2c3' } },
  },
});

export const liftStop = defineRoute({
  operationId: 'lift_stop',
  resource: 'contracts',
  method: 'POST',
  path: '/v1/contracts/{contract_id}/emergency_lift',
  scope: 'emergency_stop:write',
  summary: 'Lift an emergency stop at the desk',
  description: 'The evidence may be a request that was filed.',
  params,
  query: nothing,
  body: component('LiftStop', { acting: Acting }),
  answers: { 200: Contract },
  problems: [
    'contract_unknown',
    'not_stopped',
    'institution_only',
    'desk_not_allowed',
    'request_unknown',
  ],
  idempotent: true,
  example: {
    params: example,
    body: { acting: { staff_id: 's-012', desk: 'branch', evidence: 'form 2026-1122-3' } },
  },
});

export const SameDay = component(
  'SameDay',
  {
    contract_id: id('con'),
    applied_at: orNull(instant()),
    screened_at: orNull(instant()),
    measures: listing(policyName('A security measure of the policy.'), 20),
    called_at: orNull(instant()),
    confirmed_at: orNull(instant()),
    missing: listing(word(['application', 'screening', 'measures', 'call']), 4),
    resumes_at: orNull(instant('From when same-day transfers are open again.')),
  },
  'What is on record towards same-day transfers.',
);

export const recordSameDay = defineRoute({
  operationId: 'record_same_day',
  resource: 'contracts',
  method: 'POST',
  path: '/v1/contracts/{contract_id}/same_day',
  scope: 'contracts:write',
  summary: 'Record a step towards same-day transfers',
  description:
    'By staff, or the institution on its own account; the evidence may be a request of the kind same_day. What is on record keeps its first instant. The confirmation is refused while anything that the policy requires is missing; a measure that is given up undoes it, and a withdrawal takes all of it back.',
  params,
  query: nothing,
  body: component('RecordSameDay', {
    step: word(['application', 'screening', 'measures', 'call', 'confirmation', 'withdrawal']),
    measures: Type.Optional(
      Type.Array(policyName('A security measure of the policy.'), {
        maxItems: 20,
        uniqueItems: true,
      }),
    ),
    acting: Type.Optional(Acting),
  }),
  answers: { 200: SameDay },
  problems: [
    'contract_unknown',
    'same_day_not_offered',
    'same_day_incomplete',
    'measure_unknown',
    'institution_only',
    'desk_not_allowed',
    'request_unknown',
  ],
  idempotent: true,
  example: { params: example, body: { step: 'application' } },
});

export const getSameDay = defineRoute({
  operationId: 'get_same_day',
  resource: 'contracts',
  method: 'GET',
  path: '/v1/contracts/{contract_id}/same_day',
  scope: 'contracts:read',
  summary: 'Where a contract stands with same-day transfers',
  description: 'What is on record, what is missing, and from when they are open.',
  params,
  query: nothing,
  body: null,
  answers: { 200: SameDay },
  problems: [],
  idempotent: false,
  example: { params: example },
});

export type SameDay = Static<typeof SameDay>;
