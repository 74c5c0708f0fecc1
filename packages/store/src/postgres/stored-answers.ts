import type { IdempotencyClaim, RunResult, StoredAnswer } from '@warifu/service';
import { keyOf } from '../batching/decisions.ts';
import { sameInput } from '../idempotency/same-input.ts';
import type { Tables } from '../tables.ts';
import { StaleState } from '../writes/stale-state.ts';
import { type ColumnTypes, insertion } from './column-types.ts';
import type { Session } from './session.ts';

/**
 * Stored answers of idempotent requests (row 8). A repeat may come to any node, so the table finds
 * the first one: its key is unique there. A batch looks its keys up after it has its locks; should a
 * key come up on another node in between, the insertion changes no row for it, and the batch decides
 * again and then finds the other's answer: one key, one execution.
 */
export type AnswerRow = Omit<Tables['idempotent_answers'], 'id'>;

/** LIMIT makes each key a look-up of its own: a table that was empty once is never read whole. */
const lookUp = `SELECT a.* FROM unnest($1::text[], $2::text[]) AS n(institution_id, key)
  CROSS JOIN LATERAL (SELECT institution_id, key, input_mac, status, body, at
    FROM idempotent_answers
    WHERE institution_id = n.institution_id AND key = n.key LIMIT 1) a`;

/** What is stored under these keys, by key; answers past their retention are as good as gone. */
export async function storedAnswers(
  session: Session,
  claims: readonly IdempotencyClaim[],
): Promise<ReadonlyMap<string, AnswerRow>> {
  if (claims.length === 0) return new Map();
  const institutions = claims.map((claim) => claim.institutionId);
  const keys = claims.map((claim) => claim.key);
  const { rows } = await session.execute({ sql: lookUp, parameters: [institutions, keys] });
  return new Map(
    (rows as readonly AnswerRow[]).map((row) => [
      keyOf({ institutionId: row.institution_id, key: row.key }),
      row,
    ]),
  );
}

/** What a repeated request gets; undefined when its answer is past its retention. */
export function answerTo(
  claim: IdempotencyClaim,
  row: AnswerRow | undefined,
  retentionMs: number,
): RunResult | undefined {
  if (row === undefined || row.at < claim.at - retentionMs) return undefined;
  if (!sameInput(row.input_mac, claim.inputMac)) return { kind: 'key_reused' };
  const { status, body } = row;
  return { kind: 'done', answer: { status, body }, replayed: true };
}

export function answerRow(claim: IdempotencyClaim, answer: StoredAnswer): AnswerRow {
  return {
    institution_id: claim.institutionId,
    key: claim.key,
    input_mac: claim.inputMac,
    status: answer.status,
    body: answer.body,
    at: claim.at,
  };
}

/** Stores answers; throws `StaleState` when a key was used by somebody else meanwhile. */
export async function saveAnswers(
  { session, types }: { readonly session: Session; readonly types: ColumnTypes },
  answers: readonly AnswerRow[],
  retentionMs: number,
): Promise<void> {
  if (answers.length === 0) return;
  // In the order of the keys, so that two nodes never wait for each other's.
  const rows = answers.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const { sql, parameters } = insertion(types, {
    table: 'idempotent_answers',
    rows,
    conflict: replacing,
  });
  const kept = `$${parameters.length + 1}`;
  const { changed } = await session.execute({
    sql: sql.replace('$retention', kept),
    parameters: [...parameters, retentionMs],
  });
  if (changed !== rows.length) throw new StaleState('an idempotency key');
}

const nameOf = ({ institution_id, key }: AnswerRow) => `${institution_id}\n${key}`;

/** An answer past its retention gives its place to the new one. */
const replacing = `ON CONFLICT (institution_id, key) DO UPDATE SET input_mac = excluded.input_mac,
  status = excluded.status, body = excluded.body, at = excluded.at
  WHERE idempotent_answers.at < excluded.at - $retention::bigint`;

/** Removes a bounded number of answers that are older than an instant; gives how many. */
export async function removeAnswers(
  session: Session,
  { before, limit }: { readonly before: number; readonly limit: number },
): Promise<number> {
  // Rows that another node is removing are left to it.
  const { changed } = await session.execute({
    sql: `DELETE FROM idempotent_answers WHERE id IN (SELECT id FROM idempotent_answers
      WHERE at < $1 ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    parameters: [before, limit],
  });
  return changed;
}
