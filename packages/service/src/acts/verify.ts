import {
  type Challenge,
  type Decision,
  decided,
  decideProof,
  decideVerification,
  firstUseEvents,
  loginEvents,
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
import { checkTokens, type TokensCheck } from './several-tokens.ts';

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
  // Where users never had more than one token, nothing of several is loaded or compared.
  const several = deps.policies.everAllowsSeveralTokens(institutionId);
  return perform(
    deps,
    {
      action: 'verify_otp',
      scope: several
        ? { kind: 'verification_of_several', institutionId, by }
        : { kind: 'verification', institutionId, by },
      missing: command.kind === 'challenge' ? 'challenge_unknown' : 'user_unknown',
      decide: (input) =>
        several ? decideOfSeveral(deps, command, input) : decideCommand(deps, command, input),
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
  return outputOf(command, { check, userId, tokenId: token?.id ?? null }, input);
}

/** The same where users may have several tokens: the code is compared with all of them. */
function decideOfSeveral(
  deps: ServiceDeps,
  command: Verify,
  input: ActInput,
): ActOutput<VerificationResult> {
  const userId = command.kind === 'user' ? command.userId : challengeOf(input)?.userId;
  const check =
    command.otp === undefined
      ? undefined
      : checkTokens(deps, { userId: userId ?? '', typed: command.otp }, input);
  return outputOf(
    command,
    { check, userId: userId ?? null, tokenId: check?.tokenId ?? null },
    input,
  );
}

interface Checked {
  readonly check: (CodeCheck & Partial<TokensCheck>) | undefined;
  readonly userId: string | null;
  readonly tokenId: string | null;
}

function outputOf(
  command: Verify,
  { check, userId, tokenId }: Checked,
  input: ActInput,
): ActOutput<VerificationResult> {
  const decision = check?.unreadable
    ? refused('seed_unreadable')
    : decisionFor(command, check, input);
  return {
    decision:
      decision.ok && userId !== null ? loggedIn(decision, { command, userId }, input) : decision,
    outcome: 'accepted',
    userId,
    tokenId,
    factors: [...command.factors.map((factor) => factor.kind), ...(check ? ['otp'] : [])],
    value: () => ({ accepted: true, reason: null }),
  };
}

function challengeOf({ view }: ActInput): Challenge | undefined {
  return view.challenges[0];
}

/** A login that was proved, and a first use, are kept where the policy's rules look at them. */
function loggedIn(
  decision: Decision,
  { command, userId }: { readonly command: Verify; readonly userId: string },
  input: ActInput,
): Decision {
  const operation = command.kind === 'user' ? command.purpose : challengeOf(input)?.operation;
  const accepted = decision.events.some((event) => event.type === 'otp_accepted');
  const events = [
    ...(operation === undefined ? [] : loginEvents(userId, operation, input)),
    ...(accepted ? firstUseEvents(input.view, userId, input) : []),
  ];
  return events.length === 0 ? decision : decided(...decision.events, ...events);
}

function decisionFor(
  command: Verify,
  check: Checked['check'],
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
