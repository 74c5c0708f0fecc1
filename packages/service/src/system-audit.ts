import type { AuditDraft } from './ports/audit.ts';
import type { Clock } from './ports/clock.ts';

/** The audit record of an act of the server itself or of its operator on the command line. */
export function systemAudit(
  clock: Clock,
  action: string,
  subject: {
    readonly institutionId: string | null;
    readonly facts?: AuditDraft['facts'];
    readonly actor?: AuditDraft['actor'];
  },
): AuditDraft {
  return {
    at: clock.now(),
    institutionId: subject.institutionId,
    contractId: null,
    userId: null,
    tokenId: null,
    action,
    outcome: 'done',
    reason: null,
    actor: subject.actor ?? { kind: 'system', id: 'server' },
    source: null,
    factors: [],
    policyVersion: null,
    events: [],
    facts: subject.facts,
  };
}
