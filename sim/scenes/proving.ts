import type { User } from '@warifu/engine';
import type { ActResult, ChallengeDetails, VerificationResult } from '@warifu/service';
import type { Asking, Stage } from '../world/stage.ts';
import { guess, mistyped, spelled } from '../world/typed.ts';

/** What people type where a code is asked: mostly their own, now and then something else. */
export function typedBy(stage: Stage, user: User): string {
  const { random } = stage;
  const tokens = stage.tokensOf(user);
  const others = stage.view.tokens;
  const colleagues = random.chance(0.04);
  const device = stage.device(random.pick(colleagues ? others : tokens));
  if (!device) return guess(random);
  if (!stage.troubled) return stage.read(device).code;
  const late = random.chance(0.06) ? -1 : 0;
  const { code } = stage.read(device, late);
  if (random.chance(0.08)) return mistyped(code, random);
  return spelled(code, random);
}

/** A code of his own token, typed right. */
export function rightCode(stage: Stage, user: User): string | undefined {
  const device = stage.device(stage.random.pick(stage.tokensOf(user)));
  return device && stage.read(device).code;
}

export function verifyUser(
  stage: Stage,
  { user, otp, purpose }: { readonly user: User; readonly otp: string; readonly purpose: string },
): Promise<ActResult<VerificationResult> | undefined> {
  return stage.ask(verification(stage, { user, otp, purpose }));
}

/** A verification for a purpose of the policy, ready to be sent. */
export function verification(
  stage: Stage,
  { user, otp, purpose }: { readonly user: User; readonly otp: string; readonly purpose: string },
): Asking<'verify'> {
  const factors = stage.factors();
  return {
    what: `verify ${user.id} for ${purpose}`,
    command: { kind: 'user', userId: user.id, purpose, otp, factors },
    act: 'verify',
    typed: [otp],
  };
}

export interface Purpose {
  readonly operation: string;
  readonly details?: ChallengeDetails;
  /** The code that is typed; his own when nothing is said. */
  readonly otp?: string | undefined;
}

/** Asks what an operation requires, and gives it. The ID of the challenge when it is satisfied. */
export async function proved(
  stage: Stage,
  user: User,
  { operation, details = {}, otp }: Purpose,
): Promise<string | undefined> {
  const flow = stage.policy.operations[operation]?.approval
    ? ({ approval: 'none', stage: 'commit' } as const)
    : {};
  const created = await stage.ask({
    what: `ask ${operation} of ${user.id}`,
    command: { userId: user.id, operation, details: { ...flow, ...details } },
    act: 'createChallenge',
  });
  if (!created?.ok) return undefined;
  const { id: challengeId, required } = created.value.challenge;
  if (required === 'none') return challengeId;
  if (required !== 'otp' && required !== 'fixed_factors') return undefined;
  stage.passSeconds(1, 20);
  const typed = required === 'otp' ? (otp ?? typedBy(stage, user)) : undefined;
  const answer = await stage.ask({
    what: `prove ${operation} of ${user.id}`,
    command: { kind: 'challenge' as const, challengeId, otp: typed, factors: stage.factors() },
    act: 'verify',
    typed: typed === undefined ? [] : [typed],
  });
  return answer?.ok ? challengeId : undefined;
}

/** The operations of the policy of a kind. */
export function operationsOf(stage: Stage, ...kinds: readonly string[]): string[] {
  return Object.entries(stage.policy.operations)
    .filter(([, one]) => kinds.includes(one.kind ?? 'other'))
    .map(([name]) => name);
}
