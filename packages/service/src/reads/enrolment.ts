import {
  daysLeft,
  type EnrolmentStatus,
  enrolmentStatus,
  findUser,
  type Policy,
} from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';

/** What the registration screen needs to know about a user (S0-03, S0-04). */
export interface EnrolmentOffer {
  readonly userId: string;
  readonly status: EnrolmentStatus;
  readonly daysLeft: number | null;
  readonly proof: readonly string[];
  readonly effectAfterGrace: Policy['enrolment']['after_grace'];
}

/** The user's enrolment now, or undefined when there is no such user in the institution. */
export async function readEnrolment(
  deps: ServiceDeps,
  institutionId: string,
  userId: string,
): Promise<EnrolmentOffer | undefined> {
  const view = await deps.store.queries.contract(institutionId, { userId });
  const user = view && findUser(view, userId);
  if (!view || !user) return undefined;
  const now = deps.clock.now();
  const inForce = deps.policies.inForce(institutionId, now);
  if (!inForce) return undefined;
  const { policy } = inForce;
  const status = enrolmentStatus(view, user, policy, now);
  const { endsAt } = status.grace;
  return {
    userId,
    status,
    daysLeft: endsAt === null ? null : daysLeft(endsAt, now, policy.institution.time_zone),
    proof: policy.enrolment.proof,
    effectAfterGrace: policy.enrolment.after_grace,
  };
}
