import type { Policy } from '../policy/policy-schema.ts';

/**
 * Whether a kind of token is one of the two of a migration. Until the cut-over they stand side by side
 * even where a contract has one kind only; from that day the old one is expired (`isCutOver`).
 */
export function isMigrating(authenticator: string | undefined, { adoption }: Policy): boolean {
  const { migration } = adoption;
  return (
    authenticator !== undefined &&
    (migration?.from === authenticator || migration?.to === authenticator)
  );
}
