import { addDays, canonicaliseSerial, sharersOf, type Token } from '@warifu/engine';
import type { PostedShipment, Service } from '@warifu/service';
import { type PostShipment, problemOf } from '@warifu/wire';
import type { Handlers } from '../handlers.ts';
import { contextOf } from './change.ts';
import { feeBody, shipmentBody, tokensOfShipment } from './contract-bodies.ts';
import { tokenById } from './rows-by-id.ts';
import { type Today, todayOf } from './today.ts';
import { tokenBody } from './user-bodies.ts';
import { viewsOf } from './views.ts';
import { given, pageBody, pageRequest } from './wire-values.ts';

type Own =
  | 'list_tokens'
  | 'get_token'
  | 'list_replacements'
  | 'post_shipment'
  | 'record_delivery'
  | 'list_shipments'
  | 'get_shipment';

/** Tokens, from stock to the customer. */
export function tokenHandlers(service: Service): Pick<Handlers, Own> {
  return { ...tokenReads(service), ...shipmentActs(service), ...shipmentReads(service) };
}

function tokenReads(
  service: Service,
): Pick<Handlers, 'list_tokens' | 'get_token' | 'list_replacements'> {
  const { queries } = service;
  return {
    list_tokens: async ({ client, query }) => {
      const { contract_id: contractId, state } = query;
      const serial = query.serial === undefined ? undefined : canonicaliseSerial(query.serial);
      const filter = given({ contractId, state, serial });
      const page = await queries.tokens(client.institutionId, filter, pageRequest(query));
      const today = todayOf(service, client.institutionId);
      return {
        ok: true,
        body: pageBody(
          page.rows.map((one) => tokenBody(one, today)),
          page.next,
        ),
      };
    },
    get_token: async ({ client, params }) => {
      const { institutionId } = client;
      const token = await tokenById(queries, institutionId, params.token_id);
      if (!token) return { ok: false, problem: problemOf('not_found') };
      const { contractId } = token;
      const view = contractId ? await queries.contract(institutionId, { contractId }) : undefined;
      const sharers = view ? sharersOf(view, token.id).map((user) => user.id) : [];
      const facts = tokenBody(token, todayOf(service, institutionId));
      return { ok: true, body: { ...facts, user_ids: sharers } };
    },
    list_replacements: async ({ client, query }) => {
      const page = await service.dueReplacements(client.institutionId, pageRequest(query));
      const leadDays =
        service.policies(client.institutionId).inForce?.policy.replacement.lead_days ?? 0;
      const today = todayOf(service, client.institutionId);
      const data = page.rows.flatMap((token) => replacement(token, today, leadDays));
      return { ok: true, body: pageBody(data, page.next) };
    },
  };
}

function replacement(token: Token, today: Today, leadDays: number) {
  const { expiresOn } = token;
  if (expiresOn === null) return [];
  const dueFromOn = addDays(expiresOn, -leadDays);
  return [{ token: tokenBody(token, today), due_from_on: dueFromOn, expires_on: expiresOn }];
}

function shipmentActs(service: Service): Pick<Handlers, 'post_shipment' | 'record_delivery'> {
  return {
    post_shipment: ({ body: command, ...call }) =>
      service.postShipment(
        {
          contractId: command.contract_id,
          applicationId: command.application_id ?? null,
          reason: command.reason,
          replacesTokenId: command.replaces_token_id ?? null,
          pick: pickOf(command),
        },
        contextOf(call, {
          status: 201,
          body: (posted: PostedShipment) => {
            const today = todayOf(service, call.client.institutionId);
            return {
              shipment: shipmentBody(posted.shipment, posted.tokens),
              tokens: posted.tokens.map((token) => tokenBody(token, today)),
              fees: posted.fees.map(feeBody),
            };
          },
          acting: command.acting,
        }),
      ),
    record_delivery: ({ params, body: { acting }, ...call }) =>
      service.recordDelivery(
        { shipmentId: params.shipment_id },
        contextOf(call, {
          status: 200,
          body: ({ shipment, tokens }: Omit<PostedShipment, 'fees'>) =>
            shipmentBody(shipment, tokens),
          acting,
        }),
      ),
  };
}

/** One device named in two spellings is one device. */
function pickOf(command: PostShipment) {
  return 'serials' in command
    ? { serials: [...new Set(command.serials.map(canonicaliseSerial))] }
    : { count: command.count };
}

function shipmentReads(service: Service): Pick<Handlers, 'list_shipments' | 'get_shipment'> {
  const { queries } = service;
  return {
    list_shipments: async ({ client, query }) => {
      const filter = given({ contractId: query.contract_id });
      const page = await queries.shipments(client.institutionId, filter, pageRequest(query));
      const views = await viewsOf(queries, client.institutionId, page.rows);
      const data = page.rows.map((one) =>
        shipmentBody(one, tokensOfShipment(views.get(one.contractId), one.id)),
      );
      return { ok: true, body: pageBody(data, page.next) };
    },
    get_shipment: async ({ client, params }) => {
      const shipmentId = params.shipment_id;
      const view = await queries.contract(client.institutionId, { shipmentId });
      const shipment = view?.shipments.find((one) => one.id === shipmentId);
      if (!shipment) return { ok: false, problem: problemOf('not_found') };
      return { ok: true, body: shipmentBody(shipment, tokensOfShipment(view, shipmentId)) };
    },
  };
}
