import { type ContractView, findUser } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import { isDesk } from '../desk/is-desk.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { evidenceOf } from '../request/request-evidence.ts';
import type { ActingParty } from '../user/acting-party.ts';

export interface EmergencyStopContext {
  readonly policy: Policy;
  readonly now: number;
}

/**
 * 緊急停止: the customer stops everything of his contract at once. No factor but being signed in is
 * asked, since whoever needs it has no time; lifting it is the institution's.
 */
export function decideEmergencyStop(
  view: ContractView,
  acting: ActingParty,
  { policy, now }: EmergencyStopContext,
): Decision {
  const rule = policy.emergency_stop;
  if (rule === null) return refused('emergency_stop_not_offered');
  if (view.contract.stoppedAt !== null) return refused('already_stopped');
  if (acting.kind === 'staff')
    return isDesk(policy, acting.desk)
      ? decided({ type: 'emergency_stopped', userId: null, at: now })
      : refused('desk_not_allowed');
  const actor = findUser(view, acting.userId);
  if (!actor) return refused('user_unknown');
  if (!rule.roles.includes(actor.role)) return refused('role_not_allowed');
  return decided({ type: 'emergency_stopped', userId: actor.id, at: now });
}

/** The desk lifts it; a policy that no longer has it must not leave a contract stopped. */
export function decideEmergencyLift(
  view: ContractView,
  acting: ActingParty,
  { policy, now }: EmergencyStopContext,
): Decision {
  if (view.contract.stoppedAt === null) return refused('not_stopped');
  if (acting.kind !== 'staff') return refused('institution_only');
  const desk = policy.emergency_stop?.lifted_by_desk;
  const allowed = desk === undefined ? isDesk(policy, acting.desk) : desk === acting.desk;
  if (!allowed) return refused('desk_not_allowed');
  const evidence = evidenceOf(view, acting, { kinds: ['emergency_lift'], concerned: [], now });
  if (!evidence.ok) return refused(evidence.reason);
  return decided({ type: 'emergency_stop_lifted', at: now }, ...evidence.events);
}
