import { findUser, limitsOfUser, type UserLimit } from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';

/** The limits of a user now, or undefined when there is no such user in the institution. */
export async function readUserLimits(
  deps: ServiceDeps,
  institutionId: string,
  userId: string,
): Promise<readonly UserLimit[] | undefined> {
  const view = await deps.store.queries.contract(institutionId, { userId });
  const user = view && findUser(view, userId);
  const now = deps.clock.now();
  const policy = deps.policies.inForce(institutionId, now)?.policy;
  return view && user && policy ? limitsOfUser(view, user, { policy, now }) : undefined;
}
