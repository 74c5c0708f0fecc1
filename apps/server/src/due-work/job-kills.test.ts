import { createJobService, type JobKind, newMail, type ServiceDeps } from '@warifu/service';
import { expect, test } from 'vitest';
import { bank, type DueWorld, dayMs, dueWorld, minuteMs, tokyo } from '../testing/due-world.ts';
import { Killed, killedAt } from '../testing/killed-store.ts';

const subjects = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

/** Does something to seven subjects a day, and knows nothing of what was done before. */
const sevenADay: JobKind = {
  name: 'seven_a_day',
  schedule: { kind: 'daily', time: '00:00', missedDays: 'each' },
  async page({ deps, job, pageSize, now }, cursor) {
    // A look at the store, as every kind takes one: it can be killed there too.
    await deps.store.queries.contracts(bank, {}, { limit: 1, after: null });
    const begin = Number(cursor ?? 0);
    const own = subjects.slice(begin, begin + pageSize);
    return {
      cursor: String(begin + own.length),
      last: begin + own.length >= subjects.length,
      done: own.length,
      items: own.map((subject) => ({
        list: `seven ${job.dueOn}`,
        subject,
        contractId: null,
        amountYen: 1,
        data: '{}',
      })),
      mails: own.map((subject) =>
        newMail({
          id: deps.newId('mal'),
          institutionId: bank,
          contractId: null,
          userId: null,
          kind: 'notice',
          to: `${subject}@mail.example`,
          data: { topic: 'lock_lifted', at: now, on: job.dueOn, serialEnd: null },
          now,
        }),
      ),
    };
  },
};

function runner(deps: ServiceDeps) {
  return createJobService({
    deps,
    kinds: [sevenADay],
    limits: { pageSize: 3 },
    onError: () => {},
  });
}

/** What stands in the store about a day: its job, its list, and its mails by receiver. */
async function dayOf({ warifu, mails }: DueWorld, dueOn: string) {
  const { jobs } = warifu.deps.store;
  const page = { limit: 100, after: null };
  const job = await jobs.find(bank, { kind: 'seven_a_day', dueOn, slot: 0 });
  const items = job
    ? (await jobs.items(job.institutionId, job.id, page)).rows.map((item) => item.subject)
    : [];
  const own = (await mails()).filter((mail) => JSON.parse(mail.data).on === dueOn);
  return { job, items, receivers: own.map((mail) => mail.to.slice(0, 1)).toSorted() };
}

const wholeDay = {
  job: { state: 'done', doneCount: 7, tally: { items: 7, amount_yen: 7, mails: 7 } },
  items: subjects,
  receivers: subjects,
};

test.each(['before', 'after'] as const)(
  'killed at any call, %s it was carried out: the next runner does the rest, each subject once',
  async (moment) => {
    const world = await dueWorld(tokyo('2026-01-01T00:30'));
    const { warifu, clock } = world;
    let kills = 0;
    for (let call = 1; ; call += 1) {
      const dueOn = new Date(clock.at + 9 * 60 * minuteMs).toISOString().slice(0, 10);
      const { store, reached } = killedAt(warifu.deps.store, call, moment);
      await runner({ ...warifu.deps, store })
        .runDue()
        .catch((error) => expect(error).toBeInstanceOf(Killed));
      if (!reached()) break;
      kills += 1;
      // The lease of the dead runs out.
      clock.at += 3 * minuteMs;
      await runner(warifu.deps).runDue();
      expect(await dayOf(world, dueOn)).toMatchObject(wholeDay);
      clock.at += dayMs;
    }
    // Scheduling 3, claim 1, three pages of 2, claim 1.
    expect(kills).toBeGreaterThanOrEqual(10);
    expect(await warifu.deps.store.audit.verify([])).toMatchObject({ ok: true });
  },
);

test('two runners at once: each job is carried out by one of them', async () => {
  const world = await dueWorld(tokyo('2026-11-01T00:30'));
  const { warifu, clock } = world;
  const two = [runner(warifu.deps), runner(warifu.deps)];
  let done = 0;
  for (let day = 1; day <= 5; day += 1) {
    for (const result of await Promise.all(two.map((one) => one.runDue()))) done += result.done;
    expect(await dayOf(world, `2026-11-0${day}`)).toMatchObject(wholeDay);
    clock.at += dayMs;
  }
  expect(done).toBe(5);
});

test('a runner that is slower than its lease writes nothing any more', async () => {
  const world = await dueWorld(tokyo('2026-11-01T00:30'));
  const { warifu, clock } = world;
  const slow: JobKind = {
    ...sevenADay,
    page: async (context, cursor) => {
      const page = await sevenADay.page(context, cursor);
      if (cursor === '3' && clock.at < tokyo('2026-11-01T00:32')) {
        clock.at += 3 * minuteMs;
        await runner(warifu.deps).runDue();
      }
      return page;
    },
  };
  const limits = { pageSize: 3 };
  const parts = { deps: warifu.deps, kinds: [slow], limits, onError: () => {} };
  expect(await createJobService(parts).runDue()).toMatchObject({ done: 0, postponed: 1 });
  expect(await dayOf(world, '2026-11-01')).toMatchObject(wholeDay);
});

test('a job whose pages fail is tried again later and at last has failed; by hand it goes on', async () => {
  const world = await dueWorld(tokyo('2026-11-01T00:30'));
  const { warifu, clock } = world;
  let broken = true;
  const errors: unknown[] = [];
  const kind: JobKind = {
    ...sevenADay,
    page: async (context, cursor) => {
      if (cursor === '3' && broken) throw new TypeError('the words of this error are nobody’s');
      return sevenADay.page(context, cursor);
    },
  };
  const onError = (error: unknown) => errors.push(error);
  const jobs = createJobService({
    deps: warifu.deps,
    kinds: [kind],
    limits: { pageSize: 3 },
    onError,
  });
  const request = { institutionId: bank, kind: 'seven_a_day', date: '2026-11-01' };
  const states: unknown[] = [];
  for (let attempt = 1; attempt <= 7; attempt += 1) {
    await jobs.runDue();
    const job = await jobs.progress(request);
    states.push(`${job?.state} ${job?.doneCount} ${job?.lastError}`);
    clock.at += 61 * minuteMs;
  }
  expect(states).toEqual([
    ...Array(5).fill('due 3 TypeError'),
    ...Array(2).fill('failed 3 TypeError'),
  ]);
  expect(errors).toHaveLength(6);
  broken = false;
  expect(await jobs.run(request)).toMatchObject({ ok: true, ran: true, job: { state: 'done' } });
  expect(await dayOf(world, '2026-11-01')).toMatchObject(wholeDay);
  expect(await jobs.run(request)).toMatchObject({ ok: true, ran: false, job: { state: 'done' } });
});

test('a runner that is asked to end gives its job back, and the next goes on at once', async () => {
  const world = await dueWorld(tokyo('2026-11-01T00:30'));
  const { warifu } = world;
  const ending = new AbortController();
  const kind: JobKind = {
    ...sevenADay,
    page: async (context, cursor) => {
      if (cursor === '3') ending.abort();
      return sevenADay.page(context, cursor);
    },
  };
  const parts = { deps: warifu.deps, kinds: [kind], limits: { pageSize: 3 }, onError: () => {} };
  const result = await createJobService(parts).runDue(ending.signal);
  expect(result).toMatchObject({ done: 0, postponed: 1 });
  expect(await dayOf(world, '2026-11-01')).toMatchObject({ job: { state: 'due', doneCount: 6 } });
  expect(await runner(warifu.deps).runDue()).toMatchObject({ done: 1 });
  expect(await dayOf(world, '2026-11-01')).toMatchObject(wholeDay);
});
