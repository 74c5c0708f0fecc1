import { type ChallengeFacts, matchingRule } from '../challenge/challenge-rules.ts';
import { ruleCases } from '../lint/rule-cases.ts';
import { operationOf } from '../policy/operations.ts';
import type { BothLanguages } from '../policy/policy-fault.ts';
import type { ChallengeRule, Policy } from '../policy/policy-schema.ts';

/** How the factors of an operation change, for whom and when. */
export interface AskedChange {
  readonly operation: string;
  readonly change: 'otp_newly_asked' | 'otp_no_longer_asked' | 'other_factors';
  /** Whether it changes in every case of the operation, or only where the facts below hold. */
  readonly always: boolean;
  readonly roles: readonly string[];
  readonly stages: readonly string[];
  readonly text: BothLanguages;
}

/** Where two policies ask different factors, found by asking both everything that either can tell apart. */
export function askedChanges(before: Policy, after: Policy): AskedChange[] {
  const cases = ruleCases(together(before, after)) ?? [];
  const names = Object.keys(before.operations).filter((name) => operationOf(after, name));
  return names.flatMap((operation) => {
    const own = cases.filter((one) => one.operation === operation && isAsked(one, after));
    const kinds = ['otp_newly_asked', 'otp_no_longer_asked', 'other_factors'] as const;
    return kinds.flatMap((change) => {
      const found = own.filter((one) => changeOf(one, before, after) === change);
      return found.length === 0 ? [] : [told(operation, change, { found, own, policy: after })];
    });
  });
}

function together(before: Policy, after: Policy): Policy {
  const old = before.challenge_rules.map((rule) => ({ ...rule, id: `before ${rule.id}` }));
  return {
    ...after,
    operations: { ...before.operations, ...after.operations },
    authenticators: [...after.authenticators, ...before.authenticators],
    challenge_rules: [...after.challenge_rules, ...old],
  };
}

/** Operations with an approval flow are always asked with their stage. */
function isAsked({ operation, approval, stage }: ChallengeFacts, policy: Policy): boolean {
  if (!operationOf(policy, operation)?.approval) return true;
  if (approval === 'none') return stage === 'commit';
  return approval !== undefined && (approval === 'double' || stage !== 'first_approval');
}

function changeOf(one: ChallengeFacts, before: Policy, after: Policy) {
  const [old, now] = [factorsOf(matchingRule(before, one)), factorsOf(matchingRule(after, one))];
  const [had, has] = [old.includes('otp'), now.includes('otp')];
  if (!had && has) return 'otp_newly_asked';
  if (had && !has) return 'otp_no_longer_asked';
  return old.join() === now.join() ? null : 'other_factors';
}

function factorsOf(rule: ChallengeRule | undefined): string[] {
  return (rule?.factors ?? []).toSorted();
}

interface Telling {
  readonly found: readonly ChallengeFacts[];
  readonly own: readonly ChallengeFacts[];
  readonly policy: Policy;
}

function told(operation: string, change: AskedChange['change'], telling: Telling): AskedChange {
  const { found, own, policy } = telling;
  const always = found.length === own.length;
  const roles = [...new Set(found.map((one) => one.role))];
  const stages = [...new Set(found.flatMap((one) => one.stage ?? []))];
  const label = operationOf(policy, operation)?.label ?? { ja: operation, en: operation };
  const [ja, en] = {
    otp_newly_asked: ['新たに OTP を求めます', 'newly asks for an OTP'],
    otp_no_longer_asked: ['OTP を求めなくなります', 'no longer asks for an OTP'],
    other_factors: ['求める固定の要素が変わります', 'asks for other fixed factors'],
  }[change] as [string, string];
  const where = [roles.join(', '), stages.join(', ')].filter((part) => part !== '').join('; ');
  const [partJa, partEn] = always ? ['', ''] : [`（一部：${where}）`, ` (in part: ${where})`];
  return {
    operation,
    change,
    always,
    roles,
    stages,
    text: { ja: `「${label.ja}」で${ja}${partJa}`, en: `${label.en} ${en}${partEn}` },
  };
}
