import { hash } from 'node:crypto';
import type { AuditDraft, AuditRecord } from '@warifu/service';
import type { AuditRecordsTable } from '../tables.ts';

/**
 * The audit chain. Each record's text holds its chain and its place in it; its hash is SHA-256 over
 * the previous record's hash (hex) followed by this text, byte for byte as stored. A record that is
 * altered, removed, moved or put in breaks the link of its place (row 83). The head, the last
 * record's place and hash, carries a MAC under a key that is not in the store, so that a shortened
 * chain cannot be given a new end; and heads kept outside show a whole file that was put back.
 */
export const genesisHash = '0'.repeat(64);

/** The canonical text of a record: JSON with its members in this order. */
export function recordText(chain: string, sequence: number, draft: AuditDraft): string {
  return JSON.stringify({
    chain,
    sequence,
    at: draft.at,
    institutionId: draft.institutionId,
    contractId: draft.contractId,
    userId: draft.userId,
    tokenId: draft.tokenId,
    action: draft.action,
    outcome: draft.outcome,
    reason: draft.reason,
    actor: draft.actor,
    source: draft.source,
    factors: draft.factors,
    policyVersion: draft.policyVersion,
    events: draft.events,
    facts: draft.facts,
  });
}

/** The hash of a record, hex. One call on one string: half the time of a hash object. */
export function linkHash(previousHash: string, text: string): string {
  return hash('sha256', previousHash + text, 'hex');
}

/** What the MAC of a head covers. JSON keeps the three parts apart whatever a chain is called. */
export function headMessage(chain: string, sequence: number, headHash: string): Uint8Array {
  return Buffer.from(JSON.stringify([chain, sequence, headHash]));
}

export function recordFrom(
  row: Pick<AuditRecordsTable, 'chain' | 'sequence' | 'record' | 'hash'>,
): AuditRecord {
  const content: AuditDraft & { chain: string; sequence: number } = JSON.parse(row.record);
  return { id: `${row.chain}-${row.sequence}`, ...content, hash: row.hash };
}
