import type { AuditEvent } from '@warifu/wire';
import type { Day } from '../day.ts';

/** All audit events of a user or of the contract. */
export async function auditEvents(
  day: Day,
  about: { readonly user_id: string } | { readonly contract_id: string },
): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  let cursor: string | null = null;
  do {
    const query = { ...about, limit: 200, ...(cursor === null ? {} : { cursor }) };
    const page: { data: AuditEvent[]; next_cursor: string | null } = (
      await day.operator.call('list_audit_events', { query })
    ).body;
    events.push(...page.data);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return events;
}
