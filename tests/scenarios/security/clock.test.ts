import { afterEach, expect, test } from 'vitest';
import { report } from '../../durability/support/counts.ts';
import type { Answer } from '../support/api.ts';
import { enrolledWorld, verifyCode } from '../support/enrolled.ts';
import { policyLike, within } from '../support/policies.ts';
import { SetClock } from '../support/set-clock.ts';
import type { World } from '../support/world.ts';

/**
 * Rows 75 and 76: somebody sets the machine's clock, while the server runs or while it is stopped. The
 * node notices by the clock that nobody sets, decides nothing while they disagree, and goes on as if
 * nothing had been when the clock is right again.
 */
const [secondMs, minuteMs, hourMs, dayMs] = [1_000, 60_000, 3_600_000, 86_400_000];
const yearMs = 365 * dayMs;
const startAt = '2037-01-05T09:00:00+09:00';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

async function worldOnMachine(policy?: unknown) {
  const clock = new SetClock(startAt);
  const options = { clock, expiresOn: '2060-03-31', ...(policy === undefined ? {} : { policy }) };
  const world = await enrolledWorld(options);
  worlds.push(world);
  return { world, clock };
}

/** One code as the operator sees the answer; 503 when the node decides nothing. */
async function tryCode(world: World, user: string, otp: string): Promise<string> {
  const body = { user_id: world.user(user), purpose: 'one_off_transfer', otp };
  const answer: Answer = await world.operator.send('/v1/verifications', { body });
  if (answer.status !== 200) return `${answer.status} ${String(answer.body['code'])}`;
  return String(answer.body['reason'] ?? answer.body['result']);
}

const clockCheck = async (world: World): Promise<boolean> => {
  const answer = await fetch(`${world.server.url}/readyz`);
  const state = (await answer.json()) as { checks: { clock: { ok: boolean } } };
  return state.checks.clock.ok;
};

/** Asks until readiness says it; its own look is at most a second old. */
async function untilClockIs(world: World, ok: boolean): Promise<void> {
  while ((await clockCheck(world)) !== ok);
}

const fresh = (world: World, fob = 'F1') => world.fob(fob).codeAt(world.now);

const back: readonly (readonly [title: string, ms: number])[] = [
  ['1 s', secondMs],
  ['10 s', 10 * secondMs],
  ['30 s', 30 * secondMs],
  ['31 s', 31 * secondMs],
  ['1 min', minuteMs],
  ['5 min', 5 * minuteMs],
  ['1 h', hourMs],
  ['9 h', 9 * hourMs],
  ['1 d', dayMs],
  ['400 d', 400 * dayMs],
  ['10 y', 10 * yearMs],
];

test('row 75 the clock goes back by 1 s to 10 y while the server runs: no old code is valid, nobody is locked out', async () => {
  const { world, clock } = await worldOnMachine();
  const heard: string[] = [];
  for (const [title, ms] of back) {
    clock.advance(10 * minuteMs);
    // A code that was used at the time to which the clock will go back, and one that nobody used.
    const spent = fresh(world);
    const unused = world.fob('F2').codeAt(world.now);
    expect(await tryCode(world, 'M', spent), title).toBe('accepted');
    clock.advance(ms);
    // The tick that keeps the mark asks for the time, if nobody else does.
    const before = world.server.warifu.deps.clock.now();
    clock.jump(-ms);
    const tried = [
      await tryCode(world, 'M', spent),
      // One step back is within the window anyway.
      ...(ms > 3 * minuteMs ? [await tryCode(world, 'U', unused)] : []),
      await tryCode(world, 'M', fresh(world)),
    ];
    heard.push(...tried);
    expect(tried, title).not.toContain('accepted');
    const trusted = ms <= 30 * secondMs;
    expect(world.server.warifu.guardedClock?.isTrusted(), title).toBe(trusted);
    expect(world.server.warifu.deps.clock.now(), title).toBeGreaterThanOrEqual(before);
    if (title === '31 s' || title === '10 y') await untilClockIs(world, false);
    clock.jump(ms);
    clock.advance(2 * minuteMs);
    expect(await tryCode(world, 'M', fresh(world)), title).toBe('accepted');
    expect(await tryCode(world, 'U', fresh(world, 'F2')), title).toBe('accepted');
  }
  await untilClockIs(world, true);
  const accepted = heard.filter((one) => one === 'accepted').length;
  report('row 75', { jumps: back.length, tried: heard.length, 'old codes accepted': accepted });
});

const forward: readonly (readonly [title: string, ms: number])[] = [
  ['1 min', minuteMs],
  ['5 min', 5 * minuteMs],
  ['10 min', 10 * minuteMs],
  ['1 h', hourMs],
  ['9 h', 9 * hourMs],
  ['1 d', dayMs],
  ['30 d', 30 * dayMs],
  ['400 d', 400 * dayMs],
];

test('row 76 the clock goes forward by 1 min to 400 d, then back: nothing is counted, no mark is in the future, nobody is locked out', async () => {
  const { world, clock } = await worldOnMachine();
  let lockedOut = 0;
  for (const [title, ms] of forward) {
    clock.advance(2 * minuteMs);
    clock.jump(ms);
    // What a fob that runs right shows, often enough for a lock, and what one of the future would.
    const tried: string[] = [];
    for (let attempt = 0; attempt < 6; attempt++)
      tried.push(await tryCode(world, 'M', world.fob('F1').codeAt(world.now - ms)));
    tried.push(
      await tryCode(world, 'M', fresh(world)),
      await tryCode(world, 'U', fresh(world, 'F2')),
    );
    expect(new Set(tried), title).toEqual(new Set(['503 not_ready']));
    if (title === '400 d') await untilClockIs(world, false);
    clock.advance(minuteMs);
    clock.jump(-ms);
    for (const [user, fob] of [
      ['M', 'F1'],
      ['U', 'F2'],
    ] as const) {
      const answer = await tryCode(world, user, fresh(world, fob));
      if (answer !== 'accepted') lockedOut += 1;
      expect(answer, `${title} ${user}`).toBe('accepted');
    }
  }
  await untilClockIs(world, true);
  report('row 76', { jumps: forward.length, 'users locked out': lockedOut });
  expect(await futureMarks(world)).toBe(0);
});

/** Tokens whose mark is further ahead than the window reaches. */
async function futureMarks(world: World): Promise<number> {
  const { queries } = world.server.warifu.deps.store;
  const { institutionId } = world.server;
  const view = await queries.contract(institutionId, { contractId: world.contract('C') });
  const latest = Math.floor(world.now / minuteMs) + 3;
  return view?.tokens.filter((token) => token.lastAcceptedStep > latest).length ?? -1;
}

test('rows 75 and 76: the clock is set while the server is stopped', async () => {
  const { world, clock } = await worldOnMachine();
  const table: readonly (readonly [ms: number, reboot: boolean])[] = [
    ...back.filter(([, ms]) => ms > 30 * secondMs).map(([, ms]) => [-ms, false] as const),
    // After a reboot a clock that is less behind than the machine was off cannot be told from a right one.
    ...back.filter(([, ms]) => ms > 3 * minuteMs).map(([, ms]) => [-ms, true] as const),
    ...forward.map(([, ms]) => [ms, false] as const),
    ...forward.filter(([, ms]) => ms > 10 * minuteMs).map(([, ms]) => [ms, true] as const),
  ];
  let refused = 0;
  for (const [ms, reboot] of table) {
    await world.server.stop();
    clock.advance(2 * minuteMs);
    clock.jump(ms);
    if (reboot) clock.reboot();
    await world.server.restart();
    const told = await tryCode(world, 'M', fresh(world));
    expect(told, `${ms} ${reboot}`).toBe('503 not_ready');
    refused += 1;
    clock.jump(-ms);
    clock.advance(minuteMs);
    expect(await tryCode(world, 'M', fresh(world)), `${ms} ${reboot}`).toBe('accepted');
  }
  report('rows 75 and 76, over a restart', { starts: table.length, refused, 'locked out': 0 });
});

test('row 76 a stop that was longer than usual: not ready until the operator accepts the clock, with a record', async () => {
  const { world, clock } = await worldOnMachine();
  await world.server.stop();
  clock.advance(3 * dayMs);
  clock.reboot();
  await world.server.restart();
  expect(await tryCode(world, 'M', fresh(world))).toBe('503 not_ready');
  await world.server.restart({ acceptClock: true });
  expect(await tryCode(world, 'M', fresh(world))).toBe('accepted');
  await world.server.restart();
  clock.advance(minuteMs);
  expect(await tryCode(world, 'M', fresh(world))).toBe('accepted');
  const { audit } = world.server.warifu.deps.store;
  expect(await audit.verify([])).toMatchObject({ ok: true });
});

const strict = policyLike('nanahoshi', (document) => {
  within(document, 'lockout', { temporary: { minutes: 30, lasting_after: 9 } });
  within(document, 'revocation', { cooldown: { minutes: 30, refuses: ['registration'] } });
});

/** Jumps that come and go while something runs, and how much time passes meanwhile. */
const excursions = [-10 * yearMs, -hourMs, -31 * secondMs, 31 * secondMs, hourMs, 400 * dayMs];

/** Sets the clock away and right again, four minutes in all; gives what was said meanwhile. */
async function excursion(
  { world, clock }: { readonly world: World; readonly clock: SetClock },
  ms: number,
  meanwhile: () => Promise<string>,
): Promise<string> {
  clock.advance(2 * minuteMs);
  clock.jump(ms);
  const said = await meanwhile();
  clock.advance(2 * minuteMs);
  clock.jump(-ms);
  expect(await tryCode(world, 'M', fresh(world))).toBe('accepted');
  return said;
}

test('row 75 a temporary lock, a pause and a challenge last exactly as long as without the jumps', async () => {
  const place = await worldOnMachine(strict);
  const { world, clock } = place;
  const registration = async () => {
    const path = `/v1/enrolments/${world.user('V')}/registration`;
    const body = { serial: world.fob('F2').serial, otp: fresh(world, 'F2') };
    const answer = await world.operator.send(path, { body });
    return String(answer.body['result'] ?? answer.body['code']);
  };
  for (let guess = 0; guess < 5; guess++)
    await verifyCode(world, 'U', world.fob('F2').wrongCodeAt(world.now));
  const lockedUntil = world.now + 30 * minuteMs;
  await world.channel.ok('/v1/revocations', {
    body: {
      user_ids: [world.user('V')],
      reason: 'revoked',
      acting: { staff_id: 's-1', desk: 'corporate_help_desk', evidence: 'call 3' },
    },
  });
  for (const ms of excursions) {
    const said = await excursion(place, ms, async () =>
      [await tryCode(world, 'U', fresh(world, 'F2')), await registration()].join(' '),
    );
    expect(said, String(ms)).toBe('503 not_ready not_ready');
  }
  // Twenty-four minutes have passed; the last second of both is still within.
  clock.set(new Date(lockedUntil - secondMs).toISOString());
  expect(await tryCode(world, 'U', fresh(world, 'F2'))).toContain('503');
  clock.set(new Date(lockedUntil - 6 * minuteMs).toISOString());
  clock.advance(6 * minuteMs - 1);
  expect(await tryCode(world, 'U', fresh(world, 'F2'))).toBe('user_locked');
  expect(await registration()).toBe('cooldown_running');
  clock.advance(1);
  expect(await tryCode(world, 'U', fresh(world, 'F2'))).toBe('accepted');
  clock.advance(minuteMs);
  expect(await registration()).toBe('accepted');
});

test('row 75 a challenge is not lengthened by a clock that went back, nor shortened by one that went on', async () => {
  const { world, clock } = await worldOnMachine();
  for (const ms of [-hourMs, hourMs]) {
    for (const [passedMs, expected] of [
      [300_000 - 1, 200],
      [300_000, 409],
    ] as const) {
      clock.advance(2 * minuteMs);
      const challenge = await world.channel.ok('/v1/challenges', {
        body: {
          user_id: world.user('M'),
          operation: 'one_off_transfer',
          details: { approval: 'none', stage: 'commit' },
        },
      });
      clock.jump(ms);
      await tryCode(world, 'M', fresh(world));
      clock.advance(passedMs);
      clock.jump(-ms);
      const factors = [{ kind: 'pin', checked_at: new Date(world.now).toISOString() }];
      const body = { challenge_id: challenge['id'], otp: fresh(world), factors };
      const { status } = await world.operator.send('/v1/verifications', { body });
      expect(status, `${ms} ${passedMs}`).toBe(expected);
    }
  }
});
