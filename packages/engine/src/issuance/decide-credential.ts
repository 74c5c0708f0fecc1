import type { Authenticator, Policy } from '../policy/policy-schema.ts';
import type { ActRefusal } from '../refusal.ts';
import { authenticatorNamed } from '../token/authenticator.ts';

export interface MakeCredential {
  /** The authenticator by its ID in the policy; null when there is only one. */
  readonly authenticator: string | null;
  /** How many tokens the phone or PC holds already. */
  readonly deviceTokens: number;
}

/**
 * Which authenticator an app may make a token of for itself, before anybody's contract is known
 * (S4-01): the token ID that it shows, and a code, are registered later. Only at that registration is
 * it known whether this kind is for that contract.
 */
export function decideCredential(
  policy: Policy,
  { authenticator: asked, deviceTokens }: MakeCredential,
): Authenticator | ActRefusal {
  const possible = policy.authenticators.filter(isCredential);
  const [only, another] = possible;
  if (asked === null && another) return 'authenticator_not_chosen';
  const authenticator = asked === null ? only : authenticatorNamed(policy, asked);
  if (!authenticator || !isCredential(authenticator)) return 'authenticator_unknown';
  const most = authenticator.registrations_per_device ?? 'any';
  return most !== 'any' && deviceTokens >= most ? 'device_full' : authenticator;
}

/** A token that an app has before a user registers it by the ID that it shows. */
function isCredential({ kind, registration }: Authenticator): boolean {
  return registration === 'serial' && (kind === 'phone_app' || kind === 'pc_app');
}
