import { type DomainEvent, decided, expiredIssues, retiredUnclaimed } from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import { systemAudit } from '../system-audit.ts';
import { dueWorkCall } from './due-work-call.ts';
import { perform } from './perform.ts';

/** Ends the issues of a contract whose time is over; once more, it finds nothing to end. */
export async function endExpiredIssues(
  deps: ServiceDeps,
  { institutionId, contractId }: { readonly institutionId: string; readonly contractId: string },
): Promise<void> {
  await perform(
    deps,
    {
      action: 'end_issues',
      scope: { kind: 'contract', institutionId, by: { contractId } },
      missing: 'contract_unknown',
      decide: ({ view, now }) => ({
        decision: decided(...expiredIssues(view, now)),
        value: () => null,
      }),
    },
    dueWorkCall<null>(institutionId),
  );
}

/** Retires a token that nobody has registered for too long; one that was registered meanwhile stays. */
export async function retireUnclaimed(
  deps: ServiceDeps,
  { institutionId, tokenId }: { readonly institutionId: string; readonly tokenId: string },
): Promise<void> {
  await deps.store.run({
    scope: { kind: 'token', institutionId, by: { tokenId } },
    decide: ({ candidates: [token] }) => {
      const retired = token && retiredUnclaimed(token, deps.clock.now());
      const events: DomainEvent[] = retired
        ? [{ type: 'token_retired', tokenId, reason: 'cancelled' }]
        : [];
      const actor = { kind: 'system', id: 'due_work' } as const;
      const audit = systemAudit(deps.clock, 'retire_unclaimed_token', { institutionId, actor });
      return {
        changes: retired ? { tokens: [retired] } : {},
        audit: { ...audit, tokenId, events },
        answer: { status: 200, body: '{}' },
      };
    },
  });
}
