import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

/** IDs like the service's: a prefix and 26 characters, neighbours in time standing together. */
const idAt = (prefix: string, index: number) => `${prefix}_${String(index).padStart(26, '0')}`;

export const userIdAt = (index: number) => idAt('usr', index);

/** Fills a closed, empty store: one contract, user, token and binding for each index. */
export function fillForBench(file: string, count: number): void {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -500000');
  const statements = prepareAll(database);
  for (let start = 0; start < count; start += 10_000) {
    database.exec('BEGIN');
    for (let index = start; index < Math.min(start + 10_000, count); index += 1)
      insertOne(statements, index);
    database.exec('COMMIT');
  }
  database.close();
}

const marks = (count: number) => Array.from({ length: count }, () => '?').join(', ');

function prepareAll(database: DatabaseSync) {
  return {
    contract: database.prepare(`INSERT INTO contracts VALUES (${marks(9)})`),
    user: database.prepare(`INSERT INTO users VALUES (${marks(18)})`),
    token: database.prepare(`INSERT INTO tokens VALUES (${marks(26)})`),
    binding: database.prepare(`INSERT INTO bindings VALUES (${marks(8)})`),
  };
}

const at = 1_780_000_000_000;
const institutionId = 'bench';
const permissions = '["one_off_transfer","bulk_transfer","payroll"]';
const cleanGuard = [0, 0, 0, null, null] as const;

function insertOne(statements: ReturnType<typeof prepareAll>, index: number): void {
  const [contractId, userId, tokenId, bindingId, shipmentId] = (
    ['con', 'usr', 'tok', 'bnd', 'shp'] as const
  ).map((prefix) => idAt(prefix, index)) as [string, string, string, string, string];
  const { contract, user, token, binding } = statements;
  contract.run(contractId, institutionId, `C${index}`, 'corporate', '2026-01-05', at, at, 1, 2);
  user.run(
    ...[userId, institutionId, contractId, `user${index}`, '山田太郎', 'master', permissions],
    ...['active', at, ...cleanGuard, 1, bindingId, tokenId, at],
  );
  token.run(
    ...[tokenId, institutionId, contractId, `SN${index}`, 'totp', 'SHA1', 6, 60, 'in_service'],
    ...[null, null, '2030-03-31', shipmentId, null, -1, 0, ...cleanGuard, 1],
    ...[randomBytes(36), randomBytes(12), 1, 1],
  );
  binding.run(bindingId, institutionId, contractId, userId, tokenId, at, null, null);
}
