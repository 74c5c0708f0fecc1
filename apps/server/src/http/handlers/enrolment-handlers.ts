import { findUser, type Policy } from '@warifu/engine';
import type { Service, UserInContract } from '@warifu/service';
import { problemOf, type RegisterToken } from '@warifu/wire';
import type { Handlers } from '../handlers.ts';
import { actingParty, contextOf } from './change.ts';
import { promptBody } from './prompt.ts';
import {
  registrationBody,
  registrationForUsersBody,
  statedFactors,
} from './registration-bodies.ts';
import { enrolmentBody } from './user-bodies.ts';

type Own =
  | 'get_enrolment'
  | 'skip_enrolment'
  | 'register_token'
  | 'register_for_users'
  | 'choose_otp';

/** From the application to the first code. */
export function enrolmentHandlers(service: Service): Pick<Handlers, Own> {
  return {
    get_enrolment: async ({ client, params }) => {
      const { institutionId } = client;
      const view = await service.queries.contract(institutionId, { userId: params.user_id });
      const user = view && findUser(view, params.user_id);
      if (!user) return { ok: false, problem: problemOf('not_found') };
      const policy = policyOf(service, institutionId);
      return { ok: true, body: enrolmentBody({ view, user, policy, now: service.now() }) };
    },
    skip_enrolment: ({ params, ...call }) =>
      service.skipEnrolment(
        { userId: params.user_id },
        contextOf(call, {
          status: 200,
          body: ({ user, view }: UserInContract) => {
            const policy = policyOf(service, call.client.institutionId);
            return enrolmentBody({ view, user, policy, now: service.now() });
          },
        }),
      ),
    ...registrationHandlers(service),
  };
}

function registrationHandlers(
  service: Service,
): Pick<Handlers, 'register_token' | 'register_for_users' | 'choose_otp'> {
  return {
    register_token: async ({ params, body, ...call }) => {
      const userId = params.user_id;
      const refusal = await promptBody(service, call.client, { userId });
      return service.registerToken(
        { userId, ...presented(body) },
        contextOf(call, { status: 200, body: registrationBody, refusal }),
      );
    },
    register_for_users: async ({ body, ...call }) => {
      const { user_ids: userIds, acting, challenge_id: challengeId } = body;
      const registrarId = acting.user_id;
      const refusal = await promptBody(service, call.client, { userId: registrarId });
      return service.registerForUsers(
        { registrarId, userIds, challengeId, ...presented(body) },
        contextOf(call, { status: 200, body: registrationForUsersBody, refusal, acting }),
      );
    },
    choose_otp: ({ params, body: { opted_in: optedIn, acting, challenge_id }, ...call }) =>
      service.chooseOtp(
        {
          userId: params.user_id,
          optedIn,
          acting: acting && actingParty(acting),
          challengeId: challenge_id,
        },
        contextOf(call, {
          status: 200,
          body: (user) => ({ user_id: user.id, opted_in: user.optedIn }),
          acting,
        }),
      ),
  };
}

function presented(body: RegisterToken) {
  return {
    serial: body.serial,
    otp: body.otp,
    secondOtp: body.second_otp,
    replacesTokenId: body.replaces_token_id,
    factors: statedFactors(body.factors),
  };
}

/** The policy in force. An institution without one has no users, so nothing was found before this. */
function policyOf(service: Service, institutionId: string): Policy {
  const { inForce } = service.policies(institutionId);
  if (!inForce) throw new Error(`no policy in force for ${institutionId}`);
  return inForce.policy;
}
