import { type Contract, type Policy, sameDayMissing, sameDayResumesAt } from '@warifu/engine';
import type { CaredToken, Service } from '@warifu/service';
import type * as wire from '@warifu/wire';
import { type Acting, problemOf } from '@warifu/wire';
import type { Handlers } from '../handlers.ts';
import { actingParty, contextOf } from './change.ts';
import { contractBody } from './contract-bodies.ts';
import { stopOf } from './contract-handlers.ts';
import { promptBody } from './prompt.ts';
import { todayOf } from './today.ts';
import { tokenBody } from './user-bodies.ts';
import { instantOrNull } from './wire-values.ts';

type Own =
  | 'suspend_token'
  | 'resume_token'
  | 'return_token'
  | 'resynchronise_token'
  | 'extend_token'
  | 'stop_contract'
  | 'lift_stop'
  | 'record_same_day'
  | 'get_same_day';

/** What is done with a token or a contract besides its ordinary life. */
export function careHandlers(service: Service): Pick<Handlers, Own> {
  return { ...tokenCare(service), ...contractCare(service) };
}

type TokenCare = Exclude<Own, 'stop_contract' | 'lift_stop' | 'record_same_day' | 'get_same_day'>;

function tokenCare(service: Service): Pick<Handlers, TokenCare> {
  const told = (institutionId: string, acting: Acting) => {
    const body = ({ token }: CaredToken) => tokenBody(token, todayOf(service, institutionId));
    return { status: 200, body, acting } as const;
  };
  return {
    suspend_token: ({ params, body: { acting }, ...call }) =>
      service.suspendToken(
        { tokenId: params.token_id, acting: actingParty(acting) },
        contextOf(call, told(call.client.institutionId, acting)),
      ),
    resume_token: ({ params, body: { acting }, ...call }) =>
      service.resumeToken(
        { tokenId: params.token_id, acting: actingParty(acting) },
        contextOf(call, told(call.client.institutionId, acting)),
      ),
    return_token: ({ params, body: { acting }, ...call }) =>
      service.returnToken(
        { tokenId: params.token_id, acting: actingParty(acting) },
        contextOf(call, told(call.client.institutionId, acting)),
      ),
    resynchronise_token: async ({ params, body: command, ...call }) => {
      const { otp, next_otp: nextOtp, user_id: userId, acting } = command;
      const tokenId = params.token_id;
      const whose = 'user_id' in acting ? acting.user_id : userId;
      const asked = whose === undefined ? { tokenId } : { userId: whose };
      const refusal = await promptBody(service, call.client, asked);
      return service.resynchroniseToken(
        { tokenId, acting: actingParty(acting), userId, otp, nextOtp },
        contextOf(call, {
          status: 200,
          body: () => ({ result: 'accepted', retry: 'none' }),
          refusal,
          acting,
        }),
      );
    },
    extend_token: ({ params, body, ...call }) =>
      service.extendToken(
        { tokenId: params.token_id, userId: body.user_id },
        contextOf(call, told(call.client.institutionId, { user_id: body.user_id })),
      ),
  };
}

function contractCare(service: Service): Pick<Handlers, Exclude<Own, TokenCare>> {
  const body = (contract: Contract) =>
    contractBody(contract, service.graceOfContract(contract), stopOf(service, contract));
  return {
    stop_contract: ({ params, body: { acting }, ...call }) =>
      service.stopContract(
        { contractId: params.contract_id, acting: actingParty(acting) },
        contextOf(call, { status: 200, body, acting }),
      ),
    lift_stop: ({ params, body: { acting }, ...call }) =>
      service.liftStop(
        { contractId: params.contract_id, acting: actingParty(acting) },
        contextOf(call, { status: 200, body, acting }),
      ),
    record_same_day: ({ params, body: { step, measures, acting }, ...call }) => {
      const { policy } = todayOf(service, call.client.institutionId);
      return service.recordSameDay(
        { contractId: params.contract_id, step, measures: measures ?? [] },
        contextOf(call, {
          status: 200,
          body: (contract: Contract) => sameDayBody(contract, policy),
          acting,
        }),
      );
    },
    get_same_day: async ({ client, params }) => {
      const by = { contractId: params.contract_id };
      const view = await service.queries.contract(client.institutionId, by);
      if (!view) return { ok: false, problem: problemOf('not_found') };
      const { policy } = todayOf(service, client.institutionId);
      return { ok: true, body: sameDayBody(view.contract, policy) };
    },
  };
}

function sameDayBody(contract: Contract, policy: Policy): wire.SameDay {
  const { appliedAt, screenedAt, measures, calledAt, confirmedAt } = contract.sameDay;
  return {
    contract_id: contract.id,
    applied_at: instantOrNull(appliedAt),
    screened_at: instantOrNull(screenedAt),
    measures: [...measures],
    called_at: instantOrNull(calledAt),
    confirmed_at: instantOrNull(confirmedAt),
    missing: sameDayMissing(contract.sameDay, policy),
    resumes_at: instantOrNull(sameDayResumesAt(contract, policy)),
  };
}
