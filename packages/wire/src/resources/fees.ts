import { type Static, Type } from 'typebox';
import { pageOf, pageQuery } from '../paging.ts';
import { defineRoute, nothing } from '../route.ts';
import { component, date, id, inline, instant, month, orNull, text, word, yen } from '../schema.ts';
import { Acting } from './acting.ts';

export const Fee = component(
  'Fee',
  {
    id: id('fee'),
    contract_id: id('con'),
    kind: word([
      'additional',
      'reissue',
      'broken',
      'replacement',
      'monthly',
      'broken_unreturned',
      'reversal',
    ]),
    amount_yen: yen(-1_000_000_000_000, 'Tax included; negative for a reversal.'),
    tax_yen: yen(-1_000_000_000_000, 'The tax within the amount; 0 where prices include it.'),
    due_on: date('The day on which it is debited.'),
    token_id: orNull(id('tok')),
    shipment_id: orNull(id('shp')),
    month: orNull(month('The month that a monthly fee is for.')),
    reverses_fee_id: orNull(id('fee')),
    note: orNull(text(200)),
    assessed_at: instant(),
  },
  'One assessment. It is never changed; a reversal is a further one.',
);

export const FeeList = pageOf('FeeList', Fee);

export const ReverseFee = component('ReverseFee', {
  note: text(200, 'Why it is taken back.'),
  acting: Type.Optional(Acting),
});

export const listFees = defineRoute({
  operationId: 'list_fees',
  resource: 'fees',
  method: 'GET',
  path: '/v1/fees',
  scope: 'fees:read',
  summary: 'List fees',
  description: 'Of the institution, or of a contract; reversals too.',
  params: nothing,
  query: pageQuery({ contract_id: Type.Optional(id('con')) }),
  body: null,
  answers: { 200: FeeList },
  problems: [],
  idempotent: false,
  example: { query: { contract_id: 'con_01k4y8m2v5t7q9r3w6x0z1b2c3' } },
});

export const reverseFee = defineRoute({
  operationId: 'reverse_fee',
  resource: 'fees',
  method: 'POST',
  path: '/v1/fees/{fee_id}/reversal',
  scope: 'fees:write',
  summary: 'Take a fee back',
  description: 'A further assessment of the same amount below zero; the first one stays.',
  params: inline({ fee_id: id('fee') }),
  query: nothing,
  body: ReverseFee,
  answers: { 201: Fee },
  problems: ['fee_unknown', 'fee_already_reversed', 'user_unknown'],
  idempotent: true,
  example: {
    params: { fee_id: 'fee_01k4y8m2v5t7q9r3w6x0z1b2c3' },
    body: { note: 'The token was found in our own post room.' },
  },
});

export type Fee = Static<typeof Fee>;
export type ReverseFee = Static<typeof ReverseFee>;
