import type { Token, User } from '@warifu/engine';
import type { Loaded, RunResult, Scope, Store, Work } from '@warifu/service';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  aBinding,
  aContract,
  aCustomer,
  aDraft,
  aToken,
  attempt,
  aUser,
  type Customer,
  lockAt,
  openContract,
  resultOf,
  save,
  stockTokens,
  tokenNow,
} from '../conformance/fixture.ts';
import { freshDatabase, openNode, type TestDatabase } from '../testing/postgres-harness.ts';

/** Two nodes on one database, each a store of its own with its own connections and its own chain. */
let database: TestDatabase;
let nodes: readonly [Store, Store];

beforeEach(async () => {
  database = await freshDatabase();
  nodes = [await openNode(database.url, 'node-1'), await openNode(database.url, 'node-2')];
});

afterEach(async () => {
  for (const node of nodes) await node.close();
  await database.drop();
});

const full = process.env['WARIFU_FULL'] === '1';

const contractScope = ({ contract }: Customer): Scope => ({
  kind: 'contract',
  institutionId: contract.institutionId,
  by: { contractId: contract.id },
});

/** Spends the code of a step: accepted when the step is later than the last accepted one. */
function spend(userId: string, step: number): Work {
  return {
    scope: { kind: 'verification', institutionId: 'bank-a', by: { userId } },
    decide: ({ view }) => {
      const token = view?.tokens[0];
      const accepted = token !== undefined && step > token.lastAcceptedStep;
      const moved = (it: Token) => ({ ...it, lastAcceptedStep: step, version: it.version + 1 });
      return {
        changes: accepted ? { tokens: [moved(token)] } : {},
        audit: aDraft({ action: 'verify_otp', outcome: accepted ? 'accepted' : 'refused' }),
        answer: {
          status: 201,
          body: JSON.stringify({ result: accepted ? 'accepted' : 'refused' }),
        },
      };
    },
  };
}

/** Runs the same on both nodes so many times at once. */
function onBoth(times: number, work: (node: number) => Work): Promise<RunResult[]> {
  return Promise.all(
    nodes.flatMap((node, index) => Array.from({ length: times }, () => node.run(work(index)))),
  );
}

const countOf = (results: readonly RunResult[], result: string) =>
  results.filter((it) => resultOf(it) === result).length;

async function addUser(customer: Customer, id: string): Promise<User> {
  const user = aUser(id, customer.contract.id);
  const bindings = [aBinding(user, customer.token)];
  await save(nodes[0], contractScope(customer), { users: [user], bindings });
  return user;
}

describe('two nodes', () => {
  test('row 2: one code has one winner, round after round', async () => {
    const { user } = await aCustomer(nodes[0], 'race');
    const rounds = full ? 1_000 : 200;
    const winners = [];
    for (let step = 1; step <= rounds; step += 1) {
      const results = await onBoth(full ? 32 : 3, () => spend(user.id, step));
      winners.push(countOf(results, 'accepted'));
    }
    expect(winners).toEqual(Array(rounds).fill(1));
  });

  test('row 1: a code that one node accepted is refused by the other, also to a user who shares the token', async () => {
    const customer = await aCustomer(nodes[0], 'shared');
    const second = await addUser(customer, 'u-second');
    for (let step = 1; step <= 10; step += 1) {
      const results = await Promise.all([
        nodes[0].run(spend(customer.user.id, step)),
        nodes[1].run(spend(second.id, step)),
      ]);
      expect(results.map(resultOf).toSorted()).toEqual(['accepted', 'refused']);
      expect(resultOf(await nodes[1].run(spend(customer.user.id, step)))).toBe('refused');
    }
  });

  test('rows 12, 14: of 200 guesses from both nodes at most 5 are evaluated', async () => {
    const customer = await aCustomer(nodes[0], 'guess');
    const guesses = Array.from({ length: 200 }, (_, index) => {
      const step = index < 198 ? 'wrong' : 1;
      return nodes[index % 2 === 0 ? 0 : 1].run(attempt({ userId: customer.user.id, step }));
    });
    const results = await Promise.all(guesses);
    expect(results.filter((result) => resultOf(result) !== 'locked')).toHaveLength(lockAt);
    expect(countOf(results, 'accepted')).toBe(0);
    const { guard } = await tokenNow(nodes[1], customer);
    expect(guard).toMatchObject({ failures: lockAt, attemptsWhileLocked: 200 - lockAt });
  });

  test('row 33: what is accepted in a race with a revocation was accepted before it', async () => {
    const customer = await aCustomer(nodes[0], 'revoke');
    const { user, token } = customer;
    let { binding } = customer;
    const rounds = full ? 10_000 : 60;
    let accepted = 0;
    for (let step = 1; step <= rounds; step += 1) {
      let seen: number | undefined;
      const revoked = { ...binding, endedAt: step, endReason: 'lost' } as const;
      const revoke = () =>
        save(nodes[1], contractScope(customer), ({ view }) => {
          seen = view?.tokens[0]?.lastAcceptedStep;
          return { bindings: [revoked] };
        });
      // Each begins first in every other round.
      const early = step % 2 === 0 ? revoke() : undefined;
      const verifying = nodes[0].run(spend(user.id, step));
      const [verified] = await Promise.all([verifying, early ?? revoke()]);
      if (resultOf(verified) === 'accepted') {
        accepted += 1;
        expect(seen).toBe(step);
      }
      expect(resultOf(await nodes[0].run(spend(user.id, step + 1)))).toBe('refused');
      binding = { ...aBinding(user, token), id: `b-${step}` };
      await save(nodes[0], contractScope(customer), { bindings: [binding] });
    }
    expect(accepted).toBeGreaterThan(0);
    expect(accepted).toBeLessThan(rounds);
  });

  test('no more are bound than a contract allows, whoever asks where', async () => {
    const customer = await aCustomer(nodes[0], 'limit');
    const users = Array.from({ length: 12 }, (_, index) => aUser(`u-${index}`, 'c-limit'));
    await save(nodes[0], contractScope(customer), { users });
    const most = 3;
    const bind = (user: User) => (loaded: Loaded) =>
      (loaded.view?.bindings.length ?? 0) < most
        ? { bindings: [aBinding(user, customer.token)] }
        : {};
    await Promise.all(
      users.map((user, index) =>
        save(nodes[index % 2 === 0 ? 0 : 1], contractScope(customer), bind(user)),
      ),
    );
    const view = await nodes[0].queries.contract('bank-a', { contractId: 'c-limit' });
    expect(view?.bindings).toHaveLength(most);
  });

  test('a contract number that both take at once is given once, and the other is told', async () => {
    const open = (node: Store, id: string) => {
      const contract = { ...aContract(id), number: 'N-1' };
      const { institutionId, number } = contract;
      return save(node, { kind: 'new_contract', institutionId, number, contract }, ({ view }) =>
        view ? { contracts: [contract] } : {},
      );
    };
    await Promise.all([open(nodes[0], 'c-1'), open(nodes[1], 'c-2')]);
    const { rows } = await nodes[0].queries.contracts('bank-a', {}, { limit: 9, after: null });
    expect(rows).toHaveLength(1);
  });

  test('tokens from stock go to one contract each when both nodes ship', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `t-${10 + index}`);
    await stockTokens(
      nodes[0],
      ids.map((id) => aToken(id)),
    );
    const contracts = Array.from({ length: 6 }, (_, index) => aContract(`c-${index}`));
    for (const contract of contracts) await openContract(nodes[0], contract);
    const pick = { count: 2, expiresOnOrAfter: '2028-01-01' };
    const ship = ({ id }: { readonly id: string }, index: number) => {
      const scope = { kind: 'stock', institutionId: 'bank-a', contractId: id, pick } as const;
      return save(nodes[index % 2 === 0 ? 0 : 1], scope, ({ candidates }) => ({
        tokens: candidates.map((it) => {
          return { ...it, contractId: id, state: 'shipped', version: it.version + 1 } as const;
        }),
      }));
    };
    await Promise.all(contracts.map(ship));
    const page = { limit: 100, after: null };
    const { rows } = await nodes[1].queries.tokens('bank-a', { state: 'shipped' }, page);
    expect(rows.map((token) => token.id).toSorted()).toEqual(ids);
  });
});

describe('row 8: one key on two nodes', () => {
  test('is carried out once, and both get that answer', async () => {
    const customer = await aCustomer(nodes[0], 'key');
    const rounds = full ? 1_000 : 40;
    for (let step = 1; step <= rounds; step += 1) {
      const work = () => attempt({ userId: customer.user.id, step, key: `k-${step}` });
      const results = await onBoth(2, work);
      expect(results.map(resultOf)).toEqual(Array(4).fill('accepted'));
      const first = results.filter((result) => result.kind === 'done' && !result.replayed);
      expect(first).toHaveLength(1);
    }
    expect(await tokenNow(nodes[0], customer)).toMatchObject({ version: 1 + rounds });
  });

  test('also where no row is there to wait for', async () => {
    const rounds = 20;
    for (let round = 0; round < rounds; round += 1) {
      const work = () => attempt({ userId: 'nobody', step: round, key: `k-${round}` });
      const results = await onBoth(2, work);
      const first = results.filter((result) => result.kind === 'done' && !result.replayed);
      expect(first).toHaveLength(1);
    }
    expect(await nodes[0].audit.verify([])).toMatchObject({ ok: true, records: rounds });
  });

  test('with another input is told so, before and after its first answer', async () => {
    const { user } = await aCustomer(nodes[0], 'other');
    const base = { userId: user.id, step: 5, key: 'k-1' };
    const work = (node: number) => attempt({ ...base, input: `input of ${node}` });
    const results = (await onBoth(1, work)).map(resultOf);
    expect(results.toSorted()).toEqual(['accepted', 'key_reused']);
    const loser = results.indexOf('key_reused');
    expect(await nodes[0].run(work(loser))).toEqual({ kind: 'key_reused' });
    expect(await nodes[1].run(work(1 - loser))).toMatchObject({ replayed: true });
  });
});

describe('audit of two nodes', () => {
  test('each writes its own chain, and both are checked as of one moment', async () => {
    const customer = await aCustomer(nodes[0], 'audit');
    const early = await nodes[0].audit.heads();
    let done = false;
    const writing = onBoth(40, () => attempt({ userId: customer.user.id, step: 'wrong' }));
    const written = writing.then(() => {
      done = true;
    });
    while (!done) expect(await nodes[1].audit.verify(early)).toMatchObject({ ok: true });
    await written;
    const heads = await nodes[1].audit.heads();
    expect(heads.map(({ chain, sequence }) => [chain, sequence])).toEqual([
      ['node-1', 43],
      ['node-2', 40],
    ]);
    expect(await nodes[0].audit.verify([...early, ...heads])).toMatchObject({
      ok: true,
      records: 83,
    });
  });

  test('a search finds the records of both in the order of time, page by page', async () => {
    const at = (node: number, instant: number) =>
      nodes[node]?.run({
        scope: { kind: 'contract', institutionId: 'bank-a', by: { contractId: 'none' } },
        decide: () => ({
          changes: {},
          audit: aDraft({ at: instant, action: `act_${instant}` }),
          answer: { status: 200, body: '' },
        }),
      });
    for (const instant of [1, 4, 5, 8]) await at(0, instant);
    for (const instant of [2, 3, 6, 7, 9]) await at(1, instant);
    const found: number[] = [];
    let after: string | null = null;
    do {
      const page = await nodes[0].queries.auditRecords('bank-a', {}, { limit: 2, after });
      found.push(...page.rows.map((row) => row.at));
      after = page.next;
      expect(after ?? 'a').toMatch(/^[A-Za-z0-9_-]+$/);
    } while (after !== null);
    expect(found).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('a chain has one writer: a second one is refused until the first has gone', async () => {
    await expect(openNode(database.url, 'node-2', { lockTimeoutMs: 50 })).rejects.toMatchObject({
      name: 'UnsafeStore',
      code: 'in_use',
    });
    await nodes[1].close();
    const again = await openNode(database.url, 'node-2');
    await save(again, { kind: 'contract', institutionId: 'bank-a', by: { contractId: 'x' } }, {});
    await again.close();
  });
});
