import {
  canonicaliseSerial,
  type Decision,
  decideConsumption,
  decided,
  decideRegistrationForUsers,
  refused,
  type StatedFactor,
} from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import type { RunResult } from '../ports/store.ts';
import type { CallContext } from './call-context.ts';
import { challengeNamed, lacksChallenge, type OnChallenge } from './on-challenge.ts';
import { type ActInput, perform } from './perform.ts';
import { factorsOf, type RegistrationResult, registering, type TypedProof } from './registering.ts';

/** ハードトークン利用登録: an administrator registers a token and assigns it to users (S3-02). */
export interface RegisterForUsersCommand extends TypedProof, OnChallenge {
  readonly registrarId: string;
  readonly userIds: readonly string[];
  readonly serial: string;
  readonly factors: readonly StatedFactor[];
  readonly replacesTokenId?: string | undefined;
}

const operation = 'register_for_users';

export function registerForUsers(
  deps: ServiceDeps,
  command: RegisterForUsersCommand,
  context: CallContext<RegistrationResult>,
): Promise<RunResult> {
  const { institutionId } = context.client;
  const { registrarId, userIds, factors, replacesTokenId, challengeId } = command;
  const targets = [...new Set(userIds)].map((userId) => ({ userId, bindingId: deps.newId('bnd') }));
  return perform(
    deps,
    {
      action: operation,
      scope: {
        kind: 'registration',
        institutionId,
        userId: registrarId,
        serial: canonicaliseSerial(command.serial),
        forUserIds: userIds,
        ...(challengeId === undefined ? {} : { challengeId }),
      },
      missing: 'user_unknown',
      decide: (input) => {
        const output = registering(
          deps,
          {
            typed: command,
            bindingIds: targets.map((one) => one.bindingId),
            decide: ({ view, ...proof }) =>
              onItsChallenge(
                input,
                command,
                decideRegistrationForUsers(
                  view,
                  { registrarId, targets, factors, replacesTokenId, ...proof },
                  input,
                ),
              ),
          },
          input,
        );
        const [only, another] = targets;
        return {
          ...output,
          // A wrong code is the administrator's; a registration is that of the user who got the token.
          userId: output.decision.ok && only && !another ? only.userId : registrarId,
          factors: [
            ...(challengeNamed(input.view, challengeId)?.factors ?? []),
            ...factorsOf(command, factors),
          ],
        };
      },
    },
    context,
  );
}

/**
 * The challenge comes before the code: without a good one nothing that was typed is looked at, so it
 * is neither told nor counted. A locked administrator is told nothing but what every prompt says, and
 * his challenge, which would tell, is not looked at (ALL-07).
 */
function onItsChallenge(
  input: ActInput,
  command: RegisterForUsersCommand,
  decision: Decision,
): Decision {
  const { view, policy, now } = input;
  const { registrarId, userIds, challengeId } = command;
  if (!decision.ok && isBeforeChallenge(decision)) return decision;
  const acting = { kind: 'user', userId: registrarId } as const;
  if (lacksChallenge(input, { acting, challengeId, operation }))
    return refused('challenge_required');
  if (challengeId === undefined) return decision;
  const use = { challengeId, operation, userId: registrarId, targetUserIds: userIds };
  const consumption = decideConsumption(view, use, { policy, now });
  if (!consumption.ok) return refused(consumption.reason);
  return decision.ok ? decided(...consumption.events, ...decision.events) : decision;
}

/** Refused before any code was looked at, or because whoever types is locked. */
function isBeforeChallenge({ reason, events }: Extract<Decision, { readonly ok: false }>): boolean {
  return events.length === 0 || reason === 'user_locked';
}
