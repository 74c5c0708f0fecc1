import {
  type ActingParty,
  authenticatorOf,
  type ContractView,
  type Decision,
  decideExtension,
  decideResumption,
  decideResynchronisation,
  decideReturn,
  decideSuspension,
  matchingSteps,
  refused,
  type Token,
} from '@warifu/engine';
import { canonicaliseCode } from '@warifu/otp';
import type { ServiceDeps } from '../deps.ts';
import type { RunResult } from '../ports/store.ts';
import type { CallContext } from './call-context.ts';
import { type ActInput, perform } from './perform.ts';

/** A token that an act was about, as a reader wants to see it. */
export interface CaredToken {
  readonly token: Token;
  readonly view: ContractView;
}

interface TokenAct {
  readonly action: string;
  readonly tokenId: string;
  readonly decide: (input: ActInput) => Decision;
  /** The user whose codes were typed or who acts, for the record and for what a refusal advises. */
  readonly userId?: string | undefined;
  readonly factors?: readonly string[];
}

function onToken(
  deps: ServiceDeps,
  { action, tokenId, decide, userId, factors }: TokenAct,
  context: CallContext<CaredToken>,
): Promise<RunResult> {
  const { institutionId } = context.client;
  return perform(
    deps,
    {
      action,
      scope: { kind: 'token', institutionId, by: { tokenId } },
      missing: 'token_unknown',
      decide: (input) => ({
        decision: decide(input),
        tokenId,
        userId: userId ?? null,
        ...(factors ? { factors } : {}),
        value: (after) => {
          const token = after.tokens.find((one) => one.id === tokenId);
          if (!token) throw new Error('a token was decided on that is not in the view');
          return { token, view: after };
        },
      }),
    },
    context,
  );
}

interface OnToken {
  readonly tokenId: string;
  readonly acting: ActingParty;
}

/** The user who acts himself; staff act for nobody whom the record could name. */
function actingUser({ acting }: OnToken): string | undefined {
  return acting.kind === 'user' ? acting.userId : undefined;
}

/** Pauses a token that its user cannot find. */
export function suspendToken(
  deps: ServiceDeps,
  command: OnToken,
  context: CallContext<CaredToken>,
): Promise<RunResult> {
  const { tokenId } = command;
  const decide = ({ view, policy, now }: ActInput) =>
    decideSuspension(view, command, { policy, now });
  const act = { action: 'suspend_token', tokenId, userId: actingUser(command), decide };
  return onToken(deps, act, context);
}

/** Goes on with a paused token. */
export function resumeToken(
  deps: ServiceDeps,
  command: OnToken,
  context: CallContext<CaredToken>,
): Promise<RunResult> {
  const { tokenId } = command;
  const decide = ({ view, policy, now }: ActInput) =>
    decideResumption(view, command, { policy, now });
  const act = { action: 'resume_token', tokenId, userId: actingUser(command), decide };
  return onToken(deps, act, context);
}

/** Records that a broken or found token came back (S3-08). */
export function returnToken(
  deps: ServiceDeps,
  { tokenId, acting }: OnToken,
  context: CallContext<CaredToken>,
): Promise<RunResult> {
  const reversalId = deps.newId('fee');
  const decide = ({ view, policy, now }: ActInput) =>
    decideReturn(view, { tokenId, acting, reversalId }, { policy, now });
  return onToken(deps, { action: 'return_token', tokenId, decide }, context);
}

/** Extends the lifetime of an app token. */
export function extendToken(
  deps: ServiceDeps,
  command: { readonly tokenId: string; readonly userId: string },
  context: CallContext<CaredToken>,
): Promise<RunResult> {
  const decide = ({ view, policy, now }: ActInput) =>
    decideExtension(view, command, { policy, now });
  return onToken(deps, { action: 'extend_token', ...command, decide }, context);
}

/** 時刻補正 with two consecutive codes (RFC 4226 7.4, RFC 6238 6). */
export function resynchroniseToken(
  deps: ServiceDeps,
  command: OnToken & {
    /** Whose codes they are, where staff act. */
    readonly userId?: string | undefined;
    readonly otp: string;
    readonly nextOtp: string;
  },
  context: CallContext<CaredToken>,
): Promise<RunResult> {
  const { tokenId, acting, otp, nextOtp } = command;
  const userId = actingUser(command) ?? command.userId;
  const decide = (input: ActInput): Decision => {
    const steps = stepsOf(deps, input, { tokenId, typed: [otp, nextOtp] });
    if (!steps) return refused('seed_unreadable');
    const [first = [], second = []] = steps;
    const asked = { tokenId, acting, userId, first, second };
    return decideResynchronisation(input.view, asked, input);
  };
  const act = { action: 'resynchronise_token', tokenId, userId, decide, factors: ['otp', 'otp'] };
  return onToken(deps, act, context);
}

/** As far ahead two codes are looked for of a token that a restore has put out of step (row 72). */
const stepsAfterRestore = 200;

/** For each typed code the steps of the wide window that show it; undefined when the seed does not open. */
function stepsOf(
  deps: ServiceDeps,
  { view, loaded, policy, now }: ActInput,
  { tokenId, typed }: { readonly tokenId: string; readonly typed: readonly string[] },
): readonly (readonly number[])[] | undefined {
  const token = view.tokens.find((one) => one.id === tokenId);
  const seed = loaded.seeds.get(tokenId);
  if (!token || !seed) return [];
  const { institutionId, contractId } = token;
  const opened = deps.vault.open(seed, { institutionId, tokenId, contractId }, token.algorithm);
  if (!opened) return undefined;
  const { window_steps: usual = 0 } = authenticatorOf(token, policy)?.resynchronisation ?? {};
  // How often a token was pressed since the backup nobody knows, whatever its policy allows otherwise.
  const windowSteps = token.outOfStep ? Math.max(usual, stepsAfterRestore) : usual;
  const { hmac } = opened;
  try {
    return typed.map((text) => {
      const code = canonicaliseCode(text, token.digits);
      return code === undefined ? [] : matchingSteps({ hmac, token, code, windowSteps, now });
    });
  } finally {
    opened.close();
  }
}
