import { timingSafeEqual } from 'node:crypto';
import { StoreFailure } from '@warifu/service';
import { firstOf, type Plan } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { type RecordRange, wholeStore } from './record-range.ts';
import { genesisHash, headMessage } from './record-text.ts';

/** Makes the MAC of a head; the key is not in the store. */
export type AuditMac = (message: Uint8Array) => Uint8Array;

/** Where a chain ends. */
export interface ChainEnd {
  /** The last record's place in the whole store, in this chain, and its hash. */
  readonly number: number;
  readonly sequence: number;
  readonly hash: string;
}

export interface StoredEnds {
  readonly last: ChainEnd;
  readonly head: { readonly sequence: number; readonly hash: string; readonly mac: string } | null;
}

/** A chain's last record and its head, as they are stored. */
export function* readEnds(
  build: QueryBuilder,
  chain: string,
  { after, through }: RecordRange = wholeStore,
): Plan<StoredEnds> {
  const records = build
    .selectFrom('audit_records')
    .where('number', '>', after)
    .where('number', '<=', through)
    .orderBy('number', 'desc')
    .limit(1);
  const latest = yield* firstOf(records.select('number'));
  const own = yield* firstOf(records.select(['sequence', 'hash']).where('chain', '=', chain));
  const head = yield* firstOf(
    build.selectFrom('audit_heads').select(['sequence', 'hash', 'mac']).where('chain', '=', chain),
  );
  const number = latest?.number ?? after;
  const last = own ? { number, ...own } : { number, sequence: 0, hash: genesisHash };
  return { last, head: head ?? null };
}

/** The MAC of a chain's end, hex. */
export function headMac(auditMac: AuditMac, chain: string, { sequence, hash }: ChainEnd): string {
  return Buffer.from(auditMac(headMessage(chain, sequence, hash))).toString('hex');
}

/**
 * Before the first write the stored head must prove itself: otherwise this node would put a good MAC
 * on a chain that somebody has shortened. Throws a `StoreFailure`, or what the key's absence throws.
 */
export function assertSound({ last, head }: StoredEnds, auditMac: AuditMac, chain: string): void {
  const sound =
    head === null
      ? last.sequence === 0
      : head.sequence === last.sequence &&
        head.hash === last.hash &&
        sameMac(head.mac, auditMac(headMessage(chain, head.sequence, head.hash)));
  if (sound) return;
  const message = 'the audit chain was altered: nothing is written; run `warifu audit verify`';
  throw new StoreFailure('store_unavailable', message);
}

/** A chain whose key is missing is not written; the reason stays with the error. */
export function trustFailure(error: unknown): StoreFailure {
  if (error instanceof StoreFailure) return error;
  const message = 'the key of the audit chain is missing: check `warifu keys`';
  return new StoreFailure('store_unavailable', message, { cause: error });
}

function sameMac(hex: string, expected: Uint8Array): boolean {
  const stored = Buffer.from(hex, 'hex');
  return stored.length === expected.length && timingSafeEqual(stored, expected);
}
