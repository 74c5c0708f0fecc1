import type { ApplicationKind } from '../audit/events.ts';
import type { ContractView } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';

export interface RecordApplication {
  readonly applicationId: string;
  readonly kind: ApplicationKind;
  readonly tokenCount: number;
  /** The date on the form, YYYY-MM-DD. */
  readonly filedOn: string;
}

/**
 * Records an application (S0-02). The first one must be the adoption; from its recording on the
 * registration screen appears (S0-03).
 */
export function decideApplication(
  view: ContractView,
  command: RecordApplication,
  now: number,
): Decision {
  const adopted = view.contract.adoptedAt !== null;
  if (command.kind === 'adoption' && adopted) return refused('already_adopted');
  if (command.kind !== 'adoption' && !adopted) return refused('not_adopted');
  const { applicationId, kind, tokenCount, filedOn } = command;
  return decided({
    type: 'application_recorded',
    applicationId,
    kind,
    tokenCount,
    filedOn,
    at: now,
  });
}
