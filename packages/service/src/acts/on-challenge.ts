import {
  type ActingParty,
  type Challenge,
  type ContractView,
  type Decision,
  decideConsumption,
  decided,
  operationOf,
  type Policy,
  refused,
  requirementFor,
  type UserChange,
} from '@warifu/engine';
import type { ActInput } from './perform.ts';

/** A satisfied challenge that an act uses up; without one the institution acts on its own account. */
export interface OnChallenge {
  readonly challengeId?: string | undefined;
}

export interface ChallengeUse {
  readonly challengeId: string | undefined;
  readonly operation: string;
  readonly acting?: ActingParty | undefined;
  readonly targetUserIds?: readonly string[];
  readonly userChange?: UserChange | null;
  readonly policy: Policy;
  readonly now: number;
}

/** The challenge of that ID, if the view holds it. */
export function challengeNamed(
  view: ContractView,
  challengeId: string | undefined,
): Challenge | undefined {
  return view.challenges.find((one) => one.id === challengeId);
}

/** Adds the use of the challenge to a decision, or refuses when the challenge does not fit the act. */
export function onChallenge(view: ContractView, decision: Decision, use: ChallengeUse): Decision {
  const { challengeId, operation, acting, targetUserIds, userChange, policy, now } = use;
  if (!decision.ok || challengeId === undefined) return decision;
  const consumption = decideConsumption(
    view,
    {
      challengeId,
      operation,
      ...(acting?.kind === 'user' ? { userId: acting.userId } : {}),
      ...(targetUserIds ? { targetUserIds } : {}),
      ...(userChange === undefined ? {} : { userChange }),
    },
    { policy, now },
  );
  if (!consumption.ok) return refused(consumption.reason);
  return decided(...consumption.events, ...decision.events);
}

/**
 * Whether a user of the contract acts without the proof that the policy asks of him for it (S0-07).
 * What the policy names no operation for, or asks nothing for, needs no challenge (S0-15).
 */
export function lacksChallenge(
  { view, policy, now }: ActInput,
  act: {
    readonly acting: ActingParty;
    readonly challengeId: string | undefined;
    readonly operation: string;
  },
): boolean {
  const { acting, challengeId, operation } = act;
  if (acting.kind !== 'user' || challengeId !== undefined) return false;
  if (!operationOf(policy, operation)) return false;
  const question = { challengeId: '', userId: acting.userId, facts: { operation } };
  const answer = requirementFor(view, question, { policy, now });
  return !answer.ok || answer.requirement.required !== 'none';
}
