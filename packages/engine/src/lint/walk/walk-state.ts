import type { StatedFacts } from '../../challenge/challenge-rules.ts';
import type { ContractView } from '../../contract/contract-view.ts';
import type { BothLanguages } from '../../policy/policy-fault.ts';
import type { Policy } from '../../policy/policy-schema.ts';
import { authenticatorOf } from '../../token/authenticator.ts';
import type { Token } from '../../token/token.ts';
import { isCutOver, isExpired } from '../../token/validity.ts';
import { isPosted } from '../posted-kinds.ts';
import type { OwnAnswers } from './answers.ts';

/**
 * One moment of a small contract in the walk through a policy: what is on record, the instant, and
 * what no record knows, namely which devices nobody holds any more.
 */
export interface WalkState {
  readonly view: ContractView;
  readonly now: number;
  /** Tokens that were lost, stolen or broken. */
  readonly gone: readonly string[];
  /** `user token` pairs that ended by a revocation, where the policy looks at them. */
  readonly revoked: readonly string[];
}

/** One contract of the walk: what stays the same in all of its states. */
export interface World {
  readonly policy: Policy;
  readonly start: WalkState;
  /** Users of the same class are interchangeable. */
  readonly classes: ReadonlyMap<string, string>;
  readonly names: ReadonlyMap<string, BothLanguages>;
  readonly probes: readonly Probe[];
  /** What was answered already, by what the answer depends on. */
  readonly answers: Map<string, OwnAnswers>;
  /** Orders of the users that swap interchangeable ones. */
  readonly orders: readonly (readonly string[])[];
}

/** A question that stands for all operations which the policy answers alike. */
export interface Probe {
  readonly facts: StatedFacts;
}

/** `accident` happens to people, `choice` is nobody's way out, `help` and `time` lead out. */
export type MoveKind = 'accident' | 'choice' | 'help' | 'time';

export interface Move {
  readonly kind: MoveKind;
  /** What happened, told only when somebody asks. */
  readonly told: () => BothLanguages;
  readonly next: WalkState;
}

/** The most tokens of a contract in the walk. */
export const mostTokens = 3;

/** The state without what no decision will look at again, so that equal states are found equal. */
export function settled(state: WalkState, policy: Policy): WalkState {
  const bindings = state.view.bindings.filter((one) => one.endedAt === null);
  const bound = new Set(bindings.map((one) => one.tokenId));
  const tokens = state.view.tokens
    .filter((token) => bound.has(token.id) || isOfUse(token, state, policy))
    .map((token) => (token.driftSteps === 0 ? token : { ...token, driftSteps: 0 }));
  const kept = new Set(tokens.map((token) => token.id));
  return {
    ...state,
    view: {
      ...state.view,
      tokens,
      bindings,
      shipments: state.view.shipments.filter((one) =>
        tokens.some((token) => token.shipmentId === one.id || token.id === one.replacesTokenId),
      ),
      applications: state.view.applications.filter((one) => one.tokenCount > 0),
      fees: [],
      issuances: [],
      requests: [],
      challenges: [],
    },
    gone: state.gone.filter((id) => kept.has(id)),
    revoked: state.revoked.filter((pair) => kept.has(pair.split(' ')[1] ?? '')),
  };
}

/** A device that nobody is bound to and that somebody could still register. */
function isOfUse(token: Token, { now, gone }: WalkState, policy: Policy): boolean {
  const authenticator = authenticatorOf(token, policy);
  return (
    token.state !== 'retired' &&
    token.lostReportedAt === null &&
    token.suspendedAt === null &&
    authenticator !== undefined &&
    isPosted(authenticator) &&
    !gone.includes(token.id) &&
    !isExpired(token, now, policy) &&
    !isCutOver(token, now, policy)
  );
}
