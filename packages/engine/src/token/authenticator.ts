import type { Authenticator, Policy } from '../policy/policy-schema.ts';
import type { Token } from './token.ts';

/** The kind of authenticator that a token is, from what it is made of and how it counts. */
export function authenticatorKindOf(token: Pick<Token, 'form' | 'kind'>): Authenticator['kind'] {
  switch (token.form) {
    case 'hardware':
      return token.kind === 'totp' ? 'hardware_totp' : 'hardware_hotp';
    case 'phone_app':
      return 'phone_app';
    case 'pc_app':
      return 'pc_app';
    case 'email':
      return 'email_code';
  }
}

/** The authenticator of the policy that a token is, by kind, algorithm, digits and step. */
export function authenticatorOf(
  token: Pick<Token, 'form' | 'kind' | 'algorithm' | 'digits' | 'stepSeconds'>,
  policy: Policy,
): Authenticator | undefined {
  const kind = authenticatorKindOf(token);
  // Every verification asks this more than once: a loop makes nothing that must be thrown away.
  for (const one of policy.authenticators) {
    if (
      one.kind === kind &&
      one.algorithm === token.algorithm &&
      one.digits === token.digits &&
      (one.step_seconds ?? null) === token.stepSeconds
    )
      return one;
  }
  return undefined;
}

/** The authenticator of that ID in the policy. */
export function authenticatorNamed(policy: Policy, id: string): Authenticator | undefined {
  return policy.authenticators.find((one) => one.id === id);
}
