import {
  type Binding,
  bindingOf,
  canonicaliseSerial,
  decideRegistration,
  decideSkip,
  refused,
} from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import type { RunResult } from '../ports/store.ts';
import type { CallContext } from './call-context.ts';
import { checkCode } from './code-check.ts';
import { contractScope } from './contracts.ts';
import { type ActInput, type ActOutput, perform } from './perform.ts';
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

export interface Register {
  readonly userId: string;
  readonly serial: string;
  readonly otp: string;
}

export interface RegistrationResult {
  readonly binding: Binding;
  readonly endedBindingId: string | null;
}

/** The user registers his token with its serial and a live code (S0-05). */
export function registerToken(
  deps: ServiceDeps,
  command: Register,
  context: CallContext<RegistrationResult>,
): Promise<RunResult> {
  const { institutionId } = context.client;
  const bindingId = deps.newId('bnd');
  const serial = canonicaliseSerial(command.serial);
  return perform(
    deps,
    {
      action: 'register_token',
      scope: { kind: 'registration', institutionId, userId: command.userId, serial },
      missing: 'user_unknown',
      decide: (input) => registration(deps, { ...command, bindingId }, input),
    },
    context,
  );
}

function registration(
  deps: ServiceDeps,
  command: Register & { readonly bindingId: string },
  input: ActInput,
): ActOutput<RegistrationResult> {
  const { view, loaded, policy, now } = input;
  const { userId, bindingId, otp } = command;
  const token = loaded.candidates[0];
  const seed = token && loaded.seeds.get(token.id);
  const check = checkCode(deps, { typed: otp, token, seed, policy, now, purpose: 'registration' });
  const revokedTokenIds = loaded.revokedTokenIds;
  const decision = check.unreadable
    ? refused('seed_unreadable')
    : decideRegistration(
        view,
        { userId, bindingId, token, revokedTokenIds, ...check },
        { policy, now },
      );
  const endedBindingId = bindingOf(view, userId)?.id ?? null;
  return {
    decision,
    outcome: 'accepted',
    userId,
    // A serial of somebody else's token is not written into this contract's record.
    tokenId: token?.contractId === view.contract.id ? token.id : null,
    factors: ['serial', 'otp'],
    value: (after) => {
      const binding = after.bindings.find((one) => one.id === bindingId);
      if (!binding) throw new Error('a registration was decided without a binding');
      return { binding, endedBindingId };
    },
  };
}
