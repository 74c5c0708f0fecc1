import type { AuditAnchor, AuditFault, AuditVerification } from '@warifu/service';
import type { AuditRecordsTable } from '../tables.ts';
import { genesisHash, headMessage, linkHash, recordFrom } from './record-text.ts';

/**
 * Checks chains record by record in the order in which they were written, so that a store of any
 * size is read once and never held in memory.
 */
export class ChainCheck {
  readonly #ends = new Map<string, { readonly sequence: number; readonly hash: string }>();
  readonly #anchors = new Map<string, AuditAnchor>();
  readonly #macOf: (message: Uint8Array) => string;
  #records = 0;

  constructor(anchors: readonly AuditAnchor[], macOf: (message: Uint8Array) => string) {
    this.#macOf = macOf;
    for (const anchor of anchors) this.#anchors.set(placeOf(anchor), anchor);
  }

  /** An anchor from outside proves nothing unless it is one of ours. */
  checkAnchors(): AuditVerification | undefined {
    const forged = [...this.#anchors.values()].find((anchor) => !this.#hasGoodMac(anchor));
    return forged && faultAt(forged, 'head_forged');
  }

  /** The next record; gives the fault if its link does not hold. */
  take(row: AuditRecordsTable): AuditVerification | undefined {
    const end = this.#ends.get(row.chain) ?? { sequence: 0, hash: genesisHash };
    const place = { chain: row.chain, sequence: end.sequence + 1 };
    if (row.sequence > place.sequence) return faultAt(place, 'record_missing');
    if (row.sequence < place.sequence) return faultAt(place, 'record_altered');
    const linked = row.hash === linkHash(end.hash, row.record);
    if (!linked || !agreesWithText(row)) return faultAt(place, 'record_altered');
    const anchor = this.#anchors.get(placeOf(row));
    if (anchor && anchor.hash !== row.hash) return faultAt(place, 'anchor_missing');
    this.#anchors.delete(placeOf(row));
    this.#ends.set(row.chain, { sequence: row.sequence, hash: row.hash });
    this.#records += 1;
    return undefined;
  }

  /** All records were read: the heads must stand where the chains end. */
  finish(heads: readonly AuditAnchor[]): AuditVerification {
    const headed = new Set(heads.map((head) => head.chain));
    for (const [chain, end] of this.#ends)
      if (!headed.has(chain)) return faultAt({ chain, ...end }, 'head_missing');
    for (const head of heads) {
      const fault = this.#checkHead(head);
      if (fault) return fault;
    }
    const [missing] = this.#anchors.values();
    if (missing) return faultAt(missing, 'anchor_missing');
    return { ok: true, records: this.#records, heads };
  }

  #checkHead(head: AuditAnchor): AuditVerification | undefined {
    const { chain } = head;
    const end = this.#ends.get(chain) ?? { sequence: 0, hash: genesisHash };
    if (!this.#hasGoodMac(head)) return faultAt(head, 'head_forged');
    if (head.sequence > end.sequence)
      return faultAt({ chain, sequence: end.sequence + 1 }, 'tail_missing');
    if (head.sequence < end.sequence)
      return faultAt({ chain, sequence: head.sequence + 1 }, 'record_altered');
    return head.hash === end.hash ? undefined : faultAt(head, 'record_altered');
  }

  #hasGoodMac({ chain, sequence, hash, mac }: AuditAnchor): boolean {
    return this.#macOf(headMessage(chain, sequence, hash)) === mac;
  }
}

interface Place {
  readonly chain: string;
  readonly sequence: number;
}

function placeOf({ chain, sequence }: Place): string {
  return `${sequence} ${chain}`;
}

function faultAt({ chain, sequence }: Place, fault: AuditFault): AuditVerification {
  return { ok: false, chain, sequence, fault };
}

/** The columns are what searches look at; a record hidden by changing one of them is altered. */
function agreesWithText(row: AuditRecordsTable): boolean {
  const record = recordFrom(row);
  return (
    record.chain === row.chain &&
    record.sequence === row.sequence &&
    record.institutionId === row.institution_id &&
    record.contractId === row.contract_id &&
    record.userId === row.user_id &&
    record.tokenId === row.token_id &&
    record.action === row.action &&
    record.at === row.at
  );
}
