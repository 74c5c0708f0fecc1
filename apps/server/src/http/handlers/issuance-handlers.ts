import type { Policy } from '@warifu/engine';
import type { IssuedToken, Service } from '@warifu/service';
import { problemOf } from '@warifu/wire';
import type { Handlers } from '../handlers.ts';
import { actingParty, contextOf } from './change.ts';
import { issuanceBody, mailedCodeBody } from './issuance-bodies.ts';
import { promptBody } from './prompt.ts';
import { registrationBody, statedFactors } from './registration-bodies.ts';

type Own =
  | 'issue_software_token'
  | 'get_issuance'
  | 'complete_issuance'
  | 'cancel_issuance'
  | 'mail_code';

/** トークン発行, from the first screen to the first code (S1-04, S2-02); and codes by mail. */
export function issuanceHandlers(service: Service): Pick<Handlers, Own> {
  const body = ({ issuance, policy }: IssuedToken) =>
    issuanceBody({ issuance, policy, now: service.now() });
  return {
    issue_software_token: ({ body: command, ...call }) =>
      service.issueSoftwareToken(
        {
          userId: command.user_id,
          authenticator: command.authenticator ?? null,
          activationPassword: command.activation_password ?? null,
          mailAddress: command.mail_address ?? null,
          acting: command.acting && actingParty(command.acting),
        },
        contextOf(call, { status: 201, body, acting: command.acting }),
      ),
    get_issuance: async ({ client, params }) => {
      const { institutionId } = client;
      const issuance = await service.queries.issuance(institutionId, params.issuance_id);
      if (!issuance) return { ok: false, problem: problemOf('not_found') };
      const policy = policyOf(service, institutionId);
      return { ok: true, body: issuanceBody({ issuance, policy, now: service.now() }) };
    },
    complete_issuance: async ({ params, body: command, ...call }) => {
      const issuanceId = params.issuance_id;
      const known = await service.queries.issuance(call.client.institutionId, issuanceId);
      const refusal = await promptBody(service, call.client, { userId: known?.userId ?? '' });
      return service.completeIssue(
        {
          issuanceId,
          otp: command.otp,
          secondOtp: command.second_otp,
          factors: statedFactors(command.factors),
        },
        contextOf(call, { status: 200, body: registrationBody, refusal }),
      );
    },
    cancel_issuance: ({ params, body: { acting }, ...call }) =>
      service.cancelIssue(
        { issuanceId: params.issuance_id, acting: acting && actingParty(acting) },
        contextOf(call, { status: 200, body, acting }),
      ),
    mail_code: ({ params, body: { operation }, ...call }) =>
      service.mailCode(
        { userId: params.user_id, operation: operation ?? null },
        contextOf(call, { status: 201, body: mailedCodeBody }),
      ),
  };
}

/** The policy in force. An institution without one has no issues, so nothing was found before this. */
function policyOf(service: Service, institutionId: string): Policy {
  const { inForce } = service.policies(institutionId);
  if (!inForce) throw new Error(`no policy in force for ${institutionId}`);
  return inForce.policy;
}
