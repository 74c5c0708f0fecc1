import type { Authenticator, Policy } from '../policy/policy-schema.ts';

/** Tokens that travel by post; the others are issued to an app or an address at once. */
export function isPosted({ kind }: Authenticator): boolean {
  return kind === 'hardware_totp' || kind === 'hardware_hotp';
}

export function postedKinds({ authenticators }: Policy): Authenticator[] {
  return authenticators.filter(isPosted);
}

export function issuedKinds({ authenticators }: Policy): Authenticator[] {
  return authenticators.filter((one) => !isPosted(one));
}
