import { parsePolicy } from '@warifu/engine';
import { demoPolicy } from '@warifu/institutions';
import { describe, expect, test } from 'vitest';
import { bank, type DueWorld, dayMs, dueWorld, tokyo } from '../testing/due-world.ts';

const page = { limit: 100, after: null };

/** The demo policy with 90 days' lead, and with a notice of the expiry by these ways. */
function policyThatTells(by: readonly string[] | null, leadDays = 90): unknown {
  const parsed = parsePolicy(demoPolicy(bank));
  if (!parsed.ok) throw new Error('the demo policy is invalid');
  const { policy } = parsed;
  const authenticators = policy.authenticators.map(({ expiry_notice: _, ...rest }) =>
    by === null ? rest : { ...rest, expiry_notice: { lead_days: leadDays, by } },
  );
  return { ...policy, authenticators, replacement: { ...policy.replacement, lead_days: 90 } };
}

/** The policy that tells by mail, its tokens living for some years from their issue. */
function policyOfYears(years: number): unknown {
  const parsed = parsePolicy(policyThatTells(['mail']));
  if (!parsed.ok) throw new Error('the policy is invalid');
  const lifetime = { ends: 'years_after_issue', years, extendable_in_app: false } as const;
  const authenticators = parsed.policy.authenticators.map((one) => ({ ...one, lifetime }));
  return { ...parsed.policy, authenticators };
}

/** Carries out what is due and gives the job of a kind and day. */
async function jobOf({ warifu }: DueWorld, kind: string, date: string) {
  await warifu.jobs.runDue();
  const job = await warifu.jobs.progress({ institutionId: bank, kind, date });
  if (!job) throw new Error(`there is no ${kind} of ${date}`);
  return job;
}

async function noticesOf({ mails }: DueWorld) {
  return (await mails()).map((mail) => {
    const { topic, on } = JSON.parse(mail.data);
    return `${mail.to} ${topic} ${on}`;
  });
}

describe('fee_run', () => {
  test('S0-11: each fee in one run, that of its debit day, with the total; late ones in the next', async () => {
    const world = await dueWorld(tokyo('2026-11-30T12:00'));
    const { warifu, clock, save, fee } = world;
    const contract = await world.contract('1000001');
    const fees = [
      fee(contract, 'fee-1', '2026-11-30', 1_100),
      fee(contract, 'fee-2', '2026-11-30', 550),
      fee(contract, 'fee-3', '2026-12-01', 330),
      fee(contract, 'fee-back', '2026-11-30', -1_100),
    ];
    await save(contract.id, { fees });
    const first = await jobOf(world, 'fee_run', '2026-11-30');
    expect(first).toMatchObject({
      state: 'done',
      doneCount: 3,
      tally: { items: 3, amount_yen: 550 },
    });
    const items = await warifu.jobs.items(first.institutionId, first.id, page);
    expect(items.rows.map((item) => [item.subject, item.amountYen])).toEqual([
      ['fee-1', 1_100],
      ['fee-2', 550],
      ['fee-back', -1_100],
    ]);
    await save(contract.id, { fees: [fee(contract, 'fee-late', '2026-11-30', 7)] });
    clock.at += dayMs;
    const second = await jobOf(world, 'fee_run', '2026-12-01');
    expect(second).toMatchObject({ doneCount: 2, tally: { items: 2, amount_yen: 337 } });
    const records = await warifu.deps.store.queries.auditRecords(bank, { action: 'run_job' }, page);
    const runs = records.rows.filter((record) => record.facts?.['kind'] === 'fee_run');
    expect(runs.map((record) => [record.facts?.['due_on'], record.facts?.['amount_yen']])).toEqual([
      ['2026-11-30', 550],
      ['2026-12-01', 337],
    ]);
  });
});

describe('notify_expiry', () => {
  test.each([
    ['mail, 90 days', policyThatTells(['mail']), 91, 0],
    ['mail, 90 days', policyThatTells(['mail']), 90, 1],
    ['mail, 90 days', policyThatTells(['mail']), 0, 1],
    ['mail, 90 days', policyThatTells(['mail']), -1, 0],
    ['screen and mail, 30 days', policyThatTells(['screen', 'mail'], 30), 31, 0],
    ['screen and mail, 30 days', policyThatTells(['screen', 'mail'], 30), 30, 1],
    ['screen and post', policyThatTells(['screen', 'post']), 10, 0],
    ['nothing said, replacement from 90 days', policyThatTells(null), 91, 0],
    ['nothing said, replacement from 90 days', policyThatTells(null), 90, 1],
  ])('S0-12: told by %s', async (...line) => {
    const [_by, policy, days, notices] = line;
    const world = await dueWorld(tokyo('2026-11-22T12:00'), policy);
    const contract = await world.contract('1000001');
    const user = await world.user(contract, 'taro', 'taro@mail.example');
    const expiresOn = new Date(Date.UTC(2026, 10, 22) + days * dayMs).toISOString().slice(0, 10);
    await world.token(contract, [user], expiresOn);
    await world.warifu.jobs.runDue();
    const told = await noticesOf(world);
    expect(told).toEqual(Array(notices).fill(`taro@mail.example expiry_near ${expiresOn}`));
  });

  // A lifetime of three years from 1 December 2023 ends with 1 December 2026; one that was issued on
  // 29 February 2024 ends with 28 February 2027.
  test.each([
    ['2023-12-01T00:00', null, '2026-08-31T09:00', []],
    ['2023-12-01T23:59', null, '2026-09-02T08:58', []],
    ['2023-12-01T23:59', null, '2026-09-02T09:00', ['2026-12-01']],
    ['2023-12-01T00:00', null, '2026-12-01T23:59', ['2026-12-01']],
    ['2023-12-01T00:00', null, '2026-12-02T09:00', []],
    ['2024-02-29T12:00', null, '2026-11-30T09:00', ['2027-02-28']],
    ['2024-02-29T12:00', null, '2026-11-29T09:00', []],
    ['2024-02-29T12:00', null, '2027-02-28T23:59', ['2027-02-28']],
    // What is printed on it ends it earlier, and then later.
    ['2023-12-01T12:00', '2026-11-15', '2026-09-02T09:00', ['2026-11-15']],
    ['2023-12-01T12:00', '2029-12-31', '2026-09-02T09:00', ['2026-12-01']],
    ['2023-12-01T12:00', '2026-12-15', '2026-11-30T09:00', ['2026-12-01']],
  ])('a lifetime in years: issued %s, printed %s, looked at %s: told %j', async (...line) => {
    const [issued, expiresOn, at, expected] = line;
    const world = await dueWorld(tokyo('2026-08-01T12:00'), policyOfYears(3));
    const contract = await world.contract('1000001');
    const user = await world.user(contract, 'taro', 'taro@mail.example');
    const token = await world.token(contract, [user], '2035-12-31');
    const issuedAt = tokyo(issued);
    const version = token.version + 1;
    await world.save(contract.id, { tokens: [{ ...token, issuedAt, expiresOn, version }] });
    world.clock.at = tokyo(at);
    for (let look = 0; look < 2; look += 1) {
      await world.warifu.jobs.runDue();
      world.clock.at += 60_000;
    }
    const told = expected.map((on) => `taro@mail.example expiry_near ${on}`);
    expect(await noticesOf(world)).toEqual(told);
  });

  test('every user of a token is told once, however many days it is near', async () => {
    const world = await dueWorld(tokyo('2026-11-22T12:00'), policyThatTells(['mail']));
    const contract = await world.contract('1000001');
    const users = [
      await world.user(contract, 'taro', 'taro@mail.example'),
      await world.user(contract, 'hanako', 'hanako@mail.example'),
      await world.user(contract, 'jiro', null),
    ];
    await world.token(contract, users, '2026-12-31');
    for (let day = 0; day < 3; day += 1) {
      const date = `2026-11-${22 + day}`;
      const job = await jobOf(world, 'notify_expiry', date);
      expect(job).toMatchObject({ doneCount: 2, tally: { mails: day === 0 ? 2 : 0 } });
      world.clock.at += dayMs;
    }
    expect((await noticesOf(world)).toSorted()).toEqual([
      'hanako@mail.example expiry_near 2026-12-31',
      'taro@mail.example expiry_near 2026-12-31',
    ]);
  });
});

describe('post_replacements_due', () => {
  test('S0-12: a token comes onto one day’s list, and is counted as long as it is due', async () => {
    const world = await dueWorld(tokyo('2026-11-22T12:00'), policyThatTells(['post']));
    const contract = await world.contract('1000001');
    await world.token(contract, [], '2027-02-20');
    await world.token(contract, [], '2027-02-21');
    const first = await jobOf(world, 'post_replacements_due', '2026-11-22');
    expect(first.tally).toEqual({ due: 1, items: 1, amount_yen: 0 });
    world.clock.at += dayMs;
    const second = await jobOf(world, 'post_replacements_due', '2026-11-23');
    expect(second.tally).toEqual({ due: 2, items: 1, amount_yen: 0 });
    const { rows } = await world.warifu.jobs.items(second.institutionId, second.id, page);
    expect(rows.map((item) => JSON.parse(item.data))).toEqual([
      { serial: '3000000002', expires_on: '2027-02-21', listed_on: '2026-11-23' },
    ]);
  });
});

describe('grace_ending', () => {
  // The demo policy: 30 days from delivery; the notice comes seven days before the end.
  test.each([
    ['2026-11-01T15:00', []],
    ['2026-12-25T08:59', []],
    ['2026-12-25T09:00', ['taro@mail.example grace_ending 2026-12-31']],
    ['2026-12-31T23:59', ['taro@mail.example grace_ending 2026-12-31']],
    ['2027-01-01T10:00', []],
  ])('S0-04: looked at %s', async (at, expected) => {
    const world = await dueWorld(tokyo('2026-12-01T10:00'));
    const delivered = world.clock.at;
    const adopted = { adoptedAt: delivered, firstDeliveredAt: delivered };
    const contract = await world.contract('1000001', adopted);
    await world.user(contract, 'taro', 'taro@mail.example');
    const enrolled = await world.user(contract, 'hanako', 'hanako@mail.example');
    const done = { ...enrolled, firstEnrolledAt: delivered, version: enrolled.version + 1 };
    await world.save(contract.id, { users: [done] });
    await world.contract('1000002');
    world.clock.at = tokyo(at);
    await world.warifu.jobs.runDue();
    await world.warifu.jobs.runDue();
    expect(await noticesOf(world)).toEqual(expected);
  });
});

test('remove_old_rows: settled mails and old slots go, days stay', async () => {
  const world = await dueWorld(tokyo('2026-11-22T12:00'), policyThatTells(['mail']));
  const { warifu, clock } = world;
  const contract = await world.contract('1000001');
  const user = await world.user(contract, 'taro', 'taro@mail.example');
  await world.token(contract, [user], '2026-12-31');
  await warifu.jobs.runDue();
  const [mail] = await world.mails();
  const { mails } = warifu.deps.store;
  const now = clock.at;
  const lease = { leaseId: 'l', now, leasedUntil: now + 1, plausibleUntil: now + 2, limit: 1 };
  await mails.claim(lease);
  const outcome = { state: 'sent', at: clock.at } as const;
  await mails.settle({ id: mail?.id ?? '', leaseId: 'l', outcome });
  clock.at += 399 * dayMs;
  await warifu.jobs.runDue();
  expect(await world.mails()).toHaveLength(1);
  clock.at += 2 * dayMs;
  await warifu.jobs.runDue();
  expect(await world.mails()).toEqual([]);
  const slots = await warifu.jobs.list(bank, { kind: 'remove_old_rows' }, page);
  expect(slots.rows.map((job) => job.dueOn)).toEqual(['2027-12-28', '2027-12-26']);
  const runs = await warifu.jobs.list(bank, { kind: 'notify_expiry' }, page);
  expect(runs.rows).toHaveLength(3);
});
