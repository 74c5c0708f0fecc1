import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AuditStore, AuditVerification } from '@warifu/service';
import { ChainCheck } from '../audit/chain-check.ts';
import type { AuditMac } from '../audit/chain-ends.ts';
import { allHeads, beforeAll, pieceAfter, recordsAtOnce } from '../audit/chain-pieces.ts';
import type { QueryBuilder } from '../query-builder.ts';
import type { Connection } from './connection.ts';

/** Reads the audit chains back and checks them, in pieces, while others work. */
export function sqliteAudit(
  connection: Connection,
  build: QueryBuilder,
  auditMac: AuditMac,
): AuditStore {
  const macOf = (message: Uint8Array) => Buffer.from(auditMac(message)).toString('hex');
  return {
    verify: (anchors) => verifyChains(connection, build, new ChainCheck(anchors, macOf)),
    heads: async () => connection.read(allHeads(build)),
  };
}

async function verifyChains(
  connection: Connection,
  build: QueryBuilder,
  check: ChainCheck,
): Promise<AuditVerification> {
  const forged = check.checkAnchors();
  if (forged) return forged;
  let after = beforeAll;
  for (;;) {
    const { records, heads } = connection.read(pieceAfter(build, after));
    for (const record of records) {
      const fault = check.take(record);
      if (fault) return fault;
      after = record.number;
    }
    if (records.length < recordsAtOnce) return check.finish(heads);
    await nextTurn();
  }
}
