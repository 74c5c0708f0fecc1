import type { DomainEvent } from '../audit/events.ts';
import { type ContractView, findUser, tokenOf } from '../contract/contract-view.ts';
import { decided } from '../decision.ts';
import { enrolmentStatus, mayDo } from '../enrolment/enrolment-status.ts';
import type { Grace } from '../enrolment/grace.ts';
import { operationOf } from '../policy/operations.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { ActRefusal } from '../refusal.ts';
import type { User } from '../user/user.ts';
import type { Required } from './challenge.ts';
import { type ChallengeFacts, matchingRule } from './challenge-rules.ts';

/** Why a challenge requires what it requires; a closed list for the wire. */
export const challengeReasons = [
  'rule',
  'no_rule',
  'not_adopted',
  'not_concerned',
  'grace',
  'registration_required',
  'token_expired',
  'user_locked',
  'token_locked',
  'permission_missing',
] as const;

export type ChallengeReason = (typeof challengeReasons)[number];

export interface CreateChallenge {
  readonly challengeId: string;
  readonly userId: string;
  readonly facts: Omit<ChallengeFacts, 'role' | 'contractKind'>;
}

/** What is required of a user for an operation now, and which rule or fact says so. */
export interface Requirement {
  readonly required: Required;
  readonly reason: ChallengeReason;
  readonly rule: string | null;
  readonly factors: readonly string[];
  /** The contract's grace where it is what lets the user go on without a code (row 32). */
  readonly grace: Grace | null;
}

/** The requirement, or why the question cannot be asked at all. */
export type RequirementResult =
  | { readonly ok: true; readonly requirement: Requirement }
  | { readonly ok: false; readonly reason: ActRefusal };

export interface DecisionContext {
  readonly policy: Policy;
  readonly now: number;
}

/**
 * Which factors an operation asks of a user at an instant (S0-03 … S0-07, S0-15). Order: may he do it
 * at all; which rule; does OTP concern him yet; is he locked. A lock is reported here because the
 * client is authenticated; at the prompt itself it is not (ALL-07).
 */
export function requirementFor(
  view: ContractView,
  command: CreateChallenge,
  { policy, now }: DecisionContext,
): RequirementResult {
  const user = findUser(view, command.userId);
  if (!user) return { ok: false, reason: 'user_unknown' };
  const operation = operationOf(policy, command.facts.operation);
  if (!operation) return { ok: false, reason: 'operation_unknown' };
  if (operation.approval && !(command.facts.approval && command.facts.stage))
    return { ok: false, reason: 'details_incomplete' };
  if (!mayDo(user, command.facts.operation, policy)) return blocked('permission_missing');
  const facts = { ...command.facts, role: user.role, contractKind: view.contract.kind };
  const rule = matchingRule(policy, facts);
  if (!rule) return requirement({ required: 'none', reason: 'no_rule' });
  if (!rule.factors.includes('otp'))
    return fixed(rule.factors, { reason: 'rule', rule: rule.id, grace: null });
  const status = enrolmentStatus(view, user, policy, now);
  const without = rule.without_otp ?? rule.factors.filter((factor) => factor !== 'otp');
  switch (status.state) {
    case 'not_adopted':
    case 'not_concerned':
      return fixed(without, { reason: status.state, rule: rule.id, grace: null });
    case 'offered':
      return fixed(without, { reason: 'grace', rule: rule.id, grace: status.grace });
    case 'required':
      return requirement({
        required: 'registration',
        reason: status.reason === 'token_expired' ? 'token_expired' : 'registration_required',
        rule: rule.id,
        factors: rule.factors,
      });
    case 'enrolled':
      return lockedOr(view, user, { rule: rule.id, factors: rule.factors });
  }
}

function requirement(parts: Partial<Requirement> & Pick<Requirement, 'required' | 'reason'>) {
  const full: Requirement = { rule: null, factors: [], grace: null, ...parts };
  return { ok: true as const, requirement: full };
}

function blocked(reason: ChallengeReason): RequirementResult {
  return requirement({ required: 'blocked', reason });
}

function fixed(
  factors: readonly string[],
  parts: Pick<Requirement, 'reason' | 'rule' | 'grace'>,
): RequirementResult {
  return requirement({
    ...parts,
    factors,
    required: factors.length === 0 ? 'none' : 'fixed_factors',
  });
}

function lockedOr(
  view: ContractView,
  user: User,
  otp: { readonly rule: string; readonly factors: readonly string[] },
): RequirementResult {
  if (user.guard.lock) return requirement({ required: 'blocked', reason: 'user_locked', ...otp });
  const token = tokenOf(view, user.id);
  if (token?.guard.lock)
    return requirement({ required: 'blocked', reason: 'token_locked', ...otp });
  return requirement({ required: 'otp', reason: 'rule', ...otp });
}

/** The event of a created challenge; its row is made by the service, since it holds the details. */
export function challengeCreated(command: CreateChallenge, requirementNow: Requirement) {
  const event: DomainEvent = {
    type: 'challenge_created',
    challengeId: command.challengeId,
    userId: command.userId,
    operation: command.facts.operation,
    required: requirementNow.required,
    rule: requirementNow.rule,
  };
  return decided(event);
}
