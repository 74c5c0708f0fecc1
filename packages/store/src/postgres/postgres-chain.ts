import type { AuditDraft } from '@warifu/service';
import {
  type AuditMac,
  assertSound,
  type ChainEnd,
  headMac,
  type StoredEnds,
} from '../audit/chain-ends.ts';
import { linkHash, recordText } from '../audit/record-text.ts';
import type { Subjects } from '../audit/seal-segment.ts';
import type { AuditRecordsTable } from '../tables.ts';

export interface ChainKey {
  readonly chain: string;
  readonly auditMac: AuditMac;
}

/**
 * This node's end of its chain, as the database had it when the writing connection was made, and
 * moved on by what that connection has committed.
 */
export class PostgresChain {
  readonly #key: ChainKey;
  #ends: StoredEnds;
  #trusted = false;

  constructor(key: ChainKey, ends: StoredEnds) {
    this.#key = key;
    this.#ends = ends;
  }

  get end(): ChainEnd {
    return this.#ends.last;
  }

  /** Throws a `StoreFailure` on a chain that was altered. */
  assertTrusted(): void {
    if (this.#trusted) return;
    assertSound(this.#ends, this.#key.auditMac, this.#key.chain);
    this.#trusted = true;
  }

  draft(): PostgresDraft {
    return new PostgresDraft(this.#key, this.#ends.last);
  }

  /** The draft's transaction has committed. */
  adopt(draft: PostgresDraft): void {
    this.#ends = { ...this.#ends, last: draft.end };
  }
}

/** The records that one transaction appends, gathered to be written in one statement. */
export class PostgresDraft {
  readonly #key: ChainKey;
  readonly #start: ChainEnd;
  readonly #rows: AuditRecordsTable[] = [];
  #end: ChainEnd;

  constructor(key: ChainKey, start: ChainEnd) {
    this.#key = key;
    this.#start = start;
    this.#end = start;
  }

  /** Where the chain ended before. */
  get start(): ChainEnd {
    return this.#start;
  }

  get end(): ChainEnd {
    return this.#end;
  }

  get rows(): readonly AuditRecordsTable[] {
    return this.#rows;
  }

  get subjects(): readonly Subjects[] {
    return this.#rows.map((row) => ({
      institution: row.institution_id,
      contract: row.contract_id,
      user: row.user_id,
      token: row.token_id,
      action: row.action,
    }));
  }

  append(draft: AuditDraft): void {
    const { chain } = this.#key;
    const [number, sequence] = [this.#end.number + 1, this.#end.sequence + 1];
    const record = recordText(chain, sequence, draft);
    const hash = linkHash(this.#end.hash, record);
    this.#rows.push({
      number,
      chain,
      sequence,
      institution_id: draft.institutionId,
      contract_id: draft.contractId,
      user_id: draft.userId,
      token_id: draft.tokenId,
      action: draft.action,
      at: draft.at,
      record,
      hash,
    });
    this.#end = { number, sequence, hash };
  }

  /** The new head with its MAC. */
  head() {
    const { chain, auditMac } = this.#key;
    const { sequence, hash } = this.#end;
    return { chain, sequence, hash, mac: headMac(auditMac, chain, this.#end) };
  }
}
