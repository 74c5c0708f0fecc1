import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { CompiledQuery } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSqliteStore } from '../index.ts';
import { loadContractView } from '../loads/contract-view.ts';
import type { Plan } from '../plan.ts';
import {
  contractsInUse,
  feesOfMonth,
  feesOfShipments,
  unreturnedExchangesPage,
} from '../queries/charges.ts';
import { usersWithoutToken } from '../queries/due-work.ts';
import { contractsWithExpiredIssuesPage, unclaimedTokensPage } from '../queries/ended-issues.ts';
import { expiringTokensPage, tokensByIssuePage } from '../queries/expiring-tokens.ts';
import { sqliteBuilder } from '../query-builder.ts';
import { auditMac, temporaryFolder } from '../testing/sqlite-harness.ts';

/**
 * Due work shares its thread with verifications (row 82), so each of its queries goes straight to its
 * rows by an index, however many others there are. SQLite is asked how it would find them.
 */
const build = sqliteBuilder();
const institutionId = 'bank-a';
const page = { limit: 200, after: null };
const contractIds = ['c-1', 'c-2'];

let database: DatabaseSync;
const folder = temporaryFolder();

beforeAll(async () => {
  const file = join(folder, 'store.db');
  await (await openSqliteStore({ file, chain: 'node-1', auditMac })).close();
  database = new DatabaseSync(file);
});

afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

/** How SQLite finds the rows of each query of a plan: the indexes in order; scans and sorts in words. */
function waysOf(plan: Plan<unknown>, firstRows: readonly unknown[] = []): string[] {
  const ways: string[] = [];
  let rows = firstRows;
  let step = plan.next();
  while (!step.done) {
    ways.push(...waysOfQuery(step.value));
    step = plan.next({ rows, changed: 0 });
    rows = [];
  }
  return ways;
}

function waysOfQuery({ sql, parameters }: CompiledQuery): string[] {
  const rows = database
    .prepare(`explain query plan ${sql}`)
    .all(...(parameters as readonly SQLInputValue[]));
  return rows.flatMap(({ detail }) => {
    const text = String(detail);
    const index = /USING (?:COVERING )?INDEX (\w+)/.exec(text)?.[1];
    if (index) return [index];
    return /^SCAN|TEMP B-TREE/.test(text) ? [text] : [];
  });
}

const oneUserOfMany = 'USE TEMP B-TREE FOR LAST TERM OF ORDER BY';

test.each([
  [
    'tokens by printed expiry',
    () =>
      expiringTokensPage(build, {
        institutionId,
        filter: { expiresFrom: '2026', expiresTo: '2027' },
        page,
      }),
    ['tokens_expiry', 'bindings_token', oneUserOfMany],
  ],
  [
    'tokens by issue',
    () => tokensByIssuePage(build, { institutionId, filter: { issuedFrom: 1, issuedTo: 2 }, page }),
    ['tokens_issued', 'bindings_token', oneUserOfMany],
  ],
  [
    'users without a token',
    () => usersWithoutToken(build, institutionId, contractIds),
    ['users_contract'],
  ],
  [
    'issues whose time is over',
    () => contractsWithExpiredIssuesPage(build, { institutionId, filter: { at: 1 }, page }),
    ['issuances_open'],
  ],
  [
    'unclaimed tokens',
    () => unclaimedTokensPage(build, { institutionId, filter: { issuedAtOrBefore: 1 }, page }),
    ['tokens_state'],
  ],
  [
    'exchanges that may owe a return',
    () =>
      unreturnedExchangesPage(build, {
        institutionId,
        filter: { postedFrom: 1, postedTo: 2, inTimeMs: 1, list: 'l' },
        page,
      }),
    ['shipments_exchanges'],
  ],
  [
    'contracts in use',
    () => contractsInUse(build, { institutionId, contractIds }, 1),
    ['bindings_contract'],
  ],
  [
    'fees of a month',
    () => feesOfMonth(build, { institutionId, contractIds }, '2026-11'),
    ['fees_month'],
  ],
  [
    'fees of shipments',
    () => feesOfShipments(build, { institutionId, shipmentIds: ['s-1', 's-2'], kind: 'broken' }),
    ['fees_contract'],
  ],
])('row 82: %s', (_what, plan: () => Plan<unknown>, expected) => {
  expect(waysOf(plan())).toEqual(expected);
});

test('a whole contract: each of its lists by an index, and only what is open of its issues', () => {
  const plan = loadContractView(build, { institutionId, by: { contractId: 'c-1' } });
  expect(waysOf(plan, [{ same_day: null }])).toEqual([
    'users_contract',
    'tokens_contract',
    'bindings_contract',
    'applications_contract',
    'shipments_contract',
    'fees_contract',
    'issuances_open',
    'customer_requests_contract',
  ]);
});
