import { dateOf } from '../calendar/dates.ts';
import type { Contract } from '../contract/contract.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { User } from '../user/user.ts';

/**
 * Whether a user must use OTP at an instant. Obligations come in phases: the last one that has begun
 * and whose scope fits decides (S3-06: mandatory for contracts made on or after a date).
 */
export function isObliged(
  contract: Contract,
  user: User,
  { policy, now }: { readonly policy: Policy; readonly now: number },
): boolean {
  const today = dateOf(now, policy.institution.time_zone);
  const phase = policy.adoption.obligation.findLast(
    (one) =>
      (one.from_on === undefined || one.from_on <= today) &&
      (one.contracts_opened_from === undefined || one.contracts_opened_from <= contract.openedOn) &&
      (one.contract_kinds === undefined || one.contract_kinds.includes(contract.kind)) &&
      (one.roles === undefined || one.roles.includes(user.role)),
  );
  return phase?.effect === 'mandatory';
}
