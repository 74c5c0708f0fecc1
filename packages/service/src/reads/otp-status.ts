import type { ServiceDeps } from '../deps.ts';

/** Whether a user's OTP was in use at an instant: the fact that compensation depends on (S0-13). */
export interface OtpStatus {
  readonly userId: string;
  readonly at: number;
  readonly inUse: boolean;
  readonly bindingId: string | null;
  readonly tokenId: string | null;
  readonly since: number | null;
  /** Up to what the institution compensates, by the policy of that instant; null where it says nothing. */
  readonly ceilingYen: number | null;
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
    ceilingYen: ceilingAt(deps, institutionId, { at, inUse: binding !== undefined }),
  };
}

/** The ceiling depends on whether OTP was in use (S3-09). */
function ceilingAt(
  deps: ServiceDeps,
  institutionId: string,
  { at, inUse }: { readonly at: number; readonly inUse: boolean },
): number | null {
  const compensation = deps.policies.inForce(institutionId, at)?.policy.compensation;
  if (!compensation) return null;
  return inUse ? compensation.with_otp_yen : compensation.without_otp_yen;
}
