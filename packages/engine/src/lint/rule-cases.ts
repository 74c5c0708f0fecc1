import type { ChallengeFacts } from '../challenge/challenge-rules.ts';
import { roles } from '../policy/policy-parts.ts';
import type { ChallengeRule, Policy } from '../policy/policy-schema.ts';

/**
 * Every question that the rules of a policy can tell apart: all operations and the roles that may do
 * them, times every value that some rule names, times "not stated" or "something else". Which rule
 * answers is then asked of the engine itself.
 */
export type RuleCase = ChallengeFacts;

/** More questions than this are not asked; no real policy has them. */
export const mostCases = 200_000;

type Values = readonly Partial<ChallengeFacts>[];

/** The cases, or undefined when there are too many to ask. */
export function ruleCases(policy: Policy): readonly RuleCase[] | undefined {
  const dimensions = [operationsAndRoles(policy), ...factValues(policy)];
  const count = dimensions.reduce((product, values) => product * values.length, 1);
  if (count > mostCases) return undefined;
  return dimensions.reduce<Partial<ChallengeFacts>[]>(
    (cases, values) => cases.flatMap((one) => values.map((value) => ({ ...one, ...value }))),
    [{}],
  ) as unknown as RuleCase[];
}

function operationsAndRoles({ operations }: Policy): Values {
  return Object.entries(operations).flatMap(([operation, definition]) =>
    (definition.roles ?? roles).map((role) => ({ operation, role })),
  );
}

/** A fact that no rule looks at has one value, since it changes no answer. */
function factValues(policy: Policy): Values[] {
  const rules = policy.challenge_rules;
  const named = <T>(of: (when: ChallengeRule['when']) => readonly T[] | undefined): T[] => [
    ...new Set(rules.flatMap(({ when }) => of(when) ?? [])),
  ];
  const kinds = named((when) => when.contract_kinds);
  const kindValues =
    kinds.length === 0
      ? ['corporate' as const]
      : (['corporate', 'sole_proprietor', 'retail'] as const);
  const held = named((when) => when.authenticators);
  const heldValues =
    held.length === 0 ? [[]] : [[], ...policy.authenticators.map(({ id }) => [id])];
  const optIns = named((when) => (when.opted_in === undefined ? undefined : [when.opted_in]));
  return [
    kindValues.map((contractKind) => ({ contractKind })),
    heldValues.map((authenticators) => ({ authenticators })),
    (optIns.length === 0 ? [false] : [false, true]).map((optedIn) => ({ optedIn })),
    approvals(rules),
    amounts(rules).map((amountYen) => ({ amountYen })),
    withSilence(named((when) => when.channels)).map((channel) => ({ channel })),
    withSilence(named((when) => when.payee_classes)).map((payeeClass) => ({ payeeClass })),
    withSilence(
      named((when) =>
        when.client_certificate === undefined ? undefined : [when.client_certificate],
      ),
    ).map((clientCertificate) => ({ clientCertificate })),
  ];
}

function withSilence<T>(values: readonly T[]): (T | undefined)[] {
  return [undefined, ...values];
}

function approvals(rules: readonly ChallengeRule[]): Values {
  if (!rules.some(({ when }) => when.approval || when.stage)) return [{}];
  const flows = ['none', 'single', 'double'] as const;
  const stages = ['commit', 'first_approval', 'final_approval'] as const;
  return [{}, ...flows.flatMap((approval) => stages.map((stage) => ({ approval, stage })))];
}

/** Both sides of every limit. */
function amounts(rules: readonly ChallengeRule[]): (number | undefined)[] {
  const limits = rules.flatMap(({ when }) => [when.amount_yen_from, when.amount_yen_below]);
  const sides = limits.flatMap((yen) => (yen === undefined ? [] : [Math.max(0, yen - 1), yen]));
  return [undefined, ...new Set(sides)];
}
