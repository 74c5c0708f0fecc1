import type { Service } from '@warifu/service';
import type { Today } from './user-bodies.ts';

/** By what the users and tokens of an institution are judged now. */
export function todayOf(service: Service, institutionId: string): Today {
  const { inForce } = service.policies(institutionId);
  // An institution without a policy has no tokens, and nobody gets a key for it.
  if (!inForce) throw new Error(`no policy in force for ${institutionId}`);
  return { now: service.now(), policy: inForce.policy };
}
