import { createJobService, type JobKind, missedDaysMax, ownJobKinds } from '@warifu/service';
import { describe, expect, test } from 'vitest';
import { bank, dayMs, dueWorld, tokyo } from '../testing/due-world.ts';

const page = { limit: 1_000, after: null };
const nothing = async () => ({ cursor: null, last: true, done: 0 });

const kind = (name: string, schedule: JobKind['schedule']): JobKind => ({
  name,
  schedule,
  page: nothing,
});

const kinds = [
  kind('each_day', { kind: 'daily', time: '00:00', missedDays: 'each' }),
  kind('last_day', { kind: 'daily', time: '09:00', missedDays: 'latest' }),
  kind('every_six_hours', { kind: 'every', hours: 6 }),
];

async function dayWorld(at: number) {
  const world = await dueWorld(at);
  const { deps } = world.warifu;
  const jobs = createJobService({ deps, kinds, onError: () => {} });
  const days = async (name: string) =>
    (await jobs.list(bank, { kind: name }, page)).rows.map(
      (job) => `${job.dueOn} ${job.slot} ${job.state}`,
    );
  return { ...world, jobs, days };
}

test('a day begins at midnight of Tokyo, and what is for nine o’clock waits for it', async () => {
  const { clock, jobs, days } = await dayWorld(tokyo('2026-12-31T23:59') + 59_999);
  await jobs.runDue();
  expect(await days('each_day')).toEqual(['2026-12-31 0 done']);
  clock.at += 1;
  await jobs.runDue();
  expect(await days('each_day')).toEqual(['2027-01-01 0 done', '2026-12-31 0 done']);
  expect(await days('last_day')).toEqual(['2027-01-01 0 due', '2026-12-31 0 done']);
  clock.at = tokyo('2027-01-01T09:00') - 1;
  expect(await jobs.runDue()).toMatchObject({ added: 1 });
  expect((await days('last_day'))[0]).toBe('2027-01-01 0 due');
  clock.at += 1;
  await jobs.runDue();
  expect((await days('last_day'))[0]).toBe('2027-01-01 0 done');
});

test('what is due several times a day has a slot for each', async () => {
  const { clock, jobs, days } = await dayWorld(tokyo('2026-11-22T05:59'));
  for (const at of ['2026-11-22T05:59', '2026-11-22T06:00', '2026-11-22T11:59', '2026-11-23T23:59'])
    for (let look = 0; look < 2; look += 1) {
      clock.at = tokyo(at);
      await jobs.runDue();
    }
  expect(await days('every_six_hours')).toEqual([
    '2026-11-23 3 done',
    '2026-11-22 1 done',
    '2026-11-22 0 done',
  ]);
});

test('missed days: each of them once, or only the last, as the kind says', async () => {
  const { clock, jobs, days } = await dayWorld(tokyo('2028-02-27T12:00'));
  await jobs.runDue();
  clock.at = tokyo('2028-03-02T12:00');
  expect(await jobs.runDue()).toMatchObject({ skippedDays: 0, failed: 0 });
  await jobs.runDue();
  const each = ['2028-03-02', '2028-03-01', '2028-02-29', '2028-02-28', '2028-02-27'];
  expect(await days('each_day')).toEqual(each.map((day) => `${day} 0 done`));
  expect(await days('last_day')).toEqual(['2028-03-02 0 done', '2028-02-27 0 done']);
});

test('row 76: a clock that jumps by 400 days brings 31 days of work, and says what is left out', async () => {
  const { clock, jobs, days } = await dayWorld(tokyo('2026-11-22T12:00'));
  await jobs.runDue();
  clock.at += 400 * dayMs;
  expect(await jobs.runDue()).toMatchObject({
    added: missedDaysMax + 2,
    done: missedDaysMax + 2,
    skippedDays: 400 - 31,
  });
  const made = await days('each_day');
  expect(made).toHaveLength(1 + 31);
  expect([made[0], made[30]]).toEqual(['2027-12-27 0 done', '2027-11-27 0 done']);
  expect(await jobs.runDue()).toMatchObject({ added: 0, skippedDays: 0 });
});

test('row 75: a clock that is put back repeats nothing', async () => {
  const { clock, jobs, days } = await dayWorld(tokyo('2026-11-22T12:00'));
  await jobs.runDue();
  clock.at += 2 * dayMs;
  await jobs.runDue();
  clock.at -= 2 * dayMs;
  expect(await jobs.runDue()).toMatchObject({ added: 0, done: 0 });
  clock.at += 3 * dayMs;
  await jobs.runDue();
  const made = ['2026-11-25', '2026-11-24', '2026-11-23', '2026-11-22'];
  expect(await days('each_day')).toEqual(made.map((day) => `${day} 0 done`));
});

describe('by hand', () => {
  test.each([
    ['another institution', { institutionId: 'nobody' }, 'institution_unknown'],
    ['a kind that is none', { kind: 'each_year' }, 'kind_unknown'],
    ['a date that is none', { date: '2026-02-30' }, 'date_invalid'],
    ['tomorrow', { date: '2026-11-23' }, 'date_in_future'],
    ['slots of yesterday', { kind: 'every_six_hours', date: '2026-11-21' }, 'date_not_today'],
  ])('%s is refused', async (_what, part, reason) => {
    const { jobs } = await dayWorld(tokyo('2026-11-22T12:00'));
    const request = { institutionId: bank, kind: 'each_day', date: '2026-11-22', ...part };
    expect(await jobs.run(request)).toEqual({ ok: false, reason });
    expect(await jobs.progress(request)).toBeUndefined();
  });

  test('a day is carried out once, by hand or by itself, before its hour too', async () => {
    const { jobs, days } = await dayWorld(tokyo('2026-11-22T08:00'));
    const today = { institutionId: bank, kind: 'last_day', date: '2026-11-22' };
    expect(await jobs.run(today)).toMatchObject({ ok: true, ran: true, job: { state: 'done' } });
    expect(await jobs.run(today)).toMatchObject({ ok: true, ran: false, job: { state: 'done' } });
    const past = { ...today, kind: 'each_day', date: '2026-10-31' };
    expect(await jobs.run(past)).toMatchObject({ ok: true, ran: true });
    expect(await jobs.runDue()).toMatchObject({ done: 2 });
    expect(await days('last_day')).toEqual(['2026-11-22 0 done']);
    expect(await days('each_day')).toEqual(['2026-11-22 0 done', '2026-10-31 0 done']);
  });

  test('a job of today does not hide the days that were missed', async () => {
    const { clock, jobs, days } = await dayWorld(tokyo('2026-11-22T12:00'));
    await jobs.runDue();
    clock.at += 3 * dayMs;
    await jobs.run({ institutionId: bank, kind: 'each_day', date: '2026-11-25' });
    await jobs.runDue();
    expect(await days('each_day')).toHaveLength(4);
  });
});

test('the kinds of every institution have names of their own', () => {
  const names = ownJobKinds.map((one) => one.name);
  expect(new Set(names).size).toBe(names.length);
});
