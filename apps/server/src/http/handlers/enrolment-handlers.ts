import { findUser, type Policy } from '@warifu/engine';
import type { RegistrationResult, Service, UserInContract } from '@warifu/service';
import { problemOf } from '@warifu/wire';
import type { Handlers } from '../handlers.ts';
import { contextOf } from './change.ts';
import { promptBody } from './prompt.ts';
import { enrolmentBody } from './user-bodies.ts';
import { instantText } from './wire-values.ts';

type Own = 'get_enrolment' | 'skip_enrolment' | 'register_token';

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
    register_token: async ({ params, body: { serial, otp }, ...call }) => {
      const userId = params.user_id;
      const refusal = await promptBody(service, call.client, { userId });
      return service.registerToken(
        { userId, serial, otp },
        contextOf(call, { status: 200, body: registrationBody, refusal }),
      );
    },
  };
}

/** The policy in force. An institution without one has no users, so nothing was found before this. */
function policyOf(service: Service, institutionId: string): Policy {
  const { inForce } = service.policies(institutionId);
  if (!inForce) throw new Error(`no policy in force for ${institutionId}`);
  return inForce.policy;
}

function registrationBody({ binding, endedBindingId }: RegistrationResult) {
  const { id, tokenId, startedAt } = binding;
  return {
    result: 'accepted',
    retry: 'none',
    binding: { id, token_id: tokenId, started_at: instantText(startedAt) },
    ...(endedBindingId === null ? {} : { ended_binding_id: endedBindingId }),
  };
}
