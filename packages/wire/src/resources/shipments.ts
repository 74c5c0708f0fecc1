import { type Static, Type } from 'typebox';
import { pageOf, pageQuery } from '../paging.ts';
import { defineRoute, nothing } from '../route.ts';
import {
  component,
  id,
  inline,
  instant,
  listing,
  oneOf,
  orNull,
  several,
  text,
  word,
} from '../schema.ts';
import { Acting } from './acting.ts';
import { Fee } from './fees.ts';
import { Token } from './tokens.ts';

const reason = word(
  ['adoption', 'addition', 'reissue', 'exchange', 'method_change', 'replacement', 'unasked'],
  'The fee follows from it.',
);

export const Shipment = component('Shipment', {
  id: id('shp'),
  contract_id: id('con'),
  application_id: orNull(id('app')),
  reason,
  replaces_token_id: orNull(id('tok')),
  posted_at: instant(),
  delivered_at: orNull(instant()),
  tokens: listing(inline({ id: id('tok'), serial: text(64) }), 100),
});

export const ShipmentList = pageOf('ShipmentList', Shipment);

export const PostedShipment = component('PostedShipment', {
  shipment: Shipment,
  tokens: listing(Token, 100),
  fees: listing(Fee, 100),
});

const facts = {
  contract_id: id('con'),
  application_id: Type.Optional(id('app')),
  reason,
  replaces_token_id: Type.Optional(id('tok', 'The token that this one replaces.')),
  acting: Type.Optional(Acting),
};

export const ShipSerials = component('ShipSerials', {
  ...facts,
  serials: several(text(64), 100, 'These tokens, by what is printed on them.'),
});

export const ShipFromStock = component('ShipFromStock', {
  ...facts,
  count: Type.Integer({
    minimum: 1,
    maximum: 100,
    description: 'That many from stock, those that expire last first.',
  }),
});

export const PostShipment = oneOf('PostShipment', [ShipSerials, ShipFromStock]);

export const postShipment = defineRoute({
  operationId: 'post_shipment',
  resource: 'shipments',
  method: 'POST',
  path: '/v1/shipments',
  scope: 'shipments:write',
  summary: 'Post tokens to a contract',
  description:
    'The tokens belong to the contract from then on and travel inactive. Fees are assessed in the same step.',
  params: nothing,
  query: nothing,
  body: PostShipment,
  answers: { 201: PostedShipment },
  problems: [
    'contract_unknown',
    'application_unknown',
    'application_exhausted',
    'application_kind_differs',
    'token_unknown',
    'token_not_in_stock',
    'token_expires_too_soon',
    'replaced_token_missing',
    'already_replaced',
    'user_unknown',
  ],
  idempotent: true,
  example: {
    body: {
      contract_id: 'con_01k4y8m2v5t7q9r3w6x0z1b2c3',
      application_id: 'app_01k4y8m2v5t7q9r3w6x0z1b2c3',
      reason: 'adoption',
      serials: ['NH00000017', 'NH00000018'],
    },
  },
});

export const RecordDelivery = component('RecordDelivery', { acting: Type.Optional(Acting) });

export const recordDelivery = defineRoute({
  operationId: 'record_delivery',
  resource: 'shipments',
  method: 'POST',
  path: '/v1/shipments/{shipment_id}/delivery',
  scope: 'shipments:write',
  summary: 'Record that a shipment has arrived',
  description: 'Grace may count from the first delivery of a contract.',
  params: inline({ shipment_id: id('shp') }),
  query: nothing,
  body: RecordDelivery,
  answers: { 200: Shipment },
  problems: ['shipment_unknown', 'shipment_already_delivered', 'user_unknown'],
  idempotent: true,
  example: { params: { shipment_id: 'shp_01k4y8m2v5t7q9r3w6x0z1b2c3' }, body: {} },
});

export const listShipments = defineRoute({
  operationId: 'list_shipments',
  resource: 'shipments',
  method: 'GET',
  path: '/v1/shipments',
  scope: 'contracts:read',
  summary: 'List shipments',
  description: 'Of the institution, or of a contract.',
  params: nothing,
  query: pageQuery({ contract_id: Type.Optional(id('con')) }),
  body: null,
  answers: { 200: ShipmentList },
  problems: [],
  idempotent: false,
  example: { query: { contract_id: 'con_01k4y8m2v5t7q9r3w6x0z1b2c3' } },
});

export const getShipment = defineRoute({
  operationId: 'get_shipment',
  resource: 'shipments',
  method: 'GET',
  path: '/v1/shipments/{shipment_id}',
  scope: 'contracts:read',
  summary: 'One shipment',
  description: 'With the serials of its tokens.',
  params: inline({ shipment_id: id('shp') }),
  query: nothing,
  body: null,
  answers: { 200: Shipment },
  problems: [],
  idempotent: false,
  example: { params: { shipment_id: 'shp_01k4y8m2v5t7q9r3w6x0z1b2c3' } },
});

export type Shipment = Static<typeof Shipment>;
export type PostedShipment = Static<typeof PostedShipment>;
export type PostShipment = Static<typeof PostShipment>;
