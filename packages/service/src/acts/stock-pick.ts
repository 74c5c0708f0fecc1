import {
  type Authenticator,
  addDays,
  authenticatorNamed,
  authenticatorOf,
  type ContractView,
  dateOf,
  findToken,
  type Policy,
} from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import type { StockPick } from '../ports/store.ts';

/** What is to be posted, as far as it tells which tokens fit. */
export interface StockAsked {
  readonly contractId: string;
  readonly applicationId: string | null;
  readonly replacesTokenId: string | null;
  /** Either the serials that are put into the envelope, or how many to take from stock. */
  readonly pick: { readonly serials: readonly string[] } | { readonly count: number };
}

/**
 * Which tokens of the stock may be picked: those that are named, or any that do not expire before they
 * arrive and are of the kind that was applied for, is replaced, or was chosen for the contract.
 */
export async function stockPick(
  deps: ServiceDeps,
  asked: StockAsked,
  institutionId: string,
): Promise<StockPick> {
  const { pick, contractId } = asked;
  if ('serials' in pick) return pick;
  const now = deps.clock.now();
  const policy = deps.policies.inForce(institutionId, now)?.policy;
  if (!policy) throw new Error(`no policy in force for ${institutionId}`);
  // One day more than the delivery takes, so that what is picked does not expire before it arrives.
  const today = dateOf(now, policy.institution.time_zone);
  const expiresOnOrAfter = addDays(today, policy.adoption.delivery_days + 1);
  const plain = { count: pick.count, expiresOnOrAfter };
  if (policy.authenticators.filter(isHardware).length < 2) return plain;
  const view = await deps.store.queries.contract(institutionId, { contractId });
  const make = view && makeOf(kindFor(view, asked, policy));
  return make ? { ...plain, make } : plain;
}

function isHardware({ kind }: Authenticator): boolean {
  return kind === 'hardware_totp' || kind === 'hardware_hotp';
}

function kindFor(
  view: ContractView,
  { applicationId, replacesTokenId }: StockAsked,
  policy: Policy,
): Authenticator | undefined {
  const application = view.applications.find((one) => one.id === applicationId);
  const old = replacesTokenId === null ? undefined : findToken(view, replacesTokenId);
  const asked = application?.authenticator ?? null;
  if (asked === null && old) return authenticatorOf(old, policy);
  const chosen = asked ?? view.contract.authenticator;
  return chosen === null ? undefined : authenticatorNamed(policy, chosen);
}

/** What a token of that kind is; nothing for a kind that is not posted. */
function makeOf(kind: Authenticator | undefined) {
  if (!kind || !isHardware(kind)) return undefined;
  const { algorithm, digits, step_seconds: stepSeconds = null } = kind;
  return {
    kind: kind.kind === 'hardware_hotp' ? 'hotp' : 'totp',
    algorithm,
    digits,
    stepSeconds,
  } as const;
}
