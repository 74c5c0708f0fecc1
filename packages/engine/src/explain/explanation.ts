import type { Requirement } from '../challenge/decide-challenge.ts';
import type { EnrolmentStatus } from '../enrolment/enrolment-status.ts';
import type { BothLanguages } from '../policy/policy-fault.ts';
import type { ActRefusal } from '../refusal.ts';

/** What became of one rule: it decides, some of its conditions do not hold, or an earlier one decided. */
export type RuleVerdict =
  | { readonly outcome: 'decides' }
  | { readonly outcome: 'conditions_fail'; readonly conditions: readonly string[] }
  | { readonly outcome: 'comes_later' };

export interface ExplainedRule {
  readonly id: string;
  /** JSON Pointer of the rule in the policy document. */
  readonly path: string;
  readonly factors: readonly string[];
  readonly verdict: RuleVerdict;
}

export interface Explanation {
  readonly ok: true;
  readonly operation: string;
  readonly requirement: Requirement;
  readonly enrolment: EnrolmentStatus;
  readonly rules: readonly ExplainedRule[];
  /** The same for people, a line each. */
  readonly text: readonly BothLanguages[];
}

export type ExplanationResult = Explanation | { readonly ok: false; readonly reason: ActRefusal };
