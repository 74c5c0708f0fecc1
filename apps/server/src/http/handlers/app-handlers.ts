import type { RefusalReason } from '@warifu/engine';
import type { ApiClient, AppToken, RunResult, Service } from '@warifu/service';
import type * as wire from '@warifu/wire';
import type { ProblemCode } from '@warifu/wire';
import type { Handlers } from '../handlers.ts';
import { contextOf, storedProblem } from './change.ts';

type Own = 'activate_app' | 'make_credential';

/** What apps call, without an API key. */
export function appHandlers(service: Service): Pick<Handlers, Own> {
  const known = ({ institutionId }: ApiClient) =>
    service.policies(institutionId).inForce !== undefined;
  return {
    activate_app: async ({ body: command, params: _, ...call }) =>
      known(call.client)
        ? service.activateApp(
            {
              serviceId: command.service_id,
              appUserId: command.app_user_id,
              activationPassword: command.activation_password,
              deviceId: command.device_id,
            },
            contextOf(call, { status: 201, body: appTokenBody, problem: activationProblem }),
          )
        : nothingHere,
    make_credential: async ({ body: command, params: _, ...call }) =>
      known(call.client)
        ? service.makeCredential(
            { authenticator: command.authenticator ?? null, deviceId: command.device_id },
            contextOf(call, { status: 201, body: appTokenBody }),
          )
        : nothingHere,
  };
}

const nothingHere: RunResult = {
  kind: 'done',
  answer: storedProblem('not_found'),
  replayed: false,
};

/** All refusals look the same, but for the one that only the right proof can meet (row 26). */
function activationProblem(reason: RefusalReason): ProblemCode {
  return reason === 'device_full' ? 'device_full' : 'activation_refused';
}

function appTokenBody({ token, secret, authenticator, policy }: AppToken): wire.AppToken {
  const { id, name } = policy.institution;
  return {
    serial: token.serial,
    secret,
    type: token.kind,
    algorithm: token.algorithm,
    digits: token.digits,
    ...(token.stepSeconds === null ? {} : { period_seconds: token.stepSeconds }),
    institution: { id, name },
    ...(authenticator.label === undefined ? {} : { label: authenticator.label }),
  };
}
