import {
  type Decision,
  decideProof,
  decideVerification,
  operationOf,
  type RefusalReason,
  refused,
  type StatedFactor,
} from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import type { RunResult } from '../ports/store.ts';
import type { CallContext } from './call-context.ts';
import { type CodeCheck, checkCode } from './code-check.ts';
import { type ActInput, type ActOutput, perform } from './perform.ts';

/** Proof for a challenge, or a code on the institution's own account for a purpose of the policy. */
export type Verify =
  | {
      readonly kind: 'challenge';
      readonly challengeId: string;
      readonly otp: string | undefined;
      readonly factors: readonly StatedFactor[];
    }
  | {
      readonly kind: 'user';
      readonly userId: string;
      readonly purpose: string;
      readonly otp: string;
      readonly factors: readonly StatedFactor[];
    };

/** What a verification tells: the outcome, and the rich reason for those who may see it. */
export interface VerificationResult {
  readonly accepted: boolean;
  readonly reason: RefusalReason | null;
}

/** The hot path (docs/adr/0005): one user, his token, one code. */
export function verify(
  deps: ServiceDeps,
  command: Verify,
  context: CallContext<VerificationResult>,
): Promise<RunResult> {
  const { institutionId } = context.client;
  const by =
    command.kind === 'challenge'
      ? { challengeId: command.challengeId }
      : { userId: command.userId };
  return perform(
    deps,
    {
      action: 'verify_otp',
      scope: { kind: 'verification', institutionId, by },
      missing: command.kind === 'challenge' ? 'challenge_unknown' : 'user_unknown',
      decide: (input) => decideCommand(deps, command, input),
    },
    context,
  );
}

function decideCommand(
  deps: ServiceDeps,
  command: Verify,
  input: ActInput,
): ActOutput<VerificationResult> {
  const token = input.view.tokens[0];
  const userId = input.view.users[0]?.id ?? null;
  const check =
    command.otp === undefined
      ? undefined
      : checkCode(deps, {
          typed: command.otp,
          token,
          seed: token && input.loaded.seeds.get(token.id),
          policy: input.policy,
          now: input.now,
          purpose: 'verification',
        });
  return {
    decision: check?.unreadable ? refused('seed_unreadable') : decisionFor(command, check, input),
    outcome: 'accepted',
    userId,
    tokenId: token?.id ?? null,
    factors: [...command.factors.map((factor) => factor.kind), ...(check ? ['otp'] : [])],
    value: () => ({ accepted: true, reason: null }),
  };
}

function decisionFor(
  command: Verify,
  check: CodeCheck | undefined,
  { view, policy, now }: ActInput,
): Decision {
  const context = { policy, now };
  const unknown = command.factors.some((factor) => !policy.fixed_factors.includes(factor.kind));
  if (unknown) return refused('factor_unknown');
  if (command.kind === 'challenge') {
    const { challengeId, factors } = command;
    return decideProof(view, { challengeId, factors, code: check }, context);
  }
  if (!operationOf(policy, command.purpose)) return refused('operation_unknown');
  if (!check) return refused('factors_missing');
  return decideVerification(view, { userId: command.userId, ...check }, context);
}
