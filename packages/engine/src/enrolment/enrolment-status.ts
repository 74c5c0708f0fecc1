import { isObliged } from '../adoption/obligation.ts';
import type { Contract } from '../contract/contract.ts';
import { bindingsOf, type ContractView, tokensOf } from '../contract/contract-view.ts';
import { operationOf } from '../policy/operations.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { isCutOver, isExpired } from '../token/validity.ts';
import type { User } from '../user/user.ts';
import { type Grace, graceOf } from './grace.ts';

/**
 * Where a user stands between the application and his first code:
 *
 *   not_adopted     nobody has applied, or OTP is each user's choice and he has not chosen it
 *   not_concerned   he may do nothing that needs a code; he is not asked (S0-05)
 *   application_due the contract must use OTP and has not applied (S3-06)
 *   offered         he may register, and may go on without until grace ends (S0-03)
 *   required        he must register; until then the policy refuses what it says (S0-04, S1-07)
 *   enrolled        he has a token
 *
 * A user whose token has expired counts as one who must register its replacement (S0-12), unless the
 * policy fails open and says so.
 */
export type EnrolmentState =
  | 'not_adopted'
  | 'not_concerned'
  | 'application_due'
  | 'offered'
  | 'required'
  | 'enrolled';

export const enrolmentReasons = [
  'contract_not_adopted',
  'user_not_adopted',
  'opted_out',
  'no_otp_operation',
  'obligation',
  'token_not_delivered',
  'grace_running',
  'grace_over',
  'no_grace',
  'colleague_registered',
  'binding_ended',
  'takes_effect_at_next_login',
  'token_expired',
  'token_expired_fails_open',
  'token_cut_over',
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
  const grace = graceOf(adopting(view.contract, user, policy), policy, now);
  const [state, reason] = standing(view, user, { policy, grace, now });
  return {
    state,
    reason,
    grace,
    skipAllowed: isSkippable(state, grace, policy),
    awaitingDelivery: grace.state === 'not_begun' || nothingDelivered(view),
  };
}

/** Where each user adopts for himself, his grace counts as if his contract had adopted with him. */
function adopting(contract: Contract, user: User, { adoption }: Policy): Contract {
  if (adoption.unit !== 'user' || contract.adoptedAt !== null) return contract;
  return user.adoptedAt === null ? contract : { ...contract, adoptedAt: user.adoptedAt };
}

/** After grace the button may still be shown: it then opens what the policy does not refuse. */
function isSkippable(state: EnrolmentState, grace: Grace, { enrolment }: Policy): boolean {
  if (!enrolment.grace?.skip || grace.state === 'none') return false;
  return state === 'offered' || (state === 'required' && enrolment.skip_shown_after_grace);
}

interface StandingContext {
  readonly policy: Policy;
  readonly grace: Grace;
  readonly now: number;
}

type Standing = readonly [EnrolmentState, EnrolmentReason];

function standing(view: ContractView, user: User, context: StandingContext): Standing {
  const bound = boundStanding(view, user, context);
  if (bound) return bound;
  const unadopted = unadoptedStanding(view.contract, user, context);
  if (unadopted) return unadopted;
  const { policy, grace } = context;
  const rule = policy.enrolment.grace;
  if (user.firstEnrolledAt !== null && rule?.lapses_on_enrolment)
    return ['required', 'binding_ended'];
  if (view.contract.firstEnrolledAt !== null && rule?.ends_when_a_colleague_registers)
    return ['required', 'colleague_registered'];
  switch (grace.state) {
    case 'not_begun':
      return ['offered', 'token_not_delivered'];
    case 'running':
      return ['offered', 'grace_running'];
    case 'none':
      return ['required', 'no_grace'];
    case 'over':
    case 'not_adopted':
      return ['required', 'grace_over'];
  }
}

/** Where a user stands who has a token; null when he has none. The best of his tokens counts. */
function boundStanding(view: ContractView, user: User, context: StandingContext): Standing | null {
  const { policy, now } = context;
  const tokens = tokensOf(view, user.id);
  if (tokens.length === 0) return null;
  const good = tokens.find((one) => !isExpired(one, now, policy) && !isCutOver(one, now, policy));
  if (good)
    return isYetToTakeEffect(view, user, context)
      ? ['offered', 'takes_effect_at_next_login']
      : ['enrolled', 'enrolled'];
  // Whoever may no longer do what needs a code is not asked for a successor either (S0-05).
  if (!isConcerned(user, view.contract, policy)) return ['not_concerned', 'no_otp_operation'];
  if (!tokens.some((one) => isExpired(one, now, policy))) return ['required', 'token_cut_over'];
  return policy.replacement.at_expiry === 'refused'
    ? ['required', 'token_expired']
    : ['not_concerned', 'token_expired_fails_open'];
}

/**
 * Whether a registration waits for the next login. It never frees anybody: who had to register, and
 * who had a token before, is asked for his code at once.
 */
function isYetToTakeEffect(view: ContractView, user: User, context: StandingContext): boolean {
  if (context.policy.enrolment.takes_effect === 'at_once') return false;
  const startedAt = Math.min(...bindingsOf(view, user.id).map((one) => one.startedAt));
  const first = startedAt <= (user.firstEnrolledAt ?? startedAt);
  if (!first || startedAt <= (user.lastLoginAt ?? 0)) return false;
  const { policy, grace, now } = context;
  // Who adopts for himself does so with his registration, unless he has to.
  if (policy.adoption.unit === 'user' && (user.adoptedAt ?? startedAt) >= startedAt)
    return !isObliged(view.contract, user, { policy, now });
  return grace.state !== 'over' && grace.state !== 'none';
}

/** Where a user stands before anything was applied for or chosen; null when OTP is adopted. */
function unadoptedStanding(
  contract: Contract,
  user: User,
  { policy, now }: StandingContext,
): Standing | null {
  const obliged = isObliged(contract, user, { policy, now });
  const byUser = policy.adoption.unit === 'user';
  if (!byUser && contract.adoptedAt === null) {
    if (!obliged) return ['not_adopted', 'contract_not_adopted'];
    return isConcerned(user, contract, policy)
      ? ['application_due', 'obligation']
      : ['not_concerned', 'no_otp_operation'];
  }
  if (!isConcerned(user, contract, policy)) return ['not_concerned', 'no_otp_operation'];
  if (!byUser || user.adoptedAt !== null) return null;
  if (obliged) return ['required', 'obligation'];
  return ['not_adopted', user.optedOutAt === null ? 'user_not_adopted' : 'opted_out'];
}

/**
 * Whether OTP concerns this user: he may do something for which some rule asks a code of him (S0-05).
 */
export function isConcerned(user: User, { kind }: Pick<Contract, 'kind'>, policy: Policy): boolean {
  if (policy.enrolment.concerns === 'all_users') return true;
  return policy.challenge_rules.some(({ factors, when }) => {
    if (!factors.includes('otp')) return false;
    if (when.roles && !when.roles.includes(user.role)) return false;
    if (when.contract_kinds && !when.contract_kinds.includes(kind)) return false;
    if (when.opted_in !== undefined && when.opted_in !== user.optedIn) return false;
    const names = when.operations ?? Object.keys(policy.operations);
    return names.some(
      (name) =>
        mayDo(user, name, policy) &&
        (!when.operation_kinds ||
          when.operation_kinds.includes(operationOf(policy, name)?.kind ?? 'other')),
    );
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
