import type { AuditAnchor, Store } from '@warifu/service';
import { describe, expect, test } from 'vitest';
import { aCustomer, aDraft, attempt, auditOf, save } from './fixture.ts';
import type { OpenStore, StoreHarness } from './harness.ts';
import { onFreshStore } from './on-fresh-store.ts';

async function withRecords(harness: StoreHarness): Promise<readonly AuditAnchor[]> {
  const { user } = await aCustomer(harness.store, 'audit');
  for (let step = 1; step <= 6; step += 1)
    await harness.store.run(attempt({ userId: user.id, step }));
  return harness.store.audit.heads();
}

/** Row 83: edits, deletions, moves, insertions and cuts are detected. */
const tampering: readonly {
  readonly kind: string;
  readonly statement: string;
  readonly fault: string;
  readonly sequence: number;
}[] = [
  {
    kind: 'an edited record',
    statement: `UPDATE audit_records SET record = replace(record, '"accepted"', '"refused"') WHERE sequence = 5`,
    fault: 'record_altered',
    sequence: 5,
  },
  {
    kind: 'an edited column that searches look at',
    statement: `UPDATE audit_records SET user_id = 'nobody' WHERE sequence = 5`,
    fault: 'record_altered',
    sequence: 5,
  },
  {
    kind: 'a deleted record',
    statement: 'DELETE FROM audit_records WHERE sequence = 5',
    fault: 'record_missing',
    sequence: 5,
  },
  {
    kind: 'two records that changed places',
    statement: `UPDATE audit_records SET number = -number WHERE sequence IN (5, 6);
      UPDATE audit_records SET number = 11 + number WHERE number < 0`,
    fault: 'record_missing',
    sequence: 5,
  },
  {
    kind: 'an inserted record',
    statement: `UPDATE audit_records SET number = number + 1000 WHERE sequence > 5;
      INSERT INTO audit_records (number, chain, sequence, action, at, record, hash)
        SELECT 6, chain, 6, action, at, replace(record, 'verify_otp', 'unlock'), hash
        FROM audit_records WHERE sequence = 5;
      UPDATE audit_records SET sequence = sequence + 1 WHERE number > 1000`,
    fault: 'record_altered',
    sequence: 6,
  },
  {
    kind: 'a cut tail',
    statement: 'DELETE FROM audit_records WHERE sequence > 7',
    fault: 'tail_missing',
    sequence: 8,
  },
  {
    kind: 'a cut tail with the head moved to fit',
    statement: `DELETE FROM audit_records WHERE sequence > 7;
      UPDATE audit_heads SET sequence = 7,
        hash = (SELECT hash FROM audit_records WHERE sequence = 7)`,
    fault: 'head_forged',
    sequence: 7,
  },
  {
    kind: 'a removed head',
    statement: 'DELETE FROM audit_heads',
    fault: 'head_missing',
    sequence: 9,
  },
];

export function auditConformance(openStore: OpenStore): void {
  describe('audit', () => {
    const withStore = onFreshStore(openStore);

    test('a chain that nobody touched verifies, also against its anchors', () =>
      withStore(async (harness) => {
        const early = await withRecords(harness);
        const { store } = harness;
        await aCustomer(store, 'more');
        const heads = await store.audit.heads();
        expect(await store.audit.verify([...early, ...heads])).toEqual({
          ok: true,
          records: (await auditOf(store)).length,
          heads,
        });
        const reopened = await harness.reopen();
        expect(await reopened.audit.verify(heads)).toMatchObject({ ok: true });
      }));

    for (const { kind, statement, fault, sequence } of tampering) {
      test(`row 83: ${kind} is detected`, () =>
        withStore(async (harness) => {
          const [head] = await withRecords(harness);
          expect(head?.sequence).toBe(9);
          const store = await harness.tamper(statement);
          expect(await store.audit.verify([])).toMatchObject({ ok: false, fault, sequence });
        }));
    }

    test('row 83: a whole chain that was put back is found out by an anchor kept outside', () =>
      withStore(async (harness) => {
        const [old] = await withRecords(harness);
        await aCustomer(harness.store, 'later');
        const anchors = await harness.store.audit.heads();
        const store = await harness.tamper(`DELETE FROM audit_records WHERE sequence > 9;
          UPDATE audit_heads SET sequence = 9, hash = '${old?.hash}', mac = '${old?.mac}'`);
        expect(await store.audit.verify([])).toMatchObject({ ok: true });
        expect(await store.audit.verify(anchors)).toMatchObject({ fault: 'anchor_missing' });
      }));

    test('a forged anchor proves nothing', () =>
      withStore(async (harness) => {
        const heads = await withRecords(harness);
        const forged = heads.map((head) => ({ ...head, sequence: 3 }));
        expect(await harness.store.audit.verify(forged)).toMatchObject({ fault: 'head_forged' });
      }));

    test('no audit, no acceptance: on an altered end nothing is written', () =>
      withStore(async (harness) => {
        await withRecords(harness);
        const store = await harness.tamper('DELETE FROM audit_records WHERE sequence > 7');
        const failure = { code: 'store_unavailable' };
        await expect(store.run(attempt({ userId: 'u-audit', step: 99 }))).rejects.toMatchObject(
          failure,
        );
        await expect(store.probe()).rejects.toMatchObject(failure);
      }));

    test('records are found by each of their facets, also far back, and only in their institution', () =>
      withStore(async (harness) => {
        const total = 4_500;
        await manyRecords(harness.store, total);
        await expectPattern(harness.store, total);
        await expectPattern(await harness.reopen(), total);
      }));

    test('pages of records follow each other without a gap or a repeat', () =>
      withStore(async (harness) => {
        await withRecords(harness);
        const { store } = harness;
        await save(
          store,
          { kind: 'contract', institutionId: 'bank-a', by: { contractId: 'none' } },
          {},
        );
        const sequences = [];
        let after: string | null = null;
        do {
          const page = await store.queries.auditRecords('bank-a', {}, { limit: 3, after });
          sequences.push(...page.rows.map((row) => row.sequence));
          after = page.next;
        } while (after !== null);
        expect(sequences).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      }));
  });
}

/** Records about a few contracts, users and tokens, in a fixed pattern. */
async function manyRecords(store: Store, total: number): Promise<void> {
  const works = Array.from({ length: total }, (_, index) =>
    store.run({
      // Each in a lane of its own, so that many share a commit.
      scope: { kind: 'contract', institutionId: 'bank-a', by: { contractId: `none-${index}` } },
      decide: () => ({
        changes: {},
        audit: aDraft({
          contractId: `c-${index % 3}`,
          userId: `u-${index % 10}`,
          tokenId: `t-${index % 5}`,
          action: index % 500 === 0 ? 'rare' : 'verify_otp',
        }),
        answer: { status: 200, body: '' },
      }),
    }),
  );
  await Promise.all(works);
}

async function expectPattern(store: Store, total: number): Promise<void> {
  const thirds = { contractId: 'c-1' };
  expect(await countOf(store, {})).toBe(total);
  expect(await countOf(store, thirds)).toBe(total / 3);
  expect(await countOf(store, { userId: 'u-7' })).toBe(total / 10);
  expect(await countOf(store, { tokenId: 't-3' })).toBe(total / 5);
  expect(await countOf(store, { action: 'rare' })).toBe(total / 500);
  // Every 30th record is about both: 3 and 10 have no common factor.
  expect(await countOf(store, { ...thirds, userId: 'u-7' })).toBe(total / 30);
  expect(await countOf(store, thirds, 'bank-b')).toBe(0);
  expect(await countOf(store, { userId: 'nobody' })).toBe(0);
}

async function countOf(store: Store, filter: object, institutionId = 'bank-a'): Promise<number> {
  let found = 0;
  let after: string | null = null;
  do {
    const page = { limit: 400, after };
    const { rows, next } = await store.queries.auditRecords(institutionId, filter, page);
    found += rows.length;
    after = next;
  } while (after !== null);
  return found;
}
