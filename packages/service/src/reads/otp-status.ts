import type { ServiceDeps } from '../deps.ts';

/** Whether a user's OTP was in use at an instant: the fact that compensation depends on (S0-13). */
export interface OtpStatus {
  readonly userId: string;
  readonly at: number;
  readonly inUse: boolean;
  readonly bindingId: string | null;
  readonly tokenId: string | null;
  readonly since: number | null;
}

/** The recorded fact, or undefined when there is no such user in the institution. */
export async function readOtpStatus(
  deps: ServiceDeps,
  institutionId: string,
  { userId, at }: { readonly userId: string; readonly at: number },
): Promise<OtpStatus | undefined> {
  const { queries } = deps.store;
  const view = await queries.contract(institutionId, { userId });
  if (!view) return undefined;
  const page = await queries.bindings(institutionId, { userId, at }, { limit: 1, after: null });
  const [binding] = page.rows;
  return {
    userId,
    at,
    inUse: binding !== undefined,
    bindingId: binding?.id ?? null,
    tokenId: binding?.tokenId ?? null,
    since: binding?.startedAt ?? null,
  };
}
