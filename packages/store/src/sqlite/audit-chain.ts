import type { AuditDraft } from '@warifu/service';
import {
  type AuditMac,
  assertSound,
  type ChainEnd,
  headMac,
  readEnds,
  type StoredEnds,
} from '../audit/chain-ends.ts';
import { linkHash, recordText } from '../audit/record-text.ts';
import type { Subjects } from '../audit/seal-segment.ts';
import type { QueryBuilder } from '../query-builder.ts';
import type { Connection } from './connection.ts';
import type { HotStatements } from './hot-statements.ts';
import type { UnsealedRecords } from './unsealed-records.ts';

export interface AuditChainParts {
  readonly connection: Connection;
  readonly build: QueryBuilder;
  readonly hot: HotStatements;
  readonly chain: string;
  readonly auditMac: AuditMac;
  readonly unsealed: UnsealedRecords;
}

/**
 * This node's end of the audit chain, in memory. A transaction works on a draft; the end moves only
 * when the transaction has committed, so it never says more than the disk.
 */
export class AuditChain {
  readonly #parts: AuditChainParts;
  #ends: StoredEnds;
  #trusted = false;

  constructor(parts: AuditChainParts) {
    this.#parts = parts;
    this.#ends = parts.connection.read(readEnds(parts.build, parts.chain));
  }

  /**
   * Before the first write the stored head must prove itself: otherwise this node would put a good
   * MAC on a chain that somebody has shortened. Throws a `StoreFailure`.
   */
  assertTrusted(): void {
    if (this.#trusted) return;
    const { auditMac, chain } = this.#parts;
    assertSound(this.#ends, auditMac, chain);
    this.#trusted = true;
  }

  draft(): ChainDraft {
    return new ChainDraft(this.#parts, this.#ends.last);
  }

  /** The draft's transaction has committed. */
  adopt(draft: ChainDraft): void {
    this.#parts.unsealed.add(draft.subjects);
    this.#ends = { ...this.#ends, last: draft.end };
  }
}

/** The records that one transaction appends. */
export class ChainDraft {
  readonly #parts: AuditChainParts;
  #end: ChainEnd;
  readonly #subjects: Subjects[] = [];

  constructor(parts: AuditChainParts, end: ChainEnd) {
    this.#parts = parts;
    this.#end = end;
  }

  get end(): ChainEnd {
    return this.#end;
  }

  /** Whom the appended records are about, one for each. */
  get subjects(): readonly Subjects[] {
    return this.#subjects;
  }

  append(draft: AuditDraft): void {
    const { hot, chain } = this.#parts;
    const number = this.#end.number + 1;
    const sequence = this.#end.sequence + 1;
    const text = recordText(chain, sequence, draft);
    const hash = linkHash(this.#end.hash, text);
    const { institutionId, contractId, userId, tokenId, action, at } = draft;
    hot.appendRecord.run(
      number,
      chain,
      sequence,
      institutionId,
      contractId,
      userId,
      tokenId,
      action,
      at,
      text,
      hash,
    );
    this.#end = { number, sequence, hash };
    this.#subjects.push({
      institution: institutionId,
      contract: contractId,
      user: userId,
      token: tokenId,
      action,
    });
  }

  /** Once a transaction: the new head with its MAC. */
  writeHead(): void {
    const { hot, chain, auditMac } = this.#parts;
    const { sequence, hash } = this.#end;
    const mac = headMac(auditMac, chain, this.#end);
    hot.writeHead.run(chain, sequence, hash, mac);
  }
}
