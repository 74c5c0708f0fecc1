import type { ContractKind } from '../contract/contract.ts';
import { type OperationKind, operationKindOf } from '../policy/operations.ts';
import type { Approval, ApprovalStage, ChallengeRule, Policy } from '../policy/policy-schema.ts';
import type { UserRole } from '../user/user.ts';

/** What a rule's conditions are compared with. */
export interface ChallengeFacts {
  readonly operation: string;
  readonly role: UserRole;
  readonly contractKind: ContractKind;
  /** The kinds of tokens, by their IDs in the policy, that the user holds or his contract has chosen. */
  readonly authenticators: readonly string[];
  readonly optedIn: boolean;
  readonly approval?: Approval | undefined;
  readonly stage?: ApprovalStage | undefined;
  readonly amountYen?: number | undefined;
  readonly channel?: string | undefined;
  readonly payeeClass?: string | undefined;
  readonly clientCertificate?: boolean | undefined;
  /** Whether the transfer is to be carried out today (S3-09). */
  readonly sameDay?: boolean | undefined;
}

/** The facts that the institution's system states; the others are on record. */
export type StatedFacts = Omit<
  ChallengeFacts,
  'role' | 'contractKind' | 'authenticators' | 'optedIn'
>;

/**
 * The first rule whose conditions all hold, or undefined when none does. A fact that was not stated
 * does not satisfy a condition on it; a policy that must not be dodged that way ends with a rule
 * without the condition.
 */
export function matchingRule(policy: Policy, facts: ChallengeFacts): ChallengeRule | undefined {
  const kind = operationKindOf(policy, facts.operation);
  return policy.challenge_rules.find((rule) => holds(rule.when, facts, kind));
}

function holds(when: ChallengeRule['when'], facts: ChallengeFacts, kind: OperationKind): boolean {
  return (
    oneOf(when.operations, facts.operation) &&
    oneOf(when.operation_kinds, kind) &&
    oneOf(when.approval, facts.approval) &&
    oneOf(when.stage, facts.stage) &&
    oneOf(when.roles, facts.role) &&
    oneOf(when.contract_kinds, facts.contractKind) &&
    anyOf(when.authenticators, facts.authenticators) &&
    oneOf(when.channels, facts.channel) &&
    oneOf(when.payee_classes, facts.payeeClass) &&
    same(when.client_certificate, facts.clientCertificate) &&
    same(when.opted_in, facts.optedIn) &&
    within(when, facts.amountYen)
  );
}

function within(
  { amount_yen_from: from, amount_yen_below: below }: ChallengeRule['when'],
  fact: number | undefined,
): boolean {
  if (from !== undefined && (fact === undefined || fact < from)) return false;
  return below === undefined || (fact !== undefined && fact < below);
}

function oneOf<T>(allowed: readonly T[] | undefined, fact: T | undefined): boolean {
  return allowed === undefined || (fact !== undefined && allowed.includes(fact));
}

function anyOf<T>(allowed: readonly T[] | undefined, facts: readonly T[]): boolean {
  return allowed === undefined || facts.some((fact) => allowed.includes(fact));
}

function same<T>(wanted: T | undefined, fact: T | undefined): boolean {
  return wanted === undefined || wanted === fact;
}

/** What is asked of somebody who needs no OTP yet under this rule. */
export function factorsWithoutOtp(rule: ChallengeRule): readonly string[] {
  if (rule.without_otp) return rule.without_otp;
  const others = rule.factors.filter((factor) => factor !== 'otp');
  return [...new Set([...others, ...(rule.replaces ?? [])])];
}
