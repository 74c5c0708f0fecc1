import {
  canonicaliseSerial,
  decideRegistration,
  decideSkip,
  type StatedFactor,
} from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import type { RunResult } from '../ports/store.ts';
import type { CallContext } from './call-context.ts';
import { contractScope } from './contracts.ts';
import { perform } from './perform.ts';
import { factorsOf, type RegistrationResult, registering, type TypedProof } from './registering.ts';
import type { UserInContract } from './user-act.ts';

/** The user skips the registration screen while grace lasts (S0-03). */
export function skipEnrolment(
  deps: ServiceDeps,
  command: { readonly userId: string },
  context: CallContext<UserInContract>,
): Promise<RunResult> {
  const { userId } = command;
  return perform(
    deps,
    {
      action: 'skip_enrolment',
      scope: contractScope(context, { userId }, undefined),
      missing: 'user_unknown',
      decide: ({ view, policy, now }) => ({
        decision: decideSkip(view, userId, { policy, now }),
        userId,
        value: (after) => {
          const user = after.users.find((one) => one.id === userId);
          if (!user) throw new Error('a skip was decided for a user who is not in the view');
          return { user, view: after };
        },
      }),
    },
    context,
  );
}

export interface Register extends TypedProof {
  readonly userId: string;
  readonly serial: string;
  readonly factors: readonly StatedFactor[];
  /** Which of his tokens it replaces, where the policy lets him have several. */
  readonly replacesTokenId?: string | undefined;
}

/** The user registers his token with its serial and a live code (S0-05). */
export function registerToken(
  deps: ServiceDeps,
  command: Register,
  context: CallContext<RegistrationResult>,
): Promise<RunResult> {
  const { institutionId } = context.client;
  const { userId, factors, replacesTokenId } = command;
  const bindingId = deps.newId('bnd');
  const serial = canonicaliseSerial(command.serial);
  return perform(
    deps,
    {
      action: 'register_token',
      scope: { kind: 'registration', institutionId, userId, serial },
      missing: 'user_unknown',
      decide: (input) => ({
        ...registering(
          deps,
          {
            typed: command,
            bindingIds: [bindingId],
            decide: ({ view, ...proof }) =>
              decideRegistration(
                view,
                { userId, bindingId, factors, replacesTokenId, ...proof },
                input,
              ),
          },
          input,
        ),
        userId,
        factors: factorsOf(command, factors),
      }),
    },
    context,
  );
}
