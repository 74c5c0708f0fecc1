import { demoPolicy } from '@warifu/institutions';

interface Patch {
  /** Wrong codes that lock, and the cap of them between acceptances. */
  readonly lockAt?: number;
  readonly serialPattern?: string;
}

interface Patched {
  authenticators: { serial_pattern: string }[];
  lockout: { threshold: number; cap: number };
}

/** The demo bank's policy with other limits or another form of serials. */
export function patchedPolicy({ lockAt, serialPattern }: Patch): unknown {
  const policy = demoPolicy('nanahoshi') as Patched;
  if (lockAt !== undefined) policy.lockout = { ...policy.lockout, threshold: lockAt, cap: lockAt };
  for (const authenticator of policy.authenticators)
    authenticator.serial_pattern = serialPattern ?? authenticator.serial_pattern;
  return policy;
}
