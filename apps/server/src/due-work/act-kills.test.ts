import { addMonths, type Contract, parsePolicy } from '@warifu/engine';
import { demoPolicy } from '@warifu/institutions';
import { createJobService, type JobService, ownJobKinds, type ServiceDeps } from '@warifu/service';
import { expect, test } from 'vitest';
import { bank, type DueWorld, dayMs, dueWorld, minuteMs, tokyo } from '../testing/due-world.ts';
import { appToken, issueOf } from '../testing/issues.ts';
import { Killed, killedAt } from '../testing/killed-store.ts';

const page = { limit: 1_000, after: null };

function chargingPolicy(): unknown {
  const parsed = parsePolicy(demoPolicy(bank));
  if (!parsed.ok) throw new Error('the demo policy is invalid');
  const fees = { monthly_yen: 200, return_within_days: 30, broken_unreturned_yen: 2_200 };
  return { ...parsed.policy, fees: { ...parsed.policy.fees, ...fees } };
}

function runner(deps: ServiceDeps, name: string): JobService {
  const kinds = ownJobKinds.filter((kind) => kind.name === name);
  return createJobService({ deps, kinds, limits: { pageSize: 2 }, onError: () => {} });
}

/** Three contracts, each with a user who holds a token. */
async function customers(world: DueWorld) {
  const contracts: Contract[] = [];
  for (const number of ['1000001', '1000002', '1000003']) {
    const contract = await world.contract(number);
    await world.token(contract, [await world.user(contract, 'taro', null)], '2035-12-31');
    contracts.push(contract);
  }
  return contracts;
}

interface Round {
  readonly world: DueWorld;
  readonly contracts: readonly Contract[];
  readonly number: number;
}

/** What acts of due work do beside their page, begun anew in every round, and told by what is there. */
interface Acting {
  readonly begin: (round: Round) => Promise<void>;
  readonly done: (round: Round) => Promise<unknown>;
  /** What is to be there, whatever was killed. */
  readonly expected: (number: number) => unknown;
  /** Calls of the store in a whole run, at least: so many places it was killed at. */
  readonly calls: number;
}

const acting: Readonly<Record<string, Acting>> = {
  monthly_fees: {
    begin: async ({ world, number }) => {
      // The days before are done, so that the run has one day to do: the first of the month.
      world.clock.at = tokyo(`${addMonths('2026-01-01', number)}T00:30`) - dayMs;
      await runner(world.warifu.deps, 'monthly_fees').runDue();
      world.clock.at += dayMs;
    },
    done: async ({ world, contracts, number }) => {
      const month = addMonths('2026-01-01', number).slice(0, 7);
      const { rows } = await world.warifu.deps.store.queries.fees(bank, {}, page);
      const fees = rows.filter((fee) => fee.month === month).map((fee) => fee.contractId);
      return [fees.toSorted(), contracts.length, await listed(world, 'monthly_fees')];
    },
    expected: () => [expect.objectContaining({ length: 3 }), 3, { items: 3, amount_yen: 600 }],
    calls: 15,
  },
  unreturned_tokens: {
    begin: async ({ world, contracts, number }) => {
      for (const [index, contract] of contracts.entries()) {
        const { id: contractId } = contract;
        const { rows } = await world.warifu.deps.store.queries.tokens(bank, { contractId }, page);
        const shipment = {
          id: `shp-${number}-${index}`,
          contractId,
          applicationId: null,
          reason: 'exchange',
          replacesTokenId: rows[0]?.id ?? '',
          postedAt: world.clock.at,
          deliveredAt: world.clock.at,
        } as const;
        await world.save(contractId, { shipments: [shipment] });
        const sent = await world.token(contract, [], '2035-12-31');
        const token = { ...sent, shipmentId: shipment.id, version: sent.version + 1 };
        await world.save(contractId, { tokens: [token] });
      }
      world.clock.at += 31 * dayMs;
    },
    done: async ({ world, number }) => {
      const { rows } = await world.warifu.deps.store.queries.fees(bank, {}, page);
      const of = `shp-${number}-`;
      const own = rows.filter((fee) => fee.shipmentId?.startsWith(of));
      return [
        own.map((fee) => fee.shipmentId).toSorted(),
        await listed(world, 'unreturned_tokens'),
      ];
    },
    expected: (number) => [
      [0, 1, 2].map((index) => `shp-${number}-${index}`),
      { items: 3, amount_yen: 6_600 },
    ],
    calls: 15,
  },
  end_issues: {
    begin: async ({ world, contracts, number }) => {
      world.clock.at += 10 * dayMs;
      for (const [index, contract] of contracts.entries()) {
        const name = `${number}-${index}`;
        const { rows } = await world.warifu.deps.store.queries.users(
          bank,
          { contractId: contract.id },
          page,
        );
        const [user] = rows;
        if (!user) throw new Error('the contract has no user');
        const { id: contractId } = contract;
        const issuedAt = world.clock.at - 8 * dayMs;
        const token = appToken(`tok-a-${name}`, { contractId, issuedAt });
        const issue = issueOf(user, `iss-${name}`, { state: 'activated', tokenId: token.id });
        const unclaimed = appToken(`tok-b-${name}`, { issuedAt });
        await world.save(contractId, { tokens: [token, unclaimed], issuances: [issue] });
      }
    },
    done: async ({ world, number }) => {
      const { queries } = world.warifu.deps.store;
      const { rows } = await queries.tokens(bank, { state: 'retired' }, page);
      const ids = rows.map((token) => token.id).filter((id) => id.includes(`-${number}-`));
      const issues = [0, 1, 2].map((index) => queries.issuance(bank, `iss-${number}-${index}`));
      return [ids, (await Promise.all(issues)).map((issue) => issue?.state)];
    },
    expected: (number) => [
      ['a', 'b'].flatMap((part) => [0, 1, 2].map((index) => `tok-${part}-${number}-${index}`)),
      Array(3).fill('cancelled'),
    ],
    calls: 19,
  },
};

/** The counts of the latest job of a kind. */
async function listed({ warifu }: DueWorld, kind: string) {
  const { rows } = await warifu.jobs.list(bank, { kind }, { limit: 1, after: null });
  return rows[0]?.tally;
}

const table = Object.entries(acting).flatMap(([name, kind]) =>
  (['before', 'after'] as const).map((moment) => ({ name, kind, moment })),
);

test.each(table)(
  '$name killed at any call, $moment it was carried out: each subject once, and on its list',
  async ({ name, kind, moment }) => {
    const world = await dueWorld(tokyo('2026-01-01T00:30'), chargingPolicy());
    const { warifu, clock } = world;
    const contracts = await customers(world);
    let kills = 0;
    for (let number = 1; ; number += 1) {
      const round = { world, contracts, number };
      await kind.begin(round);
      const { store, reached } = killedAt(warifu.deps.store, number, moment);
      await runner({ ...warifu.deps, store }, name)
        .runDue()
        .catch((error) => expect(error).toBeInstanceOf(Killed));
      if (!reached()) break;
      kills += 1;
      // The lease of the dead runs out.
      clock.at += 3 * minuteMs;
      await runner(warifu.deps, name).runDue();
      expect(await kind.done(round)).toEqual(kind.expected(number));
    }
    expect(kills).toBeGreaterThanOrEqual(kind.calls);
    expect(await warifu.deps.store.audit.verify([])).toMatchObject({ ok: true });
  },
);
