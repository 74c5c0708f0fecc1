import { hash } from 'node:crypto';
import type { AuditDraft, AuditRecord, AuditStore } from '@warifu/service';
import type { MemoryTables } from './tables.ts';

const chain = 'memory';
const genesis = '0'.repeat(64);

/** Appends a record to the chain: its hash covers the one before. */
export function append({ records }: MemoryTables, draft: AuditDraft): AuditRecord {
  const sequence = records.length + 1;
  const before = records.at(-1)?.hash ?? genesis;
  const record: AuditRecord = {
    id: `${chain}-${sequence}`,
    chain,
    sequence,
    ...draft,
    hash: linkOf(before, sequence, draft),
  };
  records.push(record);
  return record;
}

function linkOf(before: string, sequence: number, draft: AuditDraft): string {
  const { at, institutionId, contractId, userId, tokenId, action, outcome } = draft;
  const { reason, actor, source, factors, policyVersion, events, facts } = draft;
  const subjects = [at, institutionId, contractId, userId, tokenId, action, outcome];
  const content = [reason, actor, source, factors, policyVersion, events, facts];
  return hash('sha256', before + JSON.stringify([sequence, ...subjects, ...content]), 'hex');
}

/** The chain, read from its beginning. Heads have no MAC here: nobody tampers with memory. */
export function auditStore(tables: MemoryTables): AuditStore {
  const heads = async () => {
    const last = tables.records.at(-1);
    return last ? [{ chain, sequence: last.sequence, hash: last.hash, mac: '' }] : [];
  };
  return {
    heads,
    verify: async (anchors) => {
      let before = genesis;
      for (const [index, record] of tables.records.entries()) {
        const sequence = index + 1;
        if (record.hash !== linkOf(before, sequence, record))
          return { ok: false, chain, sequence, fault: 'record_altered' };
        before = record.hash;
      }
      const kept = ({
        sequence,
        hash: head,
      }: {
        readonly sequence: number;
        readonly hash: string;
      }) => tables.records[sequence - 1]?.hash === head;
      const lost = anchors.find((anchor) => !kept(anchor));
      return lost
        ? { ok: false, chain, sequence: lost.sequence, fault: 'anchor_missing' }
        : { ok: true, records: tables.records.length, heads: await heads() };
    },
  };
}
