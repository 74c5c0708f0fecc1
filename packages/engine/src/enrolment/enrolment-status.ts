import type { ContractKind } from '../contract/contract.ts';
import { bindingOf, type ContractView, tokenOf } from '../contract/contract-view.ts';
import { operationOf } from '../policy/operations.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { isExpired } from '../token/validity.ts';
import type { User } from '../user/user.ts';
import { type Grace, graceOf } from './grace.ts';

/**
 * Where a user stands between the application and his first code:
 *
 *   not_adopted   the contract has not applied; nothing is asked
 *   not_concerned he may do nothing that needs a code; he is not asked (S0-05)
 *   offered       he may register, and may go on without until grace ends (S0-03)
 *   required      he must register; until then what needs a code is refused (S0-04)
 *   enrolled      he has a token
 *
 * A user whose token has expired counts as one who must register its replacement (S0-12).
 */
export type EnrolmentState = 'not_adopted' | 'not_concerned' | 'offered' | 'required' | 'enrolled';

export const enrolmentReasons = [
  'contract_not_adopted',
  'no_otp_operation',
  'token_not_delivered',
  'grace_running',
  'grace_over',
  'binding_ended',
  'token_expired',
  'enrolled',
] as const;

export type EnrolmentReason = (typeof enrolmentReasons)[number];

export interface EnrolmentStatus {
  readonly state: EnrolmentState;
  readonly reason: EnrolmentReason;
  readonly grace: Grace;
  /** Whether the registration screen may be skipped now. */
  readonly skipAllowed: boolean;
  /** Whether a token of this contract is on its way and none has been delivered. */
  readonly awaitingDelivery: boolean;
}

/** The user's enrolment status at an instant, from the whole contract and the policy alone. */
export function enrolmentStatus(
  view: ContractView,
  user: User,
  policy: Policy,
  now: number,
): EnrolmentStatus {
  const grace = graceOf(view.contract, policy, now);
  const [state, reason] = standing(view, user, { policy, grace, now });
  return {
    state,
    reason,
    grace,
    skipAllowed: state === 'offered' && policy.enrolment.grace.skip,
    awaitingDelivery: grace.state === 'not_begun' || nothingDelivered(view),
  };
}

interface StandingContext {
  readonly policy: Policy;
  readonly grace: Grace;
  readonly now: number;
}

function standing(
  view: ContractView,
  user: User,
  { policy, grace, now }: StandingContext,
): readonly [EnrolmentState, EnrolmentReason] {
  const token = tokenOf(view, user.id);
  if (bindingOf(view, user.id) && token) {
    if (!isExpired(token, now, policy.institution.time_zone)) return ['enrolled', 'enrolled'];
    // Whoever may no longer do what needs a code is not asked for a successor either (S0-05).
    return isConcerned(user, view.contract.kind, policy)
      ? ['required', 'token_expired']
      : ['not_concerned', 'no_otp_operation'];
  }
  if (grace.state === 'not_adopted') return ['not_adopted', 'contract_not_adopted'];
  if (!isConcerned(user, view.contract.kind, policy)) return ['not_concerned', 'no_otp_operation'];
  if (user.firstEnrolledAt !== null && policy.enrolment.grace.lapses_on_enrolment)
    return ['required', 'binding_ended'];
  if (grace.state === 'not_begun') return ['offered', 'token_not_delivered'];
  return grace.state === 'running' ? ['offered', 'grace_running'] : ['required', 'grace_over'];
}

/**
 * Whether OTP concerns this user: he may do something for which some rule asks a code of him (S0-05).
 */
export function isConcerned(user: User, kind: ContractKind, policy: Policy): boolean {
  if (policy.enrolment.concerns === 'all_users') return true;
  return policy.challenge_rules.some(({ factors, when }) => {
    if (!factors.includes('otp')) return false;
    if (when.roles && !when.roles.includes(user.role)) return false;
    if (when.contract_kinds && !when.contract_kinds.includes(kind)) return false;
    const names = when.operations ?? Object.keys(policy.operations);
    return names.some((name) => mayDo(user, name, policy));
  });
}

/** Whether the user may do an operation at all: by permission where it needs one, by role where it says so. */
export function mayDo(user: User, operation: string, policy: Policy): boolean {
  const definition = operationOf(policy, operation);
  if (!definition) return false;
  if (definition.roles && !definition.roles.includes(user.role)) return false;
  return !definition.permission || user.permissions.includes(operation);
}

function nothingDelivered(view: ContractView): boolean {
  return view.shipments.length > 0 && view.shipments.every((s) => s.deliveredAt === null);
}
