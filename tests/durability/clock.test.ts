import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bank, copyOf, type Holder, prepareBank, removeBank } from './support/bank.ts';
import { type Served, serve } from './support/command.ts';
import { report } from './support/counts.ts';
import { FakeTime } from './support/fake-time.ts';
import { cleanUp } from './support/processes.ts';

/**
 * Rows 75 and 76 on `warifu serve` as it is installed: libfaketime sets the clock of the process while
 * it runs, and between two runs.
 */
const [secondMs, minuteMs, hourMs, dayMs] = [1_000, 60_000, 3_600_000, 86_400_000];

let prepared: Bank;

beforeAll(async () => {
  prepared = await prepareBank(16);
});

afterAll(async () => {
  await cleanUp();
  removeBank(prepared);
});

/** Each acceptance spends a minute of a fob, so each is of another fob. */
function holdersOf(bank: Bank): () => Holder {
  const left = bank.customers.flatMap(({ master, member }) => [master, member]);
  return () => {
    const next = left.pop();
    if (!next) throw new Error('every fob of the bank was used');
    return next;
  };
}

async function tryCode({ api }: Served, holder: Holder, at: number): Promise<string> {
  const body = { user_id: holder.userId, purpose: 'one_off_transfer', otp: holder.fob.codeAt(at) };
  const answer = await api.send('/v1/verifications', { body });
  return String(answer.body['code'] ?? answer.body['reason'] ?? answer.body['result']);
}

/** Asks until readiness says it; its own look is at most a second old. */
async function untilClockIs({ url }: Served, ok: boolean): Promise<string> {
  for (;;) {
    const answer = await fetch(`${url}/readyz`);
    const { checks } = (await answer.json()) as {
      readonly checks: { readonly clock: { readonly ok: boolean; readonly message?: string } };
    };
    if (checks.clock.ok === ok) return checks.clock.message ?? '';
  }
}

const jumps: readonly (readonly [ms: number, event: string])[] = [
  [-31 * secondMs, 'clock_far_behind'],
  [-hourMs, 'clock_far_behind'],
  [-3_650 * dayMs, 'clock_far_behind'],
  [minuteMs, 'clock_far_ahead'],
  [9 * hourMs, 'clock_far_ahead'],
  [400 * dayMs, 'clock_far_ahead'],
];

test('rows 75 and 76: the clock of a running server is set back and on: 503, an alarm, and all as before when it is right', async () => {
  const bank = copyOf(prepared);
  const next = holdersOf(bank);
  const time = new FakeTime(bank.dataDir);
  time.set(bank.startAt - Date.now());
  const server = await serve(bank, [], { env: time.environment });
  const locked = next();
  let accepted = 0;
  expect(await tryCode(server, next(), time.now())).toBe('accepted');
  for (const [ms, event] of jumps) {
    const holder = next();
    const before = time.now();
    time.jump(ms);
    const told = [
      await tryCode(server, holder, before),
      await tryCode(server, holder, time.now()),
      await tryCode(server, locked, before),
    ];
    expect(told, String(ms)).toEqual(['not_ready', 'not_ready', 'not_ready']);
    expect(server.output()).toContain(`"event":"${event}"`);
    time.jump(-ms);
    expect(await tryCode(server, holder, time.now()), String(ms)).toBe('accepted');
    accepted += 1;
  }
  time.jump(-hourMs);
  expect(await untilClockIs(server, false)).toMatch(/^the clock of this machine is 60 min behind/);
  time.jump(hourMs);
  await untilClockIs(server, true);
  time.jump(-secondMs);
  expect(await tryCode(server, next(), time.now())).toBe('accepted');
  expect(server.output()).toContain('"event":"clock_went_back"');
  expect(await tryCode(server, locked, time.now())).toBe('accepted');
  expect(await server.end('SIGTERM')).toBe(0);
  removeBank(bank);
  report('rows 75 and 76, libfaketime', {
    jumps: jumps.length,
    'accepted while wrong': 0,
    'accepted again': accepted,
    'locked out': 0,
  });
});

test('rows 75 and 76: the clock is set between a kill -9 and the next start, and the operator may accept it', async () => {
  const bank = copyOf(prepared);
  const next = holdersOf(bank);
  const time = new FakeTime(bank.dataDir);
  time.set(bank.startAt - Date.now());
  const options = { env: time.environment };
  let server = await serve(bank, [], options);
  for (const ms of [-hourMs, -3_650 * dayMs, hourMs, 400 * dayMs]) {
    const holder = next();
    const spent = next();
    const otp = time.now();
    expect(await tryCode(server, spent, otp)).toBe('accepted');
    await server.end('SIGKILL');
    time.jump(ms);
    server = await serve(bank, [], options);
    expect(server.output()).toMatch(/warifu: not ready: the clock of this machine is /);
    expect(await tryCode(server, spent, otp), String(ms)).toBe('not_ready');
    expect(await tryCode(server, holder, time.now()), String(ms)).toBe('not_ready');
    time.jump(-ms);
    expect(await tryCode(server, holder, time.now()), String(ms)).toBe('accepted');
  }
  await server.end('SIGKILL');
  time.jump(hourMs);
  server = await serve(bank, ['--accept-clock'], options);
  expect(await tryCode(server, next(), time.now())).toBe('accepted');
  await server.end('SIGTERM');
  server = await serve(bank, [], options);
  expect(await tryCode(server, next(), time.now())).toBe('accepted');
  await server.end('SIGTERM');
  removeBank(bank);
});
