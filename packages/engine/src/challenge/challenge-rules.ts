import type { ContractKind } from '../contract/contract.ts';
import type { Approval, ApprovalStage, ChallengeRule, Policy } from '../policy/policy-schema.ts';
import type { UserRole } from '../user/user.ts';

/** What a rule's conditions are compared with. */
export interface ChallengeFacts {
  readonly operation: string;
  readonly role: UserRole;
  readonly contractKind: ContractKind;
  readonly approval?: Approval | undefined;
  readonly stage?: ApprovalStage | undefined;
  readonly amountYen?: number | undefined;
  readonly channel?: string | undefined;
  readonly payeeClass?: string | undefined;
}

/**
 * The first rule whose conditions all hold, or undefined when none does. A fact that was not stated
 * does not satisfy a condition on it; a policy that must not be dodged that way ends with a rule
 * without the condition.
 */
export function matchingRule(policy: Policy, facts: ChallengeFacts): ChallengeRule | undefined {
  return policy.challenge_rules.find((rule) => holds(rule.when, facts));
}

function holds(when: ChallengeRule['when'], facts: ChallengeFacts): boolean {
  return (
    oneOf(when.operations, facts.operation) &&
    oneOf(when.approval, facts.approval) &&
    oneOf(when.stage, facts.stage) &&
    oneOf(when.roles, facts.role) &&
    oneOf(when.contract_kinds, facts.contractKind) &&
    oneOf(when.channels, facts.channel) &&
    oneOf(when.payee_classes, facts.payeeClass) &&
    atLeast(when.amount_yen_from, facts.amountYen)
  );
}

function atLeast(from: number | undefined, fact: number | undefined): boolean {
  return from === undefined || (fact !== undefined && fact >= from);
}

function oneOf<T>(allowed: readonly T[] | undefined, fact: T | undefined): boolean {
  return allowed === undefined || (fact !== undefined && allowed.includes(fact));
}
