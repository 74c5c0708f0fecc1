import type { AuditStore, AuditVerification } from '@warifu/service';
import { ChainCheck } from '../audit/chain-check.ts';
import type { AuditMac } from '../audit/chain-ends.ts';
import { allHeads, beforeAll, pieceAfter, recordsAtOnce } from '../audit/chain-pieces.ts';
import type { QueryBuilder } from '../query-builder.ts';
import type { ReadPool } from './connections.ts';
import type { Session } from './session.ts';

/**
 * Reads all chains back and checks them. Other nodes go on writing, so everything is read as of one
 * moment; otherwise a chain that was read first would seem shorter than its head.
 */
export function postgresAudit(pool: ReadPool, build: QueryBuilder, auditMac: AuditMac): AuditStore {
  const macOf = (message: Uint8Array) => Buffer.from(auditMac(message)).toString('hex');
  return {
    verify: (anchors) =>
      pool.use((session) =>
        session.snapshot(() => verifyChains(session, build, new ChainCheck(anchors, macOf))),
      ),
    heads: () => pool.read(allHeads(build)),
  };
}

async function verifyChains(
  session: Session,
  build: QueryBuilder,
  check: ChainCheck,
): Promise<AuditVerification> {
  const forged = check.checkAnchors();
  if (forged) return forged;
  let after = beforeAll;
  for (;;) {
    const { records, heads } = await session.run(pieceAfter(build, after));
    for (const record of records) {
      const fault = check.take(record);
      if (fault) return fault;
      after = record.number;
    }
    if (records.length < recordsAtOnce) return check.finish(heads);
  }
}
