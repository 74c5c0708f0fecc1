import { isMigrating } from '../adoption/migration.ts';
import { startOfDay } from '../calendar/dates.ts';
import { type ContractView, findToken } from '../contract/contract-view.ts';
import type { Authenticator, Policy } from '../policy/policy-schema.ts';
import type { ActRefusal } from '../refusal.ts';
import { authenticatorNamed, authenticatorOf } from '../token/authenticator.ts';

interface Choice {
  /** What was asked for, by its ID in the policy; null when it was not said. */
  readonly asked: string | null;
  /** How users come to it. */
  readonly registration: readonly Authenticator['registration'][];
  readonly policy: Policy;
  readonly now: number;
}

/**
 * Which authenticator a user of this contract gets, or why none: not for this kind of contract (S4-01),
 * not the one that the contract has chosen (S1-01), or of several that could be meant none was named.
 */
export function chosenAuthenticator(
  view: ContractView,
  { asked, registration, policy, now }: Choice,
): Authenticator | ActRefusal {
  if (asked !== null) {
    const named = authenticatorNamed(policy, asked);
    if (!named) return 'authenticator_unknown';
    const fits = registration.includes(named.registration);
    return fits
      ? (kindObstacle(view, named, { policy, now }) ?? named)
      : 'authenticator_not_for_contract';
  }
  const possible = policy.authenticators.filter(
    (one) =>
      registration.includes(one.registration) && kindObstacle(view, one, { policy, now }) === null,
  );
  const [only, another] = possible;
  if (!only) return 'authenticator_not_for_contract';
  return another ? 'authenticator_not_chosen' : only;
}

/** Why a kind of token is not for a contract, or null. */
export function kindObstacle(
  view: ContractView,
  wanted: Authenticator,
  { policy, now }: { readonly policy: Policy; readonly now: number },
): ActRefusal | null {
  const { contract } = view;
  const { adoption, institution } = policy;
  if (wanted.contract_kinds && !wanted.contract_kinds.includes(contract.kind))
    return 'authenticator_not_for_contract';
  const { migration } = adoption;
  const cutOver =
    migration?.from === wanted.id &&
    now >= startOfDay(migration.cut_over_on, institution.time_zone);
  if (cutOver) return 'authenticator_not_for_contract';
  if (adoption.kinds !== 'one_per_contract' || isMigrating(wanted.id, policy)) return null;
  return kindsOfContract(view, policy).every((id) => id === wanted.id)
    ? null
    : 'authenticator_not_for_contract';
}

/** What the contract has chosen; where it never said so, what its users have (S1-01: never mixed). */
function kindsOfContract(
  { contract, ...view }: ContractView,
  policy: Policy,
): (string | undefined)[] {
  if (contract.authenticator !== null) return [contract.authenticator];
  return view.bindings
    .filter((binding) => binding.endedAt === null)
    .flatMap(({ tokenId }) => findToken({ contract, ...view }, tokenId) ?? [])
    .map((token) => authenticatorOf(token, policy)?.id);
}
