import { afterEach, beforeEach, expect, test } from 'vitest';
import { enrolledWorld, verifyCode } from '../support/enrolled.ts';
import type { World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await enrolledWorld();
});
afterEach(() => world.close());

/** Every count and lock in the store, as its own queries tell them. */
async function counts(): Promise<unknown> {
  const view = await world.server.warifu.deps.store.queries.contract('nanahoshi', {
    contractId: world.contract('C'),
  });
  return {
    users: view?.users.map((user) => user.guard),
    tokens: view?.tokens.map((token) => [token.guard, token.lastAcceptedStep]),
  };
}

test('row 16 twelve spellings of one user give no new budget: only his ID is he', async () => {
  const id = world.user('U');
  const wrong = world.fob('F2').wrongCodeAt(world.now);
  const spellings = [
    id.toUpperCase(),
    ` ${id}`,
    `${id} `,
    `${id}\u3000`,
    id.replace('usr_', 'usr-'),
    id.slice(4),
    'u',
    'U',
    'Ｕ',
    `${id}\u200b`,
    `${id}%20`,
  ];
  const before = await counts();
  for (const user_id of spellings) {
    const body = { user_id, purpose: 'one_off_transfer', otp: wrong };
    const { status } = await world.channel.send('/v1/verifications', { body });
    expect([400, 404], user_id).toContain(status);
  }
  expect(await counts()).toEqual(before);
  // The twelfth is the right one, and it has the whole budget of five and no more.
  const results: string[] = [];
  for (let guess = 0; guess < 6; guess++) results.push(await verifyCode(world, 'U', wrong));
  expect(results.filter((one) => one === 'code_wrong')).toHaveLength(5);
});

test('row 16 a login ID has one spelling in a contract', async () => {
  for (const login_id of ['U', 'u', ' U ', 'Ｕ', 'ｕ']) {
    const body = {
      contract_id: world.contract('C'),
      login_id,
      name: 'another',
      role: 'member',
      permissions: [],
    };
    const { body: problem } = await world.channel.send('/v1/users', { body });
    expect(problem['code'], login_id).toBe('user_login_id_taken');
  }
});

test('row 18 a right fixed factor does not reset the count of wrong codes: at most 5 of 50 are evaluated', async () => {
  const results: string[] = [];
  for (let round = 0; round < 50; round++) {
    const challenge = await world.channel.ok('/v1/challenges', {
      body: {
        user_id: world.user('U'),
        operation: 'one_off_transfer',
        details: { approval: 'none', stage: 'commit' },
      },
    });
    const body = {
      challenge_id: challenge['id'],
      otp: world.fob('F2').wrongCodeAt(world.now),
      factors: [{ kind: 'pin', checked_at: new Date(world.now).toISOString() }],
    };
    const answer = await world.operator.send('/v1/verifications', { body });
    results.push(String(answer.body['reason'] ?? answer.body['code']));
  }
  expect(results.filter((one) => one === 'code_wrong')).toHaveLength(5);
  expect(new Set(results.slice(5))).toEqual(new Set(['challenge_blocked']));
});

test('row 20 while locked, a right and a wrong code give the same status, headers and bytes', async () => {
  const fob = world.fob('F2');
  for (let guess = 0; guess < 5; guess++) await verifyCode(world, 'U', fob.wrongCodeAt(world.now));
  const answers = [];
  for (const otp of [fob.codeAt(world.now), fob.wrongCodeAt(world.now), 'x'])
    answers.push(
      await world.channel.send('/v1/verifications', {
        body: { user_id: world.user('U'), purpose: 'one_off_transfer', otp },
      }),
    );
  const wrongForAnother = await world.channel.send('/v1/verifications', {
    body: {
      user_id: world.user('V'),
      purpose: 'one_off_transfer',
      otp: fob.wrongCodeAt(world.now),
    },
  });
  const seen = [...answers, wrongForAnother].map(({ status, text }) => `${status} ${text}`);
  expect(new Set(seen).size).toBe(1);
});

test('row 23 nothing is counted without an authenticated client, nor for blank, wild or unknown users (30 odd strings)', async () => {
  const before = await counts();
  const wrong = world.fob('F2').wrongCodeAt(world.now);
  const odd = [
    '',
    ' ',
    '  ',
    '*',
    '%',
    '_',
    'usr_*',
    'usr_%',
    '.*',
    '?',
    'null',
    'undefined',
    'NaN',
    '0',
    '-1',
    'true',
    '[]',
    '{}',
    '\t',
    '\n',
    '\u0000',
    '../',
    "' OR 1=1 --",
    '"',
    'usr_',
    'tok_1',
    '\u3000',
    '\u200b',
    'a'.repeat(64),
    'usr_00000000000000000000000000',
  ];
  expect(odd).toHaveLength(30);
  for (const user_id of odd) {
    const body = { user_id, purpose: 'one_off_transfer', otp: wrong };
    const { status } = await world.channel.send('/v1/verifications', { body });
    expect([400, 404], JSON.stringify(user_id)).toContain(status);
  }
  const body = { user_id: world.user('U'), purpose: 'one_off_transfer', otp: wrong };
  const strangers = ['', 'Bearer', 'Bearer x', 'Basic eDp5', `Bearer ${world.server.channelKey}x`];
  for (const authorization of strangers)
    for (let flood = 0; flood < 20; flood++) {
      const { status } = await world.channel.send('/v1/verifications', {
        body,
        headers: { authorization },
      });
      expect(status).toBe(401);
    }
  expect(await counts()).toEqual(before);
});

test('row 8 a repeated request gets the first answer and spends nothing; another body under the key is refused', async () => {
  const otp = world.fob('F2').codeAt(world.now);
  const body = { user_id: world.user('U'), purpose: 'one_off_transfer', otp };
  const idempotencyKey = 'payment-1';
  const first = await world.channel.send('/v1/verifications', { body, idempotencyKey });
  const after = await counts();
  for (let repeat = 0; repeat < 50; repeat++) {
    const again = await world.channel.send('/v1/verifications', { body, idempotencyKey });
    expect([again.status, again.text]).toEqual([first.status, first.text]);
  }
  expect(first.body['result']).toBe('accepted');
  expect(await counts()).toEqual(after);
  const other = { ...body, otp: world.fob('F2').wrongCodeAt(world.now) };
  const reused = await world.channel.send('/v1/verifications', { body: other, idempotencyKey });
  expect([reused.status, reused.body['code']]).toEqual([422, 'idempotency_key_reused']);
  expect(await counts()).toEqual(after);
  await world.server.restart();
  const later = await world.channel.send('/v1/verifications', { body, idempotencyKey });
  expect(later.text).toBe(first.text);
});

test('row 13 a decision whose answer cannot be presented is counted all the same: 5 of 5', async () => {
  const { service } = world.server.warifu;
  const client = { keyId: 'key_t', institutionId: 'nanahoshi', scopes: new Set<string>() };
  const statuses: unknown[] = [];
  for (let guess = 0; guess < 5; guess++) {
    const otp = world.fob('F2').wrongCodeAt(world.now);
    const command = {
      kind: 'user' as const,
      userId: world.user('U'),
      purpose: 'one_off_transfer',
      otp,
      factors: [],
    };
    // Whether the caller learns anything is one thing; the count is what is proved here.
    const call = service.verify(command, {
      client,
      source: null,
      present: () => {
        throw new Error('the answer could not be written');
      },
      failed: { status: 500, body: '{}' },
    });
    statuses.push(
      await call.then(
        (result) => result.kind === 'done' && result.answer.status,
        () => 'lost',
      ),
    );
  }
  expect(await verifyCode(world, 'U', world.fob('F2').codeAt(world.now))).toBe('user_locked');
  expect(statuses).toEqual([500, 500, 500, 500, 500]);
});

test('row 4 an accepted step closes every step before it, in the next interval too', async () => {
  const fob = world.fob('F2');
  const replays: string[] = [];
  for (let minute = 0; minute < 30; minute++) {
    world.server.clock.advance(60_000);
    const unused = fob.codeAt(world.now, -1);
    expect(await verifyCode(world, 'U', fob.codeAt(world.now))).toBe('accepted');
    replays.push(await verifyCode(world, 'U', unused));
    world.server.clock.advance(60_000);
    replays.push(await verifyCode(world, 'U', fob.codeAt(world.now, -1)));
  }
  // One minute before each accepted code there is one that nobody used: it is closed as well.
  expect(new Set(replays)).toEqual(new Set(['code_replayed']));
});
