import type { ApplicationKind, DomainEvent } from '../audit/events.ts';
import { dateOf } from '../calendar/dates.ts';
import type { ContractView } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import { isDesk } from '../desk/is-desk.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { ActRefusal } from '../refusal.ts';
import { evidenceOf } from '../request/request-evidence.ts';
import { authenticatorNamed } from '../token/authenticator.ts';
import type { ActingParty } from '../user/acting-party.ts';

export interface RecordApplication {
  readonly applicationId: string;
  readonly kind: ApplicationKind;
  readonly tokenCount: number;
  /** The date on the form, YYYY-MM-DD. */
  readonly filedOn: string;
  /** The kind of token, by its ID in the policy; needed where customers choose one per contract. */
  readonly authenticator: string | null;
  /** Who records it; the institution on its own account when nobody is said. */
  readonly acting?: ActingParty | undefined;
}

export interface ApplicationContext {
  readonly policy: Policy;
  readonly now: number;
}

/**
 * Records an application (S0-02). The first one must be the adoption; from its recording on the
 * registration screen appears (S0-03). A paper that was filed before is carried out with it (S1-11).
 */
export function decideApplication(
  view: ContractView,
  command: RecordApplication,
  { policy, now }: ApplicationContext,
): Decision {
  if (policy.adoption.application.length === 0) return refused('application_not_needed');
  const adopted = view.contract.adoptedAt !== null;
  if (command.kind === 'adoption' && adopted) return refused('already_adopted');
  if (command.kind !== 'adoption' && !adopted) return refused('not_adopted');
  if (command.filedOn > dateOf(now, policy.institution.time_zone))
    return refused('filed_in_future');
  const method = methodObstacle(view, command, policy);
  if (method) return refused(method);
  const { applicationId, kind, tokenCount, filedOn, authenticator, acting } = command;
  if (acting?.kind === 'staff' && !isDesk(policy, acting.desk)) return refused('desk_not_allowed');
  const evidence = evidenceOf(view, acting, { kinds: [kind], concerned: [], now });
  if (!evidence.ok) return refused(evidence.reason);
  const recorded: DomainEvent = {
    type: 'application_recorded',
    applicationId,
    kind,
    tokenCount,
    filedOn,
    authenticator,
    at: now,
  };
  return decided(recorded, ...evidence.events);
}

/** One kind per contract is chosen with the adoption and changed by an application of its own (S1-01, S1-11). */
function methodObstacle(
  { contract }: ContractView,
  { kind, authenticator }: RecordApplication,
  policy: Policy,
): ActRefusal | null {
  const chooses = kind === 'adoption' || kind === 'method_change';
  const perContract = policy.adoption.kinds === 'one_per_contract';
  if (authenticator === null)
    return chooses && perContract && policy.authenticators.length > 1
      ? 'authenticator_not_chosen'
      : null;
  const wanted = authenticatorNamed(policy, authenticator);
  if (!wanted) return 'authenticator_unknown';
  if (wanted.contract_kinds && !wanted.contract_kinds.includes(contract.kind))
    return 'authenticator_not_for_contract';
  if (!perContract) return null;
  if (kind === 'method_change')
    return authenticator === contract.authenticator ? 'method_unchanged' : null;
  // A contract that adopted when there was one kind only has chosen none.
  return chooses || (contract.authenticator ?? authenticator) === authenticator
    ? null
    : 'authenticator_not_for_contract';
}
