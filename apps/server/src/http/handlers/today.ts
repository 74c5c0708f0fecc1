import type { Policy } from '@warifu/engine';
import type { Service } from '@warifu/service';

/** By what users and tokens are judged: the instant, and the policy in force at it. */
export interface Today {
  readonly now: number;
  readonly policy: Policy;
}

/** By what the users and tokens of an institution are judged now. */
export function todayOf(service: Service, institutionId: string): Today {
  const { inForce } = service.policies(institutionId);
  // An institution without a policy has no tokens, and nobody gets a key for it.
  if (!inForce) throw new Error(`no policy in force for ${institutionId}`);
  return { now: service.now(), policy: inForce.policy };
}
