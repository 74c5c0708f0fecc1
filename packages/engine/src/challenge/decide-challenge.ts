import type { DomainEvent } from '../audit/events.ts';
import { type ContractView, findUser, tokensOf } from '../contract/contract-view.ts';
import { decided } from '../decision.ts';
import { type EnrolmentStatus, enrolmentStatus, mayDo } from '../enrolment/enrolment-status.ts';
import type { Grace } from '../enrolment/grace.ts';
import { lockAt } from '../lockout/guard.ts';
import { lockOfAll } from '../lockout/lock-scope.ts';
import { operationKindOf, operationOf } from '../policy/operations.ts';
import type { ChallengeRule, Policy } from '../policy/policy-schema.ts';
import type { ActRefusal } from '../refusal.ts';
import { authenticatorOf } from '../token/authenticator.ts';
import { isCutOver, isExpired } from '../token/validity.ts';
import type { User } from '../user/user.ts';
import type { Required } from './challenge.ts';
import { factorsWithoutOtp, matchingRule, type StatedFacts } from './challenge-rules.ts';
import { standingObstacle, standingObstacles } from './standing-obstacle.ts';

/** Why a challenge requires what it requires; a closed list for the wire. */
export const challengeReasons = [
  'rule',
  'no_rule',
  'not_adopted',
  'not_concerned',
  'grace',
  'registration_required',
  'application_due',
  'token_expired',
  'token_suspended',
  'permission_missing',
  ...standingObstacles,
] as const;

export type ChallengeReason = (typeof challengeReasons)[number];

export interface CreateChallenge {
  readonly challengeId: string;
  readonly userId: string;
  readonly facts: StatedFacts;
}

/** What is required of a user for an operation now, and which rule or fact says so. */
export interface Requirement {
  readonly required: Required;
  readonly reason: ChallengeReason;
  readonly rule: string | null;
  readonly factors: readonly string[];
  /** The contract's grace where it is what lets the user go on without a code (row 32). */
  readonly grace: Grace | null;
  /** When what stops the user ends by itself; null when nothing does or somebody must lift it. */
  readonly blockedUntil: number | null;
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
 * at all; does anything stop it whatever he proves; which rule; does OTP concern him yet; is he
 * locked. A lock is reported here because the client is authenticated; at the prompt itself it is not
 * (ALL-07).
 */
export function requirementFor(
  view: ContractView,
  command: CreateChallenge,
  context: DecisionContext,
): RequirementResult {
  const { policy, now } = context;
  const { facts } = command;
  const user = findUser(view, command.userId);
  if (!user) return { ok: false, reason: 'user_unknown' };
  const operation = operationOf(policy, facts.operation);
  if (!operation) return { ok: false, reason: 'operation_unknown' };
  if (operation.approval && !(facts.approval && facts.stage))
    return { ok: false, reason: 'details_incomplete' };
  // A limit that could be passed by not naming the amount would be none.
  if (facts.amountYen === undefined && hasLimit(policy, facts.operation))
    return { ok: false, reason: 'details_incomplete' };
  if (!mayDo(user, facts.operation, policy))
    return requirement({ required: 'blocked', reason: 'permission_missing' });
  const standing = standingObstacle(view, user, { ...context, facts });
  if (standing)
    return requirement({
      required: 'blocked',
      reason: standing.reason,
      blockedUntil: standing.endsAt,
    });
  const rule = matchingRule(policy, { ...facts, ...factsOnRecord(view, user, policy) });
  const status = enrolmentStatus(view, user, policy, now);
  const due = registrationDue(status, { operation: facts.operation, rule, policy });
  if (due) return due;
  if (!rule) return requirement({ required: 'none', reason: 'no_rule' });
  if (!rule.factors.includes('otp'))
    return fixed(rule.factors, { reason: 'rule', rule: rule.id, grace: null });
  return otpRequirement(view, user, { rule, status, operation: facts.operation, ...context });
}

function hasLimit({ limits }: Policy, operation: string): boolean {
  return limits.per_operation.some((one) => one.operations.includes(operation));
}

/** What the rules look at and the store knows: nobody states it. */
export function factsOnRecord(view: ContractView, user: User, policy: Policy) {
  const held = tokensOf(view, user.id).map((token) => authenticatorOf(token, policy)?.id ?? '');
  const chosen = view.contract.authenticator;
  return {
    role: user.role,
    contractKind: view.contract.kind,
    authenticators: held.length > 0 || chosen === null ? held : [chosen],
    optedIn: user.optedIn,
  };
}

/** What the policy refuses to users who must register, and only that (S0-04, S1-07, S3-04). */
function registrationDue(
  status: EnrolmentStatus,
  {
    operation,
    rule,
    policy,
  }: {
    readonly operation: string;
    readonly rule: ChallengeRule | undefined;
    readonly policy: Policy;
  },
): RequirementResult | null {
  if (status.state !== 'required' && status.state !== 'application_due') return null;
  const kind = operationKindOf(policy, operation);
  const asksOtp = rule?.factors.includes('otp') ?? false;
  const blocks = {
    block_login: asksOtp || kind === 'login',
    block_operations: asksOtp,
    block_sending: asksOtp && kind === 'sending',
  };
  if (!blocks[policy.enrolment.after_grace]) return null;
  const shared = { rule: rule?.id ?? null, factors: rule?.factors ?? [] };
  if (status.state === 'application_due')
    return requirement({ required: 'blocked', reason: 'application_due', ...shared });
  const reason = status.reason === 'token_expired' ? 'token_expired' : 'registration_required';
  return requirement({ required: 'registration', reason, ...shared });
}

interface OtpQuestion extends DecisionContext {
  readonly rule: ChallengeRule;
  readonly status: EnrolmentStatus;
  readonly operation: string;
}

function otpRequirement(
  view: ContractView,
  user: User,
  { rule, status, operation, ...context }: OtpQuestion,
): RequirementResult {
  const without = factorsWithoutOtp(rule);
  const enrolled = () =>
    lockedOr(view, user, { ...context, shared: { rule: rule.id, factors: rule.factors } });
  switch (status.state) {
    case 'not_adopted':
    case 'not_concerned':
      return fixed(without, { reason: status.state, rule: rule.id, grace: null });
    case 'offered':
      // What takes effect at the next login takes effect with it: it is this one that is asked about.
      return status.reason === 'takes_effect_at_next_login' &&
        operationKindOf(context.policy, operation) === 'login'
        ? enrolled()
        : fixed(without, { reason: 'grace', rule: rule.id, grace: status.grace });
    case 'application_due':
    case 'required':
      // Reached only where the policy does not refuse this operation to him.
      return fixed(without, { reason: 'registration_required', rule: rule.id, grace: null });
    case 'enrolled':
      return enrolled();
  }
}

function requirement(parts: Partial<Requirement> & Pick<Requirement, 'required' | 'reason'>) {
  const full: Requirement = {
    rule: null,
    factors: [],
    grace: null,
    blockedUntil: null,
    ...parts,
  };
  return { ok: true as const, requirement: full };
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

/** One token that works is enough; the user's own lock stops all of them. */
function lockedOr(
  view: ContractView,
  user: User,
  {
    policy,
    now,
    shared,
  }: DecisionContext & {
    readonly shared: { readonly rule: string; readonly factors: readonly string[] };
  },
): RequirementResult {
  const own = lockAt(user.guard, now);
  if (own)
    return requirement({
      required: 'blocked',
      reason: 'user_locked',
      blockedUntil: own.liftsAt,
      ...shared,
    });
  const tokens = tokensOf(view, user.id).filter(
    (token) => !isExpired(token, now, policy) && !isCutOver(token, now, policy),
  );
  const lock = lockOfAll(tokens, now);
  if (lock)
    return requirement({
      required: 'blocked',
      reason: 'token_locked',
      blockedUntil: lock.liftsAt,
      ...shared,
    });
  if (tokens.every((token) => token.suspendedAt !== null || lockAt(token.guard, now)))
    return requirement({ required: 'blocked', reason: 'token_suspended', ...shared });
  return requirement({ required: 'otp', reason: 'rule', ...shared });
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
