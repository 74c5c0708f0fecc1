import type { Policy } from '../policy/policy-schema.ts';
import { deadEndFindings } from './dead-end-findings.ts';
import { bySeverity, type Finding } from './finding.ts';
import { lintAdoption } from './lint-adoption.ts';
import { lintAuthenticators } from './lint-authenticators.ts';
import { lintDesks } from './lint-desks.ts';
import { lintGrace } from './lint-grace.ts';
import { lintLockout } from './lint-lockout.ts';
import { lintMoney } from './lint-money.ts';
import { lintRevocation } from './lint-revocation.ts';
import { lintRules } from './lint-rules.ts';
import { usualLimits, type WalkLimits, walkPolicy } from './walk/walk.ts';

/**
 * What is wrong with a policy that parses, as far as the document alone tells: contradictions,
 * unreachable rules, values below the standards. Dead ends are found by walking: `walkPolicy`.
 */
export function lintDocument(policy: Policy): Finding[] {
  return bySeverity([
    ...lintRules(policy),
    ...lintAuthenticators(policy),
    ...lintAdoption(policy),
    ...lintGrace(policy),
    ...lintLockout(policy),
    ...lintRevocation(policy),
    ...lintMoney(policy),
    ...lintDesks(policy),
  ]);
}

/**
 * Everything that is wrong with a policy that parses: what its document tells, and the dead ends that a
 * walk through the states of small contracts finds. Takes seconds.
 */
export function lintPolicy(policy: Policy, limits: WalkLimits = usualLimits): Finding[] {
  return bySeverity([
    ...lintDocument(policy),
    ...deadEndFindings(policy, walkPolicy(policy, limits)),
  ]);
}
