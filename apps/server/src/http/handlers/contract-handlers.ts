import type { Service } from '@warifu/service';
import { problemOf } from '@warifu/wire';
import type { Handlers } from '../handlers.ts';
import { contextOf } from './change.ts';
import { applicationBody, contractBody, feeBody } from './contract-bodies.ts';
import { applicationById } from './rows-by-id.ts';
import { given, pageBody, pageRequest } from './wire-values.ts';

type Own =
  | 'open_contract'
  | 'list_contracts'
  | 'get_contract'
  | 'record_set_up'
  | 'record_application'
  | 'list_applications'
  | 'get_application'
  | 'list_fees'
  | 'reverse_fee';

/** Contracts, what is applied for under them, and what they owe. */
export function contractHandlers(service: Service): Pick<Handlers, Own> {
  const { queries } = service;
  const body = (contract: Parameters<Service['graceOfContract']>[0]) =>
    contractBody(contract, service.graceOfContract(contract), stopOf(service, contract));
  return {
    open_contract: ({ body: { number, kind, opened_on: openedOn }, ...call }) =>
      service.openContract({ number, kind, openedOn }, contextOf(call, { status: 201, body })),
    list_contracts: async ({ client, query }) => {
      const filter = given({ number: query.number });
      const page = await queries.contracts(client.institutionId, filter, pageRequest(query));
      return { ok: true, body: pageBody(page.rows.map(body), page.next) };
    },
    get_contract: async ({ client, params }) => {
      const view = await queries.contract(client.institutionId, { contractId: params.contract_id });
      if (!view) return { ok: false, problem: problemOf('not_found') };
      return { ok: true, body: body(view.contract) };
    },
    record_set_up: ({ params, body: { acting }, ...call }) =>
      service.recordSetUp(
        { contractId: params.contract_id },
        contextOf(call, { status: 200, body, acting }),
      ),
    record_application: ({ body: command, ...call }) =>
      service.recordApplication(
        {
          contractId: command.contract_id,
          kind: command.kind,
          tokenCount: command.token_count,
          filedOn: command.filed_on,
          authenticator: command.authenticator ?? null,
        },
        contextOf(call, { status: 201, body: applicationBody, acting: command.acting }),
      ),
    list_applications: async ({ client, query }) => {
      const filter = given({ contractId: query.contract_id });
      const page = await queries.applications(client.institutionId, filter, pageRequest(query));
      return { ok: true, body: pageBody(page.rows.map(applicationBody), page.next) };
    },
    get_application: async ({ client, params }) => {
      const found = await applicationById(queries, client.institutionId, params.application_id);
      if (!found) return { ok: false, problem: problemOf('not_found') };
      return { ok: true, body: applicationBody(found) };
    },
    list_fees: async ({ client, query }) => {
      const filter = given({ contractId: query.contract_id });
      const page = await queries.fees(client.institutionId, filter, pageRequest(query));
      return { ok: true, body: pageBody(page.rows.map(feeBody), page.next) };
    },
    reverse_fee: ({ params, body: { note, acting }, ...call }) =>
      service.reverseFee(
        { feeId: params.fee_id, note },
        contextOf(call, { status: 201, body: feeBody, acting }),
      ),
  };
}

/** What the policy says of an emergency stop, where the contract's institution has a policy. */
export function stopOf(service: Service, { institutionId }: { readonly institutionId: string }) {
  return service.policies(institutionId).inForce?.policy.emergency_stop ?? null;
}
