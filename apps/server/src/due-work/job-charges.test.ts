import { addMonths, type Contract, type Policy, parsePolicy, type Shipment } from '@warifu/engine';
import { demoPolicy } from '@warifu/institutions';
import { describe, expect, test } from 'vitest';
import { bank, type DueWorld, dayMs, dueWorld, tokyo } from '../testing/due-world.ts';

const page = { limit: 100, after: null };

function policyWithFees(fees: Partial<Policy['fees']>): unknown {
  const parsed = parsePolicy(demoPolicy(bank));
  if (!parsed.ok) throw new Error('the demo policy is invalid');
  return { ...parsed.policy, fees: { ...parsed.policy.fees, ...fees } };
}

/** Carries out what is due and gives the tally of a kind and day. */
async function tallyOf({ warifu }: DueWorld, kind: string, date: string) {
  await warifu.jobs.runDue();
  const job = await warifu.jobs.progress({ institutionId: bank, kind, date });
  return job?.state === 'done' ? job.tally : job?.state;
}

async function feesOf({ warifu }: DueWorld, { id: contractId }: Contract) {
  const { rows } = await warifu.deps.store.queries.fees(bank, { contractId }, page);
  return rows.map((fee) => `${fee.kind} ${fee.month} ${fee.amountYen} on ${fee.dueOn}`);
}

async function actsOf({ warifu }: DueWorld, action: string) {
  return (await warifu.deps.store.queries.auditRecords(bank, { action }, page)).rows;
}

describe('monthly_fees', () => {
  const policy = policyWithFees({
    monthly_yen: 200,
    tax: { mode: 'excluded', rates: [{ from_on: '2019-10-01', percent: 10 }] },
    debit: { account: 'representative', on: 'end_of_next_month' },
  });

  test('every contract that is in use, once for each month, with the tax and the day of the policy', async () => {
    const world = await dueWorld(tokyo('2026-11-22T12:00'), policy);
    const used = await world.contract('1000001');
    const idle = await world.contract('1000002');
    await world.token(used, [await world.user(used, 'taro', null)], '2030-12-31');
    await world.token(idle, [], '2030-12-31');
    expect(await tallyOf(world, 'monthly_fees', '2026-11-22')).toEqual({
      items: 1,
      amount_yen: 220,
    });
    world.clock.at += dayMs;
    expect(await tallyOf(world, 'monthly_fees', '2026-11-23')).toEqual({ items: 0, amount_yen: 0 });
    // The last days of the month and the first of the next are missed, and made up for.
    world.clock.at = tokyo('2026-12-02T12:00');
    expect(await tallyOf(world, 'monthly_fees', '2026-12-01')).toEqual({
      items: 1,
      amount_yen: 220,
    });
    // 31 December is a bank holiday: 4 January is the next business day.
    expect(await feesOf(world, used)).toEqual([
      'monthly 2026-11 220 on 2027-01-04',
      'monthly 2026-12 220 on 2027-02-01',
    ]);
    expect(await feesOf(world, idle)).toEqual([]);
    const records = await actsOf(world, 'assess_monthly_fee');
    expect(records.map(({ contractId, actor }) => [contractId, actor.id])).toEqual([
      [used.id, 'due_work'],
      [used.id, 'due_work'],
    ]);
  });

  test('who begins in the middle of a month is found on the next day, and not for the month before', async () => {
    const world = await dueWorld(tokyo('2026-11-28T12:00'), policy);
    const contract = await world.contract('1000001');
    await world.warifu.jobs.runDue();
    // No server runs on the 29th and 30th; meanwhile the month changes and the contract begins.
    world.clock.at = tokyo('2026-12-01T11:00');
    const token = await world.token(contract, [], '2030-12-31');
    const user = await world.user(contract, 'taro', null);
    const { id: contractId } = contract;
    const startedAt = world.clock.at;
    const binding = { id: 'b', contractId, userId: user.id, tokenId: token.id, startedAt };
    await world.save(contractId, { bindings: [{ ...binding, endedAt: null, endReason: null }] });
    expect(await tallyOf(world, 'monthly_fees', '2026-11-30')).toEqual({ items: 0, amount_yen: 0 });
    expect(await feesOf(world, contract)).toEqual(['monthly 2026-12 220 on 2027-02-01']);
  });

  test('a fee that is debited at once is in the fee run of its own day', async () => {
    const atOnce = policyWithFees({
      monthly_yen: 200,
      debit: { account: 'representative', on: 'application' },
    });
    // 24 November 2026 is a Tuesday.
    const world = await dueWorld(tokyo('2026-11-24T12:00'), atOnce);
    const contract = await world.contract('1000001');
    await world.token(contract, [await world.user(contract, 'taro', null)], '2030-12-31');
    expect(await tallyOf(world, 'fee_run', '2026-11-24')).toEqual({ items: 1, amount_yen: 200 });
  });

  test('a policy without a monthly fee looks at nothing', async () => {
    const world = await dueWorld(tokyo('2026-11-22T12:00'));
    const contract = await world.contract('1000001');
    await world.token(contract, [await world.user(contract, 'taro', null)], '2030-12-31');
    expect(await tallyOf(world, 'monthly_fees', '2026-11-22')).toEqual({ items: 0, amount_yen: 0 });
    expect(await feesOf(world, contract)).toEqual([]);
  });

  test('twelve months are twelve fees', async () => {
    const world = await dueWorld(tokyo('2026-01-31T12:00'), policy);
    const contract = await world.contract('1000001');
    await world.token(contract, [await world.user(contract, 'taro', null)], '2030-12-31');
    for (let month = 0; month < 12; month += 1) {
      world.clock.at = tokyo(`${addMonths('2026-01-31', month)}T12:00`);
      await world.warifu.jobs.runDue();
    }
    const months = (await feesOf(world, contract)).map((fee) => fee.slice(8, 15));
    expect(months).toEqual(
      Array.from({ length: 12 }, (_, month) => addMonths('2026-01-01', month).slice(0, 7)),
    );
  });
});

describe('unreturned_tokens', () => {
  const policy = policyWithFees({ return_within_days: 30, broken_unreturned_yen: 2_200 });

  async function exchanged(world: DueWorld, id: string, part: Partial<Shipment> = {}) {
    const contract = await world.contract(id);
    const broken = await world.token(contract, [], '2030-12-31');
    const sent = await world.token(contract, [], '2032-12-31');
    const shipment: Shipment = {
      id: `shp-${id}`,
      contractId: contract.id,
      applicationId: null,
      reason: 'exchange',
      replacesTokenId: broken.id,
      postedAt: world.clock.at,
      deliveredAt: world.clock.at,
      ...part,
    };
    const next = { ...sent, shipmentId: shipment.id, version: sent.version + 1 };
    await world.save(contract.id, { shipments: [shipment], tokens: [next] });
    return { contract, broken };
  }

  test('S3-08: thirty days to the day, once, with a list; what came back in time owes nothing', async () => {
    const world = await dueWorld(tokyo('2026-10-23T23:30'), policy);
    const kept = await exchanged(world, '1000001');
    const back = await exchanged(world, '1000002');
    const reissued = await exchanged(world, '1000003', { reason: 'reissue' });
    world.clock.at = tokyo('2026-11-22T23:59');
    const { broken, contract } = back;
    const returned = { ...broken, returnedAt: world.clock.at, version: broken.version + 1 };
    await world.save(contract.id, { tokens: [returned] });
    const nothing = { items: 0, amount_yen: 0 };
    expect(await tallyOf(world, 'unreturned_tokens', '2026-11-22')).toEqual(nothing);
    world.clock.at = tokyo('2026-11-23T00:00');
    const one = { items: 1, amount_yen: 2_200 };
    expect(await tallyOf(world, 'unreturned_tokens', '2026-11-23')).toEqual(one);
    world.clock.at += dayMs;
    expect(await tallyOf(world, 'unreturned_tokens', '2026-11-24')).toEqual(nothing);
    // Debited at the end of the next month; banks are closed from 31 December to 3 January.
    expect(await feesOf(world, kept.contract)).toEqual([
      'broken_unreturned null 2200 on 2027-01-04',
    ]);
    expect(await feesOf(world, back.contract)).toEqual([]);
    expect(await feesOf(world, reissued.contract)).toEqual([]);
    expect(await actsOf(world, 'assess_unreturned')).toHaveLength(1);
  });

  test('days on which no server ran lose nothing', async () => {
    const world = await dueWorld(tokyo('2026-10-23T12:00'), policy);
    const { contract } = await exchanged(world, '1000001');
    await world.warifu.jobs.runDue();
    world.clock.at += 200 * dayMs;
    await world.warifu.jobs.runDue();
    expect(await feesOf(world, contract)).toHaveLength(1);
  });

  test('a policy that charges nothing for it looks at nothing', async () => {
    const world = await dueWorld(tokyo('2026-10-23T12:00'));
    const { contract } = await exchanged(world, '1000001');
    world.clock.at += 100 * dayMs;
    await world.warifu.jobs.runDue();
    expect(await feesOf(world, contract)).toEqual([]);
  });
});
