import {
  type ActingParty,
  type Contract,
  type Decision,
  decideChoice,
  decideSetUp,
  refused,
  type User,
} from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import type { RunResult } from '../ports/store.ts';
import type { CallContext } from './call-context.ts';
import { contractScope } from './contracts.ts';
import { challengeNamed, lacksChallenge, type OnChallenge, onChallenge } from './on-challenge.ts';
import { type ActInput, perform } from './perform.ts';

/** Records the institution's own set-up of a contract; grace may count from it. */
export function recordSetUp(
  deps: ServiceDeps,
  { contractId }: { readonly contractId: string },
  context: CallContext<Contract>,
): Promise<RunResult> {
  return perform(
    deps,
    {
      action: 'record_set_up',
      scope: contractScope(context, { contractId }, undefined),
      missing: 'contract_unknown',
      decide: ({ view, policy, now }) => ({
        decision: deskObstacle(context.acting, policy) ?? decideSetUp(view, now),
        value: (after) => after.contract,
      }),
    },
    context,
  );
}

export interface ChooseOtpCommand extends OnChallenge {
  readonly userId: string;
  readonly optedIn: boolean;
  readonly acting?: ActingParty | undefined;
}

/** A user asks for OTP, or no longer wants it, where a rule of the policy looks at his wish. */
export function chooseOtp(
  deps: ServiceDeps,
  command: ChooseOtpCommand,
  context: CallContext<User>,
): Promise<RunResult> {
  const { userId, challengeId } = command;
  return perform(
    deps,
    {
      action: 'choose_otp',
      scope: contractScope(context, { userId }, challengeId),
      missing: 'user_unknown',
      decide: (input) => ({
        decision: choice(command, input),
        userId,
        challenge: challengeNamed(input.view, challengeId),
        value: (after) => {
          const user = after.users.find((one) => one.id === userId);
          if (!user) throw new Error('a choice was decided for a user who is not in the view');
          return user;
        },
      }),
    },
    context,
  );
}

/** To ask for more protection needs no proof; to give it up needs what the policy asks for it. */
function choice(command: ChooseOtpCommand, input: ActInput): Decision {
  const { view, policy, now } = input;
  const { acting, challengeId, optedIn } = command;
  const barred = deskObstacle(acting, policy);
  if (barred) return barred;
  const decision = decideChoice(view, command);
  const operation = 'opt_out';
  if (!decision.ok || optedIn) return decision;
  if (acting && lacksChallenge(input, { acting, challengeId, operation }))
    return refused('challenge_required');
  return onChallenge(view, decision, { challengeId, operation, acting, policy, now });
}

function deskObstacle(
  acting: ActingParty | undefined,
  { desks }: ActInput['policy'],
): Decision | null {
  if (acting?.kind !== 'staff') return null;
  return desks.some((desk) => desk.id === acting.desk) ? null : refused('desk_not_allowed');
}
