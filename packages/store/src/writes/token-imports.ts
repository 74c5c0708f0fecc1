import { type ImportBegin, type StagedToken, StoreFailure } from '@warifu/service';
import type { CompiledQuery } from 'kysely';
import { changedBy, firstOf, type Plan, rowsOf } from '../plan.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { seedColumns, tokenRow } from '../rows/token-rows.ts';
import type { StagedTokensTable, TokensTable } from '../token-tables.ts';

/**
 * Token files. Rows are staged beside the stock, batch by batch, where nothing can use them;
 * publishing moves all of them into stock in one transaction. A file that is never published leaves
 * nothing but staged rows, which the next import of the same file, or `discard`, takes away.
 */
export function* insertImport(build: QueryBuilder, row: ImportBegin): Plan<void> {
  const { id, institutionId, fileSha256, fileName, startedAt } = row;
  yield* changedBy(
    build.insertInto('token_imports').values({
      id,
      institution_id: institutionId,
      file_sha256: fileSha256,
      file_name: fileName,
      started_at: startedAt,
      published: 0,
      published_count: 0,
    }),
  );
}

/** Imports of the same file that were begun and never published. */
export function* unpublishedOf(
  build: QueryBuilder,
  { institutionId, fileSha256 }: ImportBegin,
): Plan<readonly string[]> {
  const rows = yield* rowsOf(
    build
      .selectFrom('token_imports')
      .select('id')
      .where('institution_id', '=', institutionId)
      .where('file_sha256', '=', fileSha256)
      .where('published', '=', 0),
  );
  return rows.map((row) => row.id);
}

export function* publishedImport(
  build: QueryBuilder,
  institutionId: string,
  fileSha256: string,
): Plan<ImportBegin | undefined> {
  const row = yield* firstOf(
    build
      .selectFrom('token_imports')
      .selectAll()
      .where('institution_id', '=', institutionId)
      .where('file_sha256', '=', fileSha256)
      .where('published', '=', 1),
  );
  return (
    row && {
      id: row.id,
      institutionId: row.institution_id,
      fileSha256: row.file_sha256,
      fileName: row.file_name,
      startedAt: row.started_at,
    }
  );
}

/** Stages one batch. The statement is compiled once and repeated with each token's values. */
export function* stageTokens(
  build: QueryBuilder,
  importId: string,
  tokens: readonly StagedToken[],
): Plan<void> {
  const institutionId = yield* openImport(build, importId);
  let insert: CompiledQuery | undefined;
  for (const staged of tokens) {
    if (staged.token.institutionId !== institutionId || staged.token.contractId !== null)
      throw new Error('a staged token belongs to another institution or has a contract');
    const row = stagedRow(importId, staged);
    insert ??= build.insertInto('staged_tokens').values(row).compile();
    try {
      yield { ...insert, parameters: Object.values(row) };
    } catch (error) {
      throw duplicateOr(error, staged.token.serial);
    }
  }
}

function stagedRow(importId: string, { token, seed }: StagedToken): StagedTokensTable {
  return { import_id: importId, ...tokenRow(token), ...seedColumns(seed) };
}

function duplicateOr(error: unknown, serial: string): unknown {
  if (!(error instanceof StoreFailure) || error.code !== 'conflict') return error;
  return duplicateSerial(serial, 'stands twice in the file', error);
}

function duplicateSerial(serial: string, what: string, cause?: unknown): StoreFailure {
  return new StoreFailure('conflict', `serial ${serial} ${what}`, { cause });
}

/** The institution of an import that is neither published nor discarded. */
function* openImport(build: QueryBuilder, importId: string): Plan<string> {
  const row = yield* firstOf(
    build
      .selectFrom('token_imports')
      .select('institution_id')
      .where('id', '=', importId)
      .where('published', '=', 0),
  );
  if (!row) throw new StoreFailure('conflict', `no import ${importId} is under way`);
  return row.institution_id;
}

/** Moves every staged token into stock; gives their number. A serial in stock already stops it all. */
export function* publishImport(build: QueryBuilder, importId: string): Plan<number> {
  yield* openImport(build, importId);
  const duplicate = yield* firstOf(
    build
      .selectFrom('staged_tokens as s')
      .innerJoin('tokens as t', (join) =>
        join.onRef('t.institution_id', '=', 's.institution_id').onRef('t.serial', '=', 's.serial'),
      )
      .select('s.serial')
      .where('s.import_id', '=', importId)
      .orderBy('s.serial')
      .limit(1),
  );
  if (duplicate) throw duplicateSerial(duplicate.serial, 'is in stock already');
  const staged = build
    .selectFrom('staged_tokens')
    .select(tokenColumns)
    .where('import_id', '=', importId)
    .orderBy('id');
  const published = yield* changedBy(
    build.insertInto('tokens').columns(tokenColumns).expression(staged),
  );
  yield* changedBy(
    build
      .updateTable('token_imports')
      .set({ published: 1, published_count: published })
      .where('id', '=', importId),
  );
  return published;
}

/** Removes a bounded number of staged rows; gives how many. */
export function* removeStaged(build: QueryBuilder, importId: string, limit: number): Plan<number> {
  const some = build
    .selectFrom('staged_tokens')
    .select('serial')
    .where('import_id', '=', importId)
    .limit(limit);
  return yield* changedBy(
    build.deleteFrom('staged_tokens').where('import_id', '=', importId).where('serial', 'in', some),
  );
}

/** Takes an import away that was never published; its staged rows must be gone. */
export function* removeImport(build: QueryBuilder, importId: string): Plan<void> {
  yield* changedBy(
    build.deleteFrom('token_imports').where('id', '=', importId).where('published', '=', 0),
  );
}

/** Published imports whose staged rows were not all removed, because the process was killed. */
export function* publishedWithLeftovers(build: QueryBuilder): Plan<readonly string[]> {
  const rows = yield* rowsOf(
    build
      .selectFrom('token_imports')
      .select('id')
      .where('published', '=', 1)
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('staged_tokens')
            .select('staged_tokens.serial')
            .whereRef('staged_tokens.import_id', '=', 'token_imports.id'),
        ),
      ),
  );
  return rows.map((row) => row.id);
}

const tokenColumns = [
  'id',
  'institution_id',
  'contract_id',
  'serial',
  'form',
  'kind',
  'algorithm',
  'digits',
  'step_seconds',
  'state',
  'retire_reason',
  'starts_on',
  'expires_on',
  'shipment_id',
  'lost_reported_at',
  'issued_at',
  'device_id',
  'suspended_at',
  'returned_at',
  'mailed_code',
  'last_accepted_step',
  'drift_steps',
  'out_of_step',
  'failures',
  'failures_since_acceptance',
  'attempts_while_locked',
  'locked_at',
  'lock_cause',
  'temporary_locks',
  'lock_lifts_at',
  'version',
  'seed_sealed',
  'seed_nonce',
  'seed_key_version',
  'seed_epoch',
] as const satisfies readonly (keyof TokensTable)[];
