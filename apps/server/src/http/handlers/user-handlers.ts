import { type ContractView, canonicaliseLoginId, type UserLimit } from '@warifu/engine';
import type { Service, UserInContract } from '@warifu/service';
import { type Acting, problemOf, type QueryOf, type Routes } from '@warifu/wire';
import type { Handlers } from '../handlers.ts';
import { actingParty, contextOf } from './change.ts';
import { todayOf } from './today.ts';
import { bindingBody, userBody } from './user-bodies.ts';
import { viewsOf } from './views.ts';
import {
  given,
  instantOf,
  instantOrNull,
  instantText,
  mailAddressOf,
  pageBody,
  pageRequest,
} from './wire-values.ts';

type Own =
  | 'add_user'
  | 'change_user'
  | 'remove_user'
  | 'list_users'
  | 'get_user'
  | 'get_otp_status'
  | 'get_user_limits'
  | 'list_bindings';

/** Users of contracts, and the tokens that they are bound to. */
export function userHandlers(service: Service): Pick<Handlers, Own> {
  return { ...userActs(service), ...userReads(service) };
}

function userActs(service: Service): Pick<Handlers, 'add_user' | 'change_user' | 'remove_user'> {
  const body = ({ user, view }: UserInContract) =>
    userBody(user, view, todayOf(service, view.contract.institutionId));
  return {
    add_user: ({ body: command, ...call }) =>
      service.addUser(
        {
          contractId: command.contract_id,
          loginId: command.login_id,
          name: command.name,
          role: command.role,
          permissions: command.permissions,
          mailAddress: command.mail_address && mailAddressOf(command.mail_address),
          acting: command.acting && actingParty(command.acting),
          challengeId: command.challenge_id,
        },
        contextOf(call, { status: 201, body, acting: command.acting }),
      ),
    change_user: ({ params, body: command, ...call }) => {
      const { acting, challenge_id: challengeId, mail_address: address, ...changes } = command;
      return service.changeUser(
        {
          userId: params.user_id,
          acting: acting && actingParty(acting),
          challengeId,
          ...changes,
          mailAddress: address && mailAddressOf(address),
        },
        contextOf(call, { status: 200, body, acting }),
      );
    },
    remove_user: ({ params, query, ...call }) => {
      const acting = actingOf(query);
      return service.removeUser(
        {
          userId: params.user_id,
          acting: acting && actingParty(acting),
          challengeId: query.challenge_id,
        },
        contextOf(call, { status: 200, body, acting }),
      );
    },
  };
}

/** Who acts, from the query of a removal; the schema lets in one of both, whole. */
function actingOf(query: QueryOf<Routes['remove_user']>): Acting | undefined {
  const { acting_user_id, acting_staff_id, acting_desk, acting_evidence } = query;
  if (acting_user_id !== undefined) return { user_id: acting_user_id };
  if (acting_staff_id === undefined) return undefined;
  return { staff_id: acting_staff_id, desk: acting_desk ?? '', evidence: acting_evidence ?? '' };
}

function userReads(
  service: Service,
): Omit<Pick<Handlers, Own>, 'add_user' | 'change_user' | 'remove_user'> {
  const { queries } = service;
  return {
    list_users: async ({ client, query }) => {
      const loginId =
        query.login_id === undefined ? undefined : canonicaliseLoginId(query.login_id);
      const filter = given({ contractId: query.contract_id, loginId });
      const page = await queries.users(client.institutionId, filter, pageRequest(query));
      const views = await viewsOf(queries, client.institutionId, page.rows);
      const today = todayOf(service, client.institutionId);
      const data = page.rows.map((user) => userBody(user, views.get(user.contractId), today));
      return { ok: true, body: pageBody(data, page.next) };
    },
    get_user: async ({ client, params }) => {
      const view = await queries.contract(client.institutionId, { userId: params.user_id });
      const user = userIn(view, params.user_id);
      if (!user) return { ok: false, problem: problemOf('not_found') };
      const today = todayOf(service, client.institutionId);
      return { ok: true, body: userBody(user, view, today) };
    },
    get_otp_status: async ({ client, params, query }) => {
      const asked = { userId: params.user_id, at: query.at ? instantOf(query.at) : service.now() };
      const status = await service.readOtpStatus(client.institutionId, asked);
      if (!status) return { ok: false, problem: problemOf('not_found') };
      return {
        ok: true,
        body: {
          user_id: status.userId,
          at: instantText(status.at),
          in_use: status.inUse,
          binding_id: status.bindingId,
          token_id: status.tokenId,
          since: instantOrNull(status.since),
          ceiling_yen: status.ceilingYen,
        },
      };
    },
    get_user_limits: async ({ client, params }) => {
      const limits = await service.readUserLimits(client.institutionId, params.user_id);
      if (!limits) return { ok: false, problem: problemOf('not_found') };
      return { ok: true, body: { user_id: params.user_id, limits: limits.map(limitBody) } };
    },
    list_bindings: async ({ client, query }) => {
      const filter = given({
        contractId: query.contract_id,
        userId: query.user_id,
        tokenId: query.token_id,
        at: query.at === undefined ? undefined : instantOf(query.at),
      });
      const page = await queries.bindings(client.institutionId, filter, pageRequest(query));
      return { ok: true, body: pageBody(page.rows.map(bindingBody), page.next) };
    },
  };
}

function limitBody({ operation, limitYen, next }: UserLimit) {
  return {
    operation,
    limit_yen: limitYen,
    next: next && { from: instantText(next.from), limit_yen: next.limitYen },
  };
}

/** A user of a view, removed ones too: their past stays readable. */
function userIn(view: ContractView | undefined, userId: string) {
  return view?.users.find((user) => user.id === userId);
}
