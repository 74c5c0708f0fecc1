import type { DomainEvent } from '@warifu/engine';
import type { Actor, AuditRecord, Service } from '@warifu/service';
import type * as wire from '@warifu/wire';
import type { Handlers } from '../handlers.ts';
import { given, instantText, pageBody, pageRequest } from './wire-values.ts';

/** The record of all decisions. */
export function auditHandlers(service: Service): Pick<Handlers, 'list_audit_events'> {
  return {
    list_audit_events: async ({ client, query }) => {
      const filter = given({
        contractId: query.contract_id,
        userId: query.user_id,
        tokenId: query.token_id,
        action: query.action,
      });
      const page = pageRequest(query);
      const records = await service.queries.auditRecords(client.institutionId, filter, page);
      return { ok: true, body: pageBody(records.rows.map(auditBody), records.next) };
    },
  };
}

function auditBody(record: AuditRecord): wire.AuditEvent {
  return {
    id: record.id,
    sequence: record.sequence,
    chain: record.chain,
    at: instantText(record.at),
    action: record.action,
    outcome: record.outcome,
    reason: record.reason,
    actor: actorBody(record.actor),
    contract_id: record.contractId,
    user_id: record.userId,
    token_id: record.tokenId,
    source: record.source,
    factors: [...record.factors],
    policy_version: record.policyVersion,
    events: record.events.map(eventBody),
    hash: record.hash,
  };
}

function actorBody({ kind, id, userId, staffId, desk, evidence }: Actor): wire.AuditActor {
  return { kind, id, ...given({ user_id: userId, staff_id: staffId, desk, evidence }) };
}

/** An event with its members as the wire names them; instants are those that are named so. */
export function eventBody({ type, ...facts }: DomainEvent): { type: string } {
  const members = Object.entries(facts).map(([name, value]: [string, unknown]) => {
    const isInstant = typeof value === 'number' && (name === 'at' || name.endsWith('At'));
    return [snakeCase(name), isInstant ? instantText(value) : value];
  });
  return { type, ...Object.fromEntries(members) };
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
