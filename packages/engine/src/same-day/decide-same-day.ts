import type { DomainEvent } from '../audit/events.ts';
import type { SameDayFacts } from '../contract/contract.ts';
import type { ContractView } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import { isDesk } from '../desk/is-desk.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { evidenceOf } from '../request/request-evidence.ts';
import type { ActingParty } from '../user/acting-party.ts';

/**
 * Same-day transfers stay suspended until the customer has applied, passed the screening, put the
 * listed measures in place and called, and the institution has confirmed all of it (S3-09). What is
 * on record stays with its first instant; a measure that is given up undoes the confirmation, and a
 * withdrawal takes all of it back.
 */
export const sameDaySteps = [
  'application',
  'screening',
  'measures',
  'call',
  'confirmation',
  'withdrawal',
] as const;
export type SameDayStep = (typeof sameDaySteps)[number];

export interface RecordSameDay {
  readonly step: SameDayStep;
  /** The measures that are in place now, by their IDs in the policy; for the step `measures`. */
  readonly measures: readonly string[];
  readonly acting?: ActingParty | undefined;
}

export interface SameDayContext {
  readonly policy: Policy;
  readonly now: number;
}

export function decideSameDay(
  view: ContractView,
  { step, measures, acting }: RecordSameDay,
  { policy, now }: SameDayContext,
): Decision {
  const rule = policy.same_day;
  if (rule === null) return refused('same_day_not_offered');
  if (acting?.kind === 'user') return refused('institution_only');
  if (acting && !isDesk(policy, acting.desk)) return refused('desk_not_allowed');
  const known = new Set(rule.measures.map((one) => one.id));
  if (!measures.every((one) => known.has(one))) return refused('measure_unknown');
  if (step === 'confirmation' && sameDayMissing(view.contract.sameDay, policy).length > 0)
    return refused('same_day_incomplete');
  const evidence = evidenceOf(view, acting, { kinds: ['same_day'], concerned: [], now });
  if (!evidence.ok) return refused(evidence.reason);
  const recorded: DomainEvent = {
    type: 'same_day_recorded',
    fact: step,
    at: now,
    measures: step === 'measures' ? [...new Set(measures)] : [],
  };
  return decided(recorded, ...evidence.events);
}

/** What the policy requires and is not on record yet. */
export function sameDayMissing(
  facts: SameDayFacts,
  { same_day: rule }: Policy,
): NonNullable<Policy['same_day']>['requires'] {
  if (rule === null) return [];
  const done: Readonly<Record<(typeof rule.requires)[number], boolean>> = {
    application: facts.appliedAt !== null,
    screening: facts.screenedAt !== null,
    measures: rule.measures.every((one) => facts.measures.includes(one.id)),
    call: facts.calledAt !== null,
  };
  return rule.requires.filter((one) => !done[one]);
}
