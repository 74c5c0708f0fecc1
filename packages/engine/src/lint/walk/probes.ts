import { matchingRule, type StatedFacts } from '../../challenge/challenge-rules.ts';
import { operationKindOf, operationOf } from '../../policy/operations.ts';
import type { Policy } from '../../policy/policy-schema.ts';
import { type RuleCase, ruleCases } from '../rule-cases.ts';
import type { Probe } from './walk-state.ts';

/**
 * The questions that a walk asks of every user in every state: one for all cases that the policy cannot
 * answer differently, namely of the same kind, for the same people, with and without a code. All
 * operations of a policy come down to a handful.
 */
export function probesOf(policy: Policy): readonly Probe[] {
  const distinct = new Map<string, Probe>();
  for (const { facts, answers } of questionsOf(policy)) {
    const key = `${likeness(policy, facts.operation)} ${answers}`;
    if (!distinct.has(key)) distinct.set(key, { facts });
  }
  return [...distinct.values()];
}

/** A question, and of whom the rules ask a code for it. */
export interface Question extends Probe {
  readonly answers: string;
}

/** Every question that the rules of a policy can tell apart, of all operations. */
export function questionsOf(policy: Policy): readonly Question[] {
  const asked = new Map<string, { readonly facts: StatedFacts; readonly answers: Set<string> }>();
  for (const one of askable(policy)) {
    const { operation, approval, stage, amountYen, channel, payeeClass, clientCertificate } = one;
    const facts = { operation, approval, stage, amountYen, channel, payeeClass, clientCertificate };
    const key = JSON.stringify(facts);
    const known = asked.get(key) ?? { facts, answers: new Set() };
    known.answers.add(answerTo(policy, one));
    asked.set(key, known);
  }
  return [...asked.values()].map(({ facts, answers }) => ({
    facts,
    answers: [...answers].sort().join(),
  }));
}

/** Cases that a bank's system would really ask: stages of a flow where there is one, an amount where it counts. */
function askable(policy: Policy): RuleCase[] {
  return (ruleCases(policy) ?? fallback(policy)).flatMap((one) => {
    const limited = policy.limits.per_operation.some((limit) =>
      limit.operations.includes(one.operation),
    );
    const amount = limited ? { amountYen: one.amountYen ?? 1 } : {};
    const { approval, stage, ...rest } = one;
    if (!operationOf(policy, one.operation)?.approval) return [{ ...rest, ...amount }];
    const flow = approval ? { approval, stage } : ({ approval: 'none', stage: 'commit' } as const);
    return isStageOf(flow) ? [{ ...rest, ...flow, ...amount }] : [];
  });
}

/** Without approval there is the commitment only, and a first approval only where there are two. */
function isStageOf({ approval, stage }: Pick<RuleCase, 'approval' | 'stage'>): boolean {
  if (approval === 'none') return stage === 'commit';
  return approval === 'double' || stage !== 'first_approval';
}

/** Where rules have too many conditions to tell apart, every operation is asked once. */
function fallback(policy: Policy): RuleCase[] {
  const rest = { contractKind: 'corporate', authenticators: [], optedIn: false } as const;
  return Object.keys(policy.operations).map((operation) => ({
    operation,
    role: operationOf(policy, operation)?.roles?.[0] ?? 'master',
    ...rest,
  }));
}

/** Who is asked for a code by the rule that answers. */
function answerTo(policy: Policy, one: RuleCase): string {
  const asks = matchingRule(policy, one)?.factors.includes('otp') ? 'otp' : 'no';
  return [one.role, one.contractKind, ...one.authenticators, one.optedIn, asks].join(' ');
}

function likeness(policy: Policy, operation: string): string {
  const definition = operationOf(policy, operation);
  const delegated = policy.lockout.unlock.permission === operation;
  return [
    operationKindOf(policy, operation),
    definition?.permission,
    delegated,
    definition?.roles?.toSorted().join('+'),
  ].join();
}
