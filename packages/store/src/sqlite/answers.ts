import { randomBytes } from 'node:crypto';
import type { IdempotencyClaim, RunResult, StoredAnswer } from '@warifu/service';
import { type Fingerprint, fingerprint } from '../idempotency/fingerprint.ts';
import { KeyIndex } from '../idempotency/key-index.ts';
import { sameInput } from '../idempotency/same-input.ts';
import { changedBy, firstOf, type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import type { Connection } from './connection.ts';
import type { HotStatements } from './hot-statements.ts';

type AnswerRow = [
  institutionId: string,
  key: string,
  inputMac: Uint8Array,
  status: number,
  body: string,
  at: number,
];

const pageSize = 5_000;

export interface AnswersParts {
  readonly connection: Connection;
  readonly build: QueryBuilder;
  readonly hot: HotStatements;
  readonly retentionMs: number;
}

/**
 * Stored answers of idempotent requests (row 8): rows that are only ever appended, in the same
 * transaction as what they answer, and found through `KeyIndex`. The index learns of a row after its
 * COMMIT; when the store is opened it is built from the rows.
 */
export class Answers {
  readonly #parts: AnswersParts;
  readonly #index = new KeyIndex();
  readonly #seed: Fingerprint;
  #latestClaimAt = 0;
  #learnt = 0;

  constructor(parts: AnswersParts) {
    this.#parts = parts;
    const seed = randomBytes(8);
    this.#seed = { high: seed.readUInt32LE(0), low: seed.readUInt32LE(4) };
    this.#readAll();
  }

  /** What a repeated request gets; undefined when the key is new or its answer was let go. */
  find(claim: IdempotencyClaim): RunResult | undefined {
    const { connection } = this.#parts;
    return this.#index.find(this.#print(claim), (row) =>
      connection.telling(() => this.#confirm(row, claim)),
    );
  }

  /** Appends the answer inside the running transaction; gives the row's id for `learn`. */
  append(claim: IdempotencyClaim, answer: StoredAnswer): number {
    const { institutionId, key, inputMac, at } = claim;
    const { status, body } = answer;
    const { lastInsertRowid } = this.#parts.hot.appendAnswer.run(
      institutionId,
      key,
      inputMac,
      status,
      body,
      at,
    );
    return Number(lastInsertRowid);
  }

  /** How many answers were stored since the last removal. */
  get learntSinceRemoval(): number {
    return this.#learnt;
  }

  /** The row's transaction has committed. */
  learn(claim: IdempotencyClaim, row: number): void {
    this.#latestClaimAt = claim.at;
    this.#learnt += 1;
    this.#index.add(this.#print(claim), row);
  }

  /** Removes a bounded number of answers that are past their retention; gives how many. */
  removeExpired(limit: number): number {
    const { connection, build, retentionMs } = this.#parts;
    const before = this.#latestClaimAt - retentionMs;
    this.#learnt = 0;
    const oldest = connection.read(oldestAnswer(build));
    if (oldest === undefined || oldest.at >= before) return 0;
    return connection.transaction(() => {
      const removed = connection.run(removeOldest(build, { before, limit }));
      this.#index.forgetBefore(connection.run(oldestAnswer(build))?.id ?? 1);
      return removed;
    });
  }

  #confirm(rowId: number, claim: IdempotencyClaim): RunResult | undefined {
    const found = this.#parts.hot.readAnswer.get(rowId) as unknown as AnswerRow | undefined;
    if (found === undefined) return undefined;
    const [institutionId, key, inputMac, status, body, at] = found;
    if (key !== claim.key || institutionId !== claim.institutionId) return undefined;
    if (at < claim.at - this.#parts.retentionMs) return undefined;
    if (!sameInput(inputMac, claim.inputMac)) return { kind: 'key_reused' };
    return { kind: 'done', answer: { status, body }, replayed: true };
  }

  #print({ institutionId, key }: IdempotencyClaim): Fingerprint {
    return fingerprint(`${institutionId}\n${key}`, this.#seed);
  }

  #readAll(): void {
    const { connection, build } = this.#parts;
    let after = 0;
    for (;;) {
      const rows = connection.read(answersAfter(build, after));
      for (const { id, institution_id, key, at } of rows) {
        this.#index.add(fingerprint(`${institution_id}\n${key}`, this.#seed), id);
        this.#latestClaimAt = at;
        after = id;
      }
      if (rows.length < pageSize) return;
    }
  }
}

function* answersAfter(build: QueryBuilder, after: number) {
  return yield* rowsOf(
    build
      .selectFrom('idempotent_answers')
      .select(['id', 'institution_id', 'key', 'at'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(pageSize),
  );
}

function* removeOldest(
  build: QueryBuilder,
  { before, limit }: { readonly before: number; readonly limit: number },
): Plan<number> {
  const oldest = build.selectFrom('idempotent_answers').select('id').orderBy('id').limit(limit);
  return yield* changedBy(
    build.deleteFrom('idempotent_answers').where('id', 'in', oldest).where('at', '<', before),
  );
}

function* oldestAnswer(build: QueryBuilder) {
  return yield* firstOf(
    build.selectFrom('idempotent_answers').select(['id', 'at']).orderBy('id').limit(1),
  );
}
