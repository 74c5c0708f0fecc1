import { DatabaseSync } from 'node:sqlite';
import { demoInstitutionIds, demoPolicy } from '@warifu/institutions';
import { addInstitution, createApiKey, type KeyVault } from '@warifu/service';
import { storeFile } from '../apps/server/src/config.ts';
import { initKeyringFile } from '../apps/server/src/keyring-file.ts';
import { openWarifu } from '../apps/server/src/open-warifu.ts';
import {
  clockStartsAt,
  type Group,
  groupRange,
  populationSize,
  usersPerContract,
} from './population.ts';
import { warifuConfig } from './warifu-config.ts';
import { contractRow, type Row, type RowContext, rowsOfUser } from './warifu-rows.ts';

/**
 * Fills a new Warifu store: the institution and its API key through the service, the population by
 * plain inserts into the migrated schema, with seeds sealed by the real vault. A million tokens
 * through the import and the posts would take the time that the measurement needs.
 *
 * @returns the API key of a client that may have codes verified and nothing else.
 */
export async function preloadWarifu(dataDir: string, tokens: number): Promise<string> {
  const config = warifuConfig(dataDir);
  initKeyringFile(config.keyringFile);
  const warifu = await openWarifu(config, { now: () => clockStartsAt });
  const { deps } = warifu;
  const added = await addInstitution(deps, demoPolicy(demoInstitutionIds[0]));
  if (!added.ok) throw new Error(`the policy is invalid: ${JSON.stringify(added.faults)}`);
  const institutionId = added.policy.institution.id;
  const scopes = ['verifications:write'];
  const key = await createApiKey(deps, { institutionId, name: 'bench', scopes });
  await warifu.close();
  insertPopulation(storeFile(config), tokens, { institutionId, vault: deps.vault });
  return key.text;
}

function insertPopulation(
  file: string,
  tokens: number,
  { institutionId, vault }: { readonly institutionId: string; readonly vault: KeyVault },
): void {
  const db = new DatabaseSync(file);
  db.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; BEGIN');
  const restoreIndexes = dropIndexes(db);
  const insert = inserter(db);
  for (let index = 0; index < populationSize(tokens); index += 1) {
    const group = groupOf(index, tokens);
    const context: RowContext = { institutionId, vault, group };
    if (index % usersPerContract === 0) insert('contracts', contractRow(index, context));
    for (const [table, row] of rowsOfUser(index, context)) insert(table, row);
  }
  restoreIndexes();
  db.exec('COMMIT; PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}

/** Building an index over all rows costs a fraction of keeping it while they come in. */
function dropIndexes(db: DatabaseSync): () => void {
  const indexes = db
    .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")
    .all();
  for (const { name } of indexes) db.exec(`DROP INDEX "${name}"`);
  return () => {
    for (const { sql } of indexes) db.exec(String(sql));
  };
}

function groupOf(index: number, tokens: number): Group {
  if (index < tokens) return 'ordinary';
  return index < groupRange('unbound', tokens).first ? 'locked' : 'unbound';
}

/** Inserts a row into a table, preparing each table's statement once. */
function inserter(db: DatabaseSync): (table: string, row: Row) => void {
  const statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  return (table, row) => {
    let statement = statements.get(table);
    if (!statement) {
      const names = Object.keys(row);
      const marks = names.map(() => '?').join(', ');
      statement = db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks})`);
      statements.set(table, statement);
    }
    statement.run(...Object.values(row));
  };
}
