import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AuditAnchor, AuditStore, AuditVerification } from '@warifu/service';
import { ChainCheck } from '../audit/chain-check.ts';
import { type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import type { AuditRecordsTable } from '../tables.ts';
import type { AuditMac } from './audit-chain.ts';
import type { Connection } from './connection.ts';

const recordsAtOnce = 500;

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

interface Piece {
  readonly records: readonly AuditRecordsTable[];
  /** Read together with the last records, so that both are of one moment. */
  readonly heads: readonly AuditAnchor[];
}

async function verifyChains(
  connection: Connection,
  build: QueryBuilder,
  check: ChainCheck,
): Promise<AuditVerification> {
  const forged = check.checkAnchors();
  if (forged) return forged;
  // From below zero: a record that somebody put before the first one must be seen as well.
  let after = Number.MIN_SAFE_INTEGER;
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

function* pieceAfter(build: QueryBuilder, after: number): Plan<Piece> {
  const records = yield* rowsOf(
    build
      .selectFrom('audit_records')
      .selectAll()
      .where('number', '>', after)
      .orderBy('number')
      .limit(recordsAtOnce),
  );
  return { records, heads: yield* allHeads(build) };
}

function* allHeads(build: QueryBuilder): Plan<readonly AuditAnchor[]> {
  return yield* rowsOf(
    build.selectFrom('audit_heads').select(['chain', 'sequence', 'hash', 'mac']).orderBy('chain'),
  );
}
