import { hasFactors, type StatedFactor } from '../challenge/decide-proof.ts';
import { cooldownEndsAt } from '../challenge/standing-obstacle.ts';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { ActRefusal } from '../refusal.ts';
import type { User } from '../user/user.ts';
import type { VerificationContext } from '../verification/decide-verification.ts';
import type { TypedCode } from './possession.ts';

/** What stands in the way of a registration before any code is looked at; none of it counts. */

/** A contract applies first, unless OTP is each user's own choice or needs no application (S0-02, S4-01). */
export function adoptionObstacle(view: ContractView, { adoption }: Policy): ActRefusal | null {
  const applies = adoption.unit === 'contract' && adoption.application.length > 0;
  return applies && view.contract.adoptedAt === null ? 'not_adopted' : null;
}

/** The pause after a revocation, where it refuses registrations (S2-07). */
export function cooldownObstacle(
  users: readonly User[],
  { policy, now }: VerificationContext,
): ActRefusal | null {
  const pausing = users.some((user) => {
    const endsAt = cooldownEndsAt(user, policy, 'registration');
    return endsAt !== null && now < endsAt;
  });
  return pausing ? 'cooldown_running' : null;
}

const typed: readonly string[] = ['serial', 'otp', 'second_otp'];

/** The fixed factors that a policy asks at a registration, beside what is typed. */
function fixedProof({ enrolment }: Policy): string[] {
  return enrolment.proof.filter((name) => !typed.includes(name));
}

/** What the policy asks as proof and nobody gave. */
export function proofObstacle(
  given: {
    readonly second?: TypedCode | undefined;
    readonly factors?: readonly StatedFactor[] | undefined;
  },
  context: VerificationContext,
): ActRefusal | null {
  const { policy } = context;
  const { second, factors = [] } = given;
  if (factors.some((one) => !policy.fixed_factors.includes(one.kind))) return 'factor_unknown';
  if (!hasFactors(fixedProof(policy), factors, context)) return 'factors_missing';
  const asksSecond = policy.enrolment.proof.includes('second_otp');
  return asksSecond && second === undefined ? 'second_code_missing' : null;
}
