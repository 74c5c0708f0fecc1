import { afterAll, beforeAll, expect, test } from 'vitest';
import { enrolledWorld, verifyCode } from '../support/enrolled.ts';
import type { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await enrolledWorld();
});
afterAll(() => world.close());

const full = process.env['WARIFU_FULL'] === '1';

test('row 1 ALL-01 a spent code is refused on every path there is (same user, sharer, challenge, registration, after a restart)', async () => {
  const rounds = full ? 200 : 20;
  let replayed = 0;
  for (let round = 0; round < rounds; round++) {
    world.server.clock.advance(60_000);
    const otp = world.fob('F2').codeAt(world.now);
    expect(await verifyCode(world, 'U', otp)).toBe('accepted');
    const results = [
      await verifyCode(world, 'U', otp),
      await verifyCode(world, 'V', otp),
      await proveTransfer('V', otp),
      await registerWith('M', otp),
    ];
    if (round % 10 === 9) {
      await world.server.restart();
      results.push(await verifyCode(world, 'V', otp));
    }
    replayed += results.filter((result) => result === 'accepted').length;
    expect(results).not.toContain('accepted');
    // Acceptances clear the counts, so that no lock hides what is proved here.
    world.server.clock.advance(60_000);
    for (const [user, fob] of [
      ['V', 'F2'],
      ['M', 'F1'],
    ] as const)
      expect(await verifyCode(world, user, world.fob(fob).codeAt(world.now))).toBe('accepted');
  }
  expect(replayed).toBe(0);
});

test('row 2 one winner among 64 parallel requests with the same code', async () => {
  const rounds = full ? 1_000 : 20;
  let accepted = 0;
  for (let round = 0; round < rounds; round++) {
    world.server.clock.advance(60_000);
    const otp = world.fob('F2').codeAt(world.now);
    const users = Array.from({ length: 64 }, (_, index) => (index % 2 === 0 ? 'U' : 'V'));
    const results = await Promise.all(users.map((user) => verifyCode(world, user, otp)));
    accepted += results.filter((result) => result === 'accepted').length;
    await liftLocks();
  }
  expect(accepted).toBe(rounds);
});

test('row 12 of 200 parallel guesses at most five are evaluated, the right one among the last', async () => {
  world.server.clock.advance(60_000);
  await liftLocks();
  const fob = world.fob('F2');
  const guesses = Array.from({ length: 200 }, (_, index) =>
    index < 190 ? fob.wrongCodeAt(world.now) : fob.codeAt(world.now),
  );
  const results = await Promise.all(guesses.map((otp) => verifyCode(world, 'U', otp)));
  const evaluated = results.filter((result) => result !== 'user_locked');
  expect(evaluated).toEqual(Array.from({ length: 5 }, () => 'code_wrong'));
  await liftLocks();
});

test('row 7 ALL-05 forty spellings of a spent and of a wrong code: each refused, each counted once', async () => {
  let refusedAndCounted = 0;
  for (const spell of spellings) {
    world.server.clock.advance(60_000);
    await liftLocks();
    const right = world.fob('F2').codeAt(world.now);
    expect(await verifyCode(world, 'U', right)).toBe('accepted');
    const wrong = world.fob('F2').wrongCodeAt(world.now);
    const spent = await verifyCode(world, 'U', spell(right));
    const missed = await verifyCode(world, 'U', spell(wrong));
    expect([spent, missed]).not.toContain('accepted');
    // Three more wrong codes lock at the fifth exactly when both spellings counted once.
    const rest = [];
    for (let guess = 0; guess < 4; guess++) rest.push(await verifyCode(world, 'U', wrong));
    expect(rest).toEqual(['code_wrong', 'code_wrong', 'code_wrong', 'user_locked']);
    refusedAndCounted++;
  }
  expect(refusedAndCounted).toBe(40);
});

const wide = (code: string) =>
  code.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
const arabic = (code: string) =>
  code.replace(/\d/g, (digit) => String.fromCodePoint(0x0660 + Number(digit)));
const between = (gap: string) => (code: string) => `${code.slice(0, 3)}${gap}${code.slice(3)}`;
const gaps = [
  ' ',
  '  ',
  '-',
  '--',
  '\t',
  '\u3000',
  '\u2010',
  '\u2013',
  '\u2014',
  '\uff0d',
  '\u2212',
];
const foreign = ['\u200b', '\u200d', '\ufeff', '.', ',', '_', '\u0301', 'e', '/'];
const spellings: readonly ((code: string) => string)[] = [
  ...gaps.map(between),
  ...foreign.map(between),
  (code) => code,
  wide,
  arabic,
  (code) => `${wide(code.slice(0, 3))}${code.slice(3)}`,
  (code) => ` ${code} `,
  (code) => `\u00a0${code}\u00a0`,
  (code) => `+${code}`,
  (code) => `-${code}`,
  (code) => `0${code}`,
  (code) => `00${code}`,
  (code) => `${code}0`,
  (code) => code.slice(1),
  (code) => `0x${code}`,
  (code) => `${code}\n`,
  (code) => `\r\n${code}`,
  (code) => [...code].join(' '),
  (code) => [...wide(code)].join('-'),
  (code) => `'${code}'`,
  (code) => `${code}${code}`,
  (code) => code.replace(/\d/g, (digit) => String.fromCodePoint(0x1d7ce + Number(digit))),
];

async function proveTransfer(user: string, otp: string): Promise<string> {
  const challenge = await world.channel.ok('/v1/challenges', {
    body: {
      user_id: world.user(user),
      operation: 'one_off_transfer',
      details: { approval: 'none', stage: 'commit' },
    },
  });
  const factors = [{ kind: 'pin', checked_at: new Date(world.now).toISOString() }];
  const body = { challenge_id: challenge['id'], otp, factors };
  return String((await world.channel.ok('/v1/verifications', { body }))['result']);
}

async function registerWith(user: string, otp: string): Promise<string> {
  const path = `/v1/enrolments/${world.user(user)}/registration`;
  const body = { serial: world.fob('F2').serial, otp };
  return String((await world.channel.ok(path, { body }))['result']);
}

/** The bank lifts whatever a part of the test has locked, as its desk may when nobody else can. */
async function liftLocks(): Promise<void> {
  for (const user of ['U', 'V']) {
    const body = { user_ids: [world.user(user)], acting: { user_id: world.user('M') } };
    const { status } = await world.channel.send('/v1/locks/unlock', { body });
    if (status === 200) continue;
    const desk = { staff_id: 's-1', desk: 'corporate_help_desk', evidence: 'call 1' };
    await world.channel.send('/v1/locks/unlock', {
      body: { user_ids: [world.user(user)], acting: desk },
    });
  }
}
