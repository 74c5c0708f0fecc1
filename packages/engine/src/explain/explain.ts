import {
  type ChallengeFacts,
  matchingRule,
  type StatedFacts,
} from '../challenge/challenge-rules.ts';
import { factsOnRecord, requirementFor } from '../challenge/decide-challenge.ts';
import { type ContractView, findUser } from '../contract/contract-view.ts';
import { enrolmentStatus } from '../enrolment/enrolment-status.ts';
import type { ChallengeRule, Policy } from '../policy/policy-schema.ts';
import type { User } from '../user/user.ts';
import type { ExplainedRule, ExplanationResult, RuleVerdict } from './explanation.ts';
import { explanationText } from './explanation-text.ts';

/** What is asked of a user for an operation at an instant. */
export interface AskedAbout {
  readonly userId: string;
  readonly facts: StatedFacts;
  readonly now: number;
}

/**
 * Which factors an operation asks of a user at an instant, which rule says so, why the other rules do
 * not, and what else bears on it: his enrolment, grace, locks and other obstacles.
 */
export function explain(view: ContractView, asked: AskedAbout, policy: Policy): ExplanationResult {
  const { userId, facts, now } = asked;
  const user = findUser(view, userId);
  if (!user) return { ok: false, reason: 'user_unknown' };
  const question = { challengeId: '', userId, facts };
  const answer = requirementFor(view, question, { policy, now });
  if (!answer.ok) return { ok: false, reason: answer.reason };
  const found = {
    operation: facts.operation,
    requirement: answer.requirement,
    enrolment: enrolmentStatus(view, user, policy, now),
    rules: explainedRules(view, user, { facts, policy }),
  };
  return { ok: true, ...found, text: explanationText(found, user, policy) };
}

function explainedRules(
  view: ContractView,
  user: User,
  { facts, policy }: { readonly facts: StatedFacts; readonly policy: Policy },
): ExplainedRule[] {
  const all = { ...facts, ...factsOnRecord(view, user, policy) };
  const deciding = matchingRule(policy, all);
  return policy.challenge_rules.map((rule, index) => ({
    id: rule.id,
    path: `/challenge_rules/${index}`,
    factors: rule.factors,
    verdict: verdictOf(rule, { facts: all, deciding, policy }),
  }));
}

interface Judging {
  readonly facts: ChallengeFacts;
  readonly deciding: ChallengeRule | undefined;
  readonly policy: Policy;
}

function verdictOf(rule: ChallengeRule, { facts, deciding, policy }: Judging): RuleVerdict {
  if (rule === deciding) return { outcome: 'decides' };
  // Each condition is put to the engine by itself, so that this never judges rules in its own way.
  const conditions = Object.entries(rule.when).flatMap(([condition, value]) => {
    const alone = { ...rule, when: { [condition]: value } };
    return matchingRule({ ...policy, challenge_rules: [alone] }, facts) ? [] : [condition];
  });
  return conditions.length === 0
    ? { outcome: 'comes_later' }
    : { outcome: 'conditions_fail', conditions };
}
