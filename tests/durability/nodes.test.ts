import { randomUUID } from 'node:crypto';
import { onDatabase } from '@warifu/store/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, Json } from '../scenarios/support/api.ts';
import type { Customer, Holder } from './support/bank.ts';
import { Clients } from './support/client.ts';
import { asked, report } from './support/counts.ts';
import { Nodes } from './support/nodes.ts';
import { patchedPolicy } from './support/policies.ts';
import { cleanUp } from './support/processes.ts';

/**
 * Two server processes on one PostgreSQL, driven over HTTP: whatever one of them did, the other one
 * knows when it decides. A round's losers are counted as wrong codes, so the bank of the races locks
 * later than any round has losers; the one of the guesses has the usual five.
 */
const purpose = 'one_off_transfer';
const path = '/v1/verifications';
const stepMs = 60_000;

let races: Nodes;
let guesses: Nodes;

beforeAll(async () => {
  races = await Nodes.prepare(10, patchedPolicy({ lockAt: 100 }));
  guesses = await Nodes.prepare(2);
  await races.start();
  await guesses.start();
});

afterAll(async () => {
  await races?.close();
  await guesses?.close();
  await cleanUp();
});

let now = 0;

/** The clocks of the races, moved on by so many steps of a minute. */
async function goOn(steps: number): Promise<number> {
  now = (now || races.banks[0].startAt) + steps * stepMs;
  await races.setClock(now);
  return now;
}

function customer(nodes: Nodes, index: number): Customer {
  const one = nodes.banks[0].customers[index];
  if (!one) throw new Error(`the bank has no customer ${index}`);
  return one;
}

interface Attempt {
  readonly at: 0 | 1;
  readonly userId: string;
  readonly otp: string;
  readonly idempotencyKey?: string;
}

function verify(nodes: Nodes, { at, userId, otp, ...rest }: Attempt): Promise<Answer> {
  return nodes.api(at).send(path, { body: { user_id: userId, purpose, otp }, ...rest });
}

/** What a verification came to, in a word. */
async function told(nodes: Nodes, attempt: Attempt): Promise<string> {
  return wordOf((await verify(nodes, attempt)).body);
}

function wordOf(body: Json): string {
  return String(body['reason'] ?? body['result'] ?? body['code']);
}

const onBoth = [0, 1] as const;

/** The same body so many times at each node, from one client process each. */
async function fromBoth(nodes: Nodes, clients: readonly Clients[], bodies: readonly unknown[]) {
  const sent = onBoth.map((at) => {
    const to = { url: nodes.server(at).url, apiKey: nodes.banks[at].operatorKey, path };
    return clients[at]?.sendAll(to, bodies) ?? [];
  });
  const replies = (await Promise.all(sent)).flat();
  return replies.map(({ text }) => wordOf(JSON.parse(text)));
}

describe('one code', () => {
  const parallel = 32;

  async function race(rounds: number): Promise<{ accepted: number[]; tryAgain: number }> {
    const clients = [new Clients(1), new Clients(1)];
    const { member } = customer(races, 0);
    const accepted: number[] = [];
    let tryAgain = 0;
    for (let round = 0; round < rounds; round++) {
      const otp = member.fob.codeAt(await goOn(1));
      const bodies = Array(parallel).fill({ user_id: member.userId, purpose, otp });
      const words = await fromBoth(races, clients, bodies);
      accepted.push(words.filter((word) => word === 'accepted').length);
      tryAgain += words.filter((word) => word === 'try_again').length;
    }
    return { accepted, tryAgain };
  }

  const rounds = asked(50, 1_000);

  test(`row 3 2 nodes × ${parallel} parallel × ${rounds} rounds at READ COMMITTED: accepted ${rounds}`, async () => {
    const { accepted, tryAgain } = await race(rounds);
    const sum = accepted.reduce((total, one) => total + one, 0);
    report('row 3', { rounds, accepted: sum, try_again: tryAgain });
    expect(accepted).toEqual(Array(rounds).fill(1));
  });

  test('row 1 accepted at one node, it is refused at the other: to the same user, to one who shares the fob, and to both again in the next minute', async () => {
    const { contractId, member } = customer(races, 1);
    const sharer = await addSharer(contractId, member);
    const tries = asked(10, 200);
    let replays = 0;
    for (let round = 0; round < tries; round++) {
      const otp = member.fob.codeAt(await goOn(1));
      const [first, second] = round % 2 === 0 ? [0, 1] : ([1, 0] as const);
      const holder = { at: first as 0 | 1, userId: member.userId, otp };
      expect(await told(races, holder)).toBe('accepted');
      for (const userId of [member.userId, sharer])
        replays += Number((await told(races, { at: second as 0 | 1, userId, otp })) === 'accepted');
    }
    const late = member.fob.codeAt(await goOn(1), -1);
    for (const at of onBoth)
      for (const userId of [member.userId, sharer])
        expect(await told(races, { at, userId, otp: late })).toBe('code_replayed');
    report('row 1', { rounds: tries, replays_accepted: replays });
    expect(replays).toBe(0);
  });

  test('row 8 one Idempotency-Key at both nodes at once: one act, one answer', async () => {
    const { userId, fob } = customer(races, 2).member;
    const tries = asked(10, 1_000);
    for (let round = 0; round < tries; round++) {
      const otp = fob.codeAt(await goOn(1));
      const idempotencyKey = randomUUID();
      const both = await Promise.all(
        onBoth.map((at) => verify(races, { at, userId, otp, idempotencyKey })),
      );
      expect(both.map(({ text }) => text)).toEqual(Array(2).fill(both[0]?.text));
      expect(both[0]?.body['result']).toBe('accepted');
      const other = { at: 1, userId, otp: fob.wrongCodeAt(now), idempotencyKey } as const;
      expect((await verify(races, other)).status).toBe(422);
    }
    const spent = (await races.records()).filter(
      (record) => record.userId === userId && record.action === 'verify_otp',
    );
    expect(spent).toHaveLength(tries);
  });

  /** One more user of the contract, who registers the fob of another. */
  async function addSharer(contractId: string, { fob }: Holder): Promise<string> {
    const person = { contract_id: contractId, login_id: 'sharer', name: 'user', role: 'member' };
    const body = { ...person, permissions: [purpose] };
    const { id } = await races.api(0).ok('/v1/users', { body });
    const otp = fob.codeAt(await goOn(1));
    const registration = `/v1/enrolments/${String(id)}/registration`;
    await races.api(1).ok(registration, { body: { serial: fob.serial, otp } });
    return String(id);
  }
});

test('row 33 verify at one node ∥ revoke at the other: accepted after the revocation 0', async () => {
  const customers = races.banks[0].customers.slice(3, 10);
  const rounds = Math.ceil(asked(200, 10_000) / customers.length);
  let [accepted, after, delayMs] = [0, 0, 0];
  for (let round = 0; round < rounds; round++) {
    // Past every window of the round before.
    await goOn(4);
    await Promise.all(customers.map(oneRound));
  }
  report('row 33', {
    rounds: rounds * customers.length,
    accepted_before: accepted,
    accepted_after: after,
    max_delay_ms: Math.ceil(delayMs),
  });
  expect(after).toBe(0);

  async function oneRound({ member }: Customer, index: number): Promise<void> {
    const { userId, fob } = member;
    const [here, there] = index % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
    const racing = verify(races, { at: here, userId, otp: fob.codeAt(now, -1) });
    const begun = performance.now();
    const body = { user_ids: [userId], reason: 'revoked', acting: helpDesk };
    await races.api(there).ok('/v1/revocations', { body });
    delayMs = Math.max(delayMs, performance.now() - begun);
    // Sent once the revocation was answered, with a code that nobody has seen.
    const late = await told(races, { at: here, userId, otp: fob.codeAt(now) });
    after += Number(late === 'accepted');
    accepted += Number((await racing).body['result'] === 'accepted');
    const registration = { serial: fob.serial, otp: fob.codeAt(now, 1) };
    await races.api(there).ok(`/v1/enrolments/${userId}/registration`, { body: registration });
  }
});

const helpDesk = { staff_id: 's-1', desk: 'corporate_help_desk', evidence: 'call 1' };

const threshold = 5;
const guessed = 200;

test(`rows 12, 14 ${guessed} parallel guesses over both nodes, the right code among the last: evaluated ≤ ${threshold}`, async () => {
  const { userId, fob } = customer(guesses, 0).member;
  const { startAt } = guesses.banks[0];
  const wrong = { user_id: userId, purpose, otp: fob.wrongCodeAt(startAt) };
  const right = { ...wrong, otp: fob.codeAt(startAt) };
  const bodies = [...Array(guessed / 2 - 1).fill(wrong), right];
  const heard = await fromBoth(guesses, [new Clients(1), new Clients(1)], bodies);
  const evaluated = heard.filter((word) => word !== 'user_locked' && word !== 'try_again');
  report('rows 12, 14', { guesses: guessed, evaluated: evaluated.length });
  expect(evaluated.length).toBeLessThanOrEqual(threshold);
  expect(evaluated).not.toContain('accepted');
});

test('row 14 guesses at one node, kill -9, the rest at the other: evaluated in all 5', async () => {
  const { userId, fob } = customer(guesses, 1).member;
  const { startAt } = guesses.banks[0];
  const otp = fob.wrongCodeAt(startAt);
  const heard = [
    await told(guesses, { at: 1, userId, otp }),
    await told(guesses, { at: 1, userId, otp }),
    await told(guesses, { at: 1, userId, otp }),
  ];
  await guesses.server(1).kill();
  for (const _ of [4, 5, 6]) heard.push(await told(guesses, { at: 0, userId, otp }));
  heard.push(await told(guesses, { at: 0, userId, otp: fob.codeAt(startAt) }));
  await guesses.startAgain(1);
  heard.push(await told(guesses, { at: 1, userId, otp: fob.codeAt(startAt) }));
  expect(heard).toEqual([
    ...Array(threshold).fill('code_wrong'),
    ...Array(3).fill('user_locked'),
  ]);
});

test('row 69 a node is killed under load: the other serves on, what was answered stands, and it comes back', async () => {
  await goOn(4);
  const { customers } = races.banks[0];
  const load = customers.slice(3).flatMap(({ member: { userId, fob } }) =>
    [-1, 0, 1, 1, 0].map((steps) => ({
      userId,
      otp: fob.codeAt(now, steps),
      idempotencyKey: randomUUID(),
    })),
  );
  let answered = 0;
  const killing = Promise.withResolvers<void>();
  const atFirst = load.map(async (attempt) => {
    const answer = await verify(races, { ...attempt, at: 1 }).catch(() => undefined);
    answered += 1;
    if (answered === 10) killing.resolve();
    return answer;
  });
  const meanwhile = customers.slice(0, 3).map(({ master }) =>
    verify(races, { at: 0, userId: master.userId, otp: master.fob.codeAt(now) }),
  );
  await killing.promise;
  await races.server(1).kill();
  const heard = await Promise.all(atFirst);
  for (const answer of await Promise.all(meanwhile)) expect(wordOf(answer.body)).toBe('accepted');
  // The same keys at the node that lives on: what had an answer gets that one again.
  const again = await Promise.all(load.map((attempt) => verify(races, { ...attempt, at: 0 })));
  for (const [index, answer] of heard.entries())
    if (answer) expect(again[index]?.text).toBe(answer.text);
  const accepted = (userId: string) =>
    again.filter((one, at) => load[at]?.userId === userId && one.body['result'] === 'accepted');
  for (const { member } of customers.slice(3))
    expect(accepted(member.userId).length).toBeLessThanOrEqual(3);
  expect(await races.admin(0, (admin) => admin.verifyAudit())).toMatchObject({ ok: true });
  await races.startAgain(1);
  const { master } = customer(races, 4);
  const next = { at: 1, userId: master.userId, otp: master.fob.codeAt(now) } as const;
  expect(await told(races, next)).toBe('accepted');
  const whole = await races.admin(1, (admin) => admin.verifyAudit());
  expect(whole).toMatchObject({ ok: true });
  if (!whole.ok) throw new Error('the record is damaged');
  expect(whole.heads.map(({ chain }) => chain)).toEqual(['node-1', 'node-2']);
  report('row 69, two nodes', { answered: heard.filter(Boolean).length, sent: load.length });
});

describe('what one node was told', () => {
  test('an API key that was revoked at one is refused by the other within its next reading', async () => {
    const key = { institutionId: 'nanahoshi', name: 'short-lived', scopes: ['policies:read'] };
    const { id, text } = await races.admin(0, (admin) => admin.createApiKey(key));
    const status = async () => (await races.server(1).api(text).send('/v1/policies')).status;
    await expect.poll(status, patience).toBe(200);
    await races.admin(0, (admin) => admin.revokeApiKey({ id }));
    const begun = performance.now();
    await expect.poll(status, patience).toBe(401);
    report('API key', { refused_after_ms: Math.ceil(performance.now() - begun) });
  });

  test('a policy that was approved at one decides at both from the same instant on', async () => {
    const policy = patchedPolicy({ lockAt: 90 });
    const from = await races.admin(0, async (admin) => {
      const institution = 'nanahoshi';
      await admin.policyAct({ institution, by: 'hanako', act: 'propose', document: policy });
      const approval = { version: 2, effectiveFrom: null };
      const approved = await admin.policyAct({
        ...{ institution, by: 'taro', act: 'approve' as const },
        ...approval,
      });
      if (!approved.ok) throw new Error(approved.reason);
      return approved.version.effectiveFrom;
    });
    expect(from).toBe(now + 30_000);
    await expect.poll(async () => (await policiesAt(1)).length, patience).toBe(2);
    const { userId, fob } = customer(races, 5).master;
    const wrong = fob.wrongCodeAt(now);
    const guess = async () => {
      for (const at of onBoth) await told(races, { at, userId, otp: wrong });
    };
    await races.setClock(from - 1);
    await guess();
    await races.setClock(from);
    await guess();
    now = from;
    const { data } = await races.api(0).ok(`/v1/audit_events?user_id=${userId}&action=verify_otp`);
    const versions = (data as Json[]).map((one) => one['policy_version']).toSorted();
    expect(versions.slice(-4)).toEqual([1, 1, 2, 2]);
  });

  const patience = { timeout: 30_000, interval: 20 };

  async function policiesAt(at: 0 | 1): Promise<readonly Json[]> {
    return (await races.api(at).ok('/v1/policies'))['data'] as Json[];
  }

  test('an institution that was added at one is served by the other', async () => {
    const { demoPolicy } = await import('@warifu/institutions');
    const institutionId = 'kenyo';
    const key = { institutionId, name: 'channel', scopes: ['contracts:write', 'policies:read'] };
    const { text } = await races.admin(0, async (admin) => {
      await admin.addInstitution(demoPolicy('kenyo'));
      return admin.createApiKey(key);
    });
    const there = races.server(1).api(text);
    await expect
      .poll(async () => (await there.send('/v1/policies')).status, patience)
      .toBe(200);
    const contract = { number: '1234567', kind: 'corporate', opened_on: '2020-01-06' };
    await there.ok('/v1/contracts', { body: contract });
    const ready = await races.server(1).api(text).send('/readyz');
    expect(ready.body).toMatchObject({ ready: true, checks: { keys: { ok: true } } });
  });

  test('a job that is due is carried out once', async () => {
    const date = new Date(now + 9 * 3_600_000).toISOString().slice(0, 10);
    const request = { institutionId: 'nanahoshi', kind: 'fee_run', date };
    const runs = await Promise.all(
      onBoth.map((at) => races.admin(at, (admin) => admin.runJob(request, () => undefined))),
    );
    for (const run of runs) expect(run.ok).toBe(true);
    const jobs = await onDatabase<{ state: string; n: number }>(
      races.database.url,
      `SELECT count(*)::int AS n FROM jobs WHERE kind = 'fee_run' AND due_on = '${date}'
        AND institution_id = 'nanahoshi'`,
    );
    expect(jobs[0]?.n).toBe(1);
    const records = (await races.records()).filter(({ action }) => action === 'run_job');
    const names = records.map((record) => JSON.stringify(Reflect.get(record, 'facts')));
    expect(new Set(names).size).toBe(names.length);
    expect(names.some((name) => name.includes('fee_run'))).toBe(true);
  });
});

test('row 3 at SERIALIZABLE: one code has one winner there too', async () => {
  const { url, name } = races.database;
  await races.stop();
  await onDatabase(
    url,
    `ALTER DATABASE ${name} SET default_transaction_isolation = 'serializable'`,
  );
  await races.start();
  const before = await rollbacks();
  const clients = [new Clients(1), new Clients(1)];
  const { member } = customer(races, 0);
  const rounds = asked(10, 1_000);
  const accepted: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const otp = member.fob.codeAt(await goOn(1));
    const bodies = Array(32).fill({ user_id: member.userId, purpose, otp });
    const words = await fromBoth(races, clients, bodies);
    accepted.push(words.filter((word) => word === 'accepted').length);
  }
  report('row 3, SERIALIZABLE', { rounds, rolled_back: (await rollbacks()) - before });
  expect(accepted).toEqual(Array(rounds).fill(1));

  async function rollbacks(): Promise<number> {
    const rows = await onDatabase<{ n: string }>(
      url,
      'SELECT pg_stat_clear_snapshot()',
      `SELECT xact_rollback AS n FROM pg_stat_database WHERE datname = '${name}'`,
    );
    return Number(rows[0]?.n);
  }
});
