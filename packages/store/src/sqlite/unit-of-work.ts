import type { AuditDraft } from '@warifu/service';
import { trustFailure } from '../audit/chain-ends.ts';
import type { AuditChain, ChainDraft } from './audit-chain.ts';
import type { Connection } from './connection.ts';

/**
 * A transaction that writes audit records: state, records and the chain's head are committed
 * together or not at all (row 83).
 */
export class UnitOfWork {
  readonly #connection: Connection;
  readonly #chain: AuditChain;

  constructor(connection: Connection, chain: AuditChain) {
    this.#connection = connection;
    this.#chain = chain;
  }

  /** Returns after COMMIT has. A body that appends no record changes nothing: it is rolled back. */
  run<T>(body: (chain: ChainDraft) => T): T {
    this.assertWritable();
    const draft = this.#chain.draft();
    let result: { readonly value: T } | undefined;
    try {
      this.#connection.transaction(() => {
        result = { value: body(draft) };
        if (draft.subjects.length === 0) throw new NothingDone();
        draft.writeHead();
      });
      this.#chain.adopt(draft);
    } catch (error) {
      if (!(error instanceof NothingDone)) throw error;
    }
    if (!result) throw new Error('a unit of work ended without a result');
    return result.value;
  }

  /** One act of the server itself with its record. */
  act(audit: AuditDraft, body: () => void): void {
    this.run((chain) => {
      body();
      chain.append(audit);
    });
  }

  /** Throws a `StoreFailure` when nothing may be written now. */
  assertWritable(): void {
    this.#connection.assertUsable();
    try {
      this.#chain.assertTrusted();
    } catch (error) {
      throw trustFailure(error);
    }
  }
}

class NothingDone extends Error {}
