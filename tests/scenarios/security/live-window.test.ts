import { request } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { report } from '../../durability/support/counts.ts';
import { enrolledWorld, verifyCode } from '../support/enrolled.ts';
import { policyLike } from '../support/policies.ts';
import type { World } from '../support/world.ts';

/** Rows 10 and 11: for how long a code lives, to the second, and that only the server's clock says so. */
const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

const full = process.env['WARIFU_FULL'] === '1';

function bankOf(stepSeconds: 30 | 60, windowSteps: number) {
  return policyLike('nanahoshi', (document) => {
    const [fob] = document['authenticators'] as object[];
    const limits = { window_steps: windowSteps, max_drift_steps: 0 };
    document['authenticators'] = [{ ...fob, step_seconds: stepSeconds, ...limits }];
    document['lockout'] = { ...(document['lockout'] as object), threshold: 100, cap: 100 };
  });
}

/** Age of a code: how long ago the token began to show it; negative before it does. */
async function acceptedAges(stepSeconds: 30 | 60, windowSteps: number): Promise<number[]> {
  const policy = bankOf(stepSeconds, windowSteps);
  const world = await enrolledWorld({ policy, stepSeconds });
  worlds.push(world);
  const { clock } = world.server;
  const stepMs = stepSeconds * 1_000;
  const reach = stepSeconds * (windowSteps + 2);
  const ages: number[] = [];
  // Each second is of a code of its own, so that none is refused because it was used before.
  for (let age = -reach; age <= reach + stepSeconds; age += full ? 1 : 3) {
    for (const edge of [0, -1]) {
      clock.advance(20 * stepMs);
      // Clears the count of what was refused before.
      expect(await verifyCode(world, 'M', world.fob('F1').codeAt(world.now))).toBe('accepted');
      const shownFrom = Math.ceil(world.now / stepMs) * stepMs + 10 * stepMs;
      const otp = world.fob('F1').codeAt(shownFrom);
      clock.set(new Date(shownFrom + age * 1_000 + edge).toISOString());
      if ((await verifyCode(world, 'M', otp)) === 'accepted') ages.push(age * 1_000 + edge);
    }
  }
  return ages;
}

const windows = [
  [30, 1],
  [60, 1],
  [60, 0],
  [30, 2],
] as const;

test.each(windows)(
  'row 10 step %d s, window ±%d: the live window is the configured one, to the millisecond',
  async (step, window) => {
    const ages = await acceptedAges(step, window);
    const stepMs = step * 1_000;
    const [oldest, newest] = [Math.max(...ages), Math.min(...ages)];
    const [from, to] = [0 - window * stepMs, (window + 1) * stepMs];
    report('row 10', {
      'step s': step,
      window,
      'oldest accepted s': (oldest / 1_000).toFixed(3),
      'newest accepted s': (newest / 1_000).toFixed(3),
    });
    expect(ages.every((age) => age >= from && age < to)).toBe(true);
    // The last millisecond is within, the next is not; so is the first.
    expect([newest, oldest]).toEqual([from, to - 1]);
  },
);

/** A request whose headers say another time, in every way that a header can. */
function sendAt(
  world: World,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<string> {
  const text = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = request(
      `${world.server.url}${path}`,
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${world.server.operatorKey}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
          'idempotency-key': crypto.randomUUID(),
          ...headers,
        },
      },
      (response) => {
        let answer = '';
        response.on('data', (chunk: Buffer) => {
          answer += chunk.toString('utf8');
        });
        response.on('end', () => resolve(`${response.statusCode} ${answer}`));
      },
    );
    sent.on('error', reject);
    sent.end(text);
  });
}

const timeHeaders = [
  'Date',
  'X-Time',
  'X-Timestamp',
  'X-Request-Time',
  'X-Request-Start',
  'X-Now',
  'Event-Timestamp',
  'If-Modified-Since',
  'If-Unmodified-Since',
  'Last-Modified',
  'Expires',
  'Age',
  'Timestamp',
  'X-Amz-Date',
];
const otherTimes = [-400, -1, 1, 400];

test('row 11 time comes only from the server: no header and no member of a body changes a decision', async () => {
  const world = await enrolledWorld();
  worlds.push(world);
  const path = '/v1/verifications';
  let [asked, changed] = [0, 0];
  for (const days of otherTimes)
    for (const header of timeHeaders) {
      const at = world.now + days * 86_400_000;
      const otp = world.fob('F1').codeAt(at);
      const body = { user_id: world.user('M'), purpose: 'one_off_transfer', otp };
      for (const value of [new Date(at).toUTCString(), new Date(at).toISOString(), String(at)]) {
        asked += 1;
        const answer = await sendAt(world, path, body, { [header]: value });
        if (!/^200 .*"reason":"(code_wrong|user_locked)"/.test(answer)) changed += 1;
      }
      // The right code of now is taken with the same headers, and clears the count.
      world.server.clock.advance(60_000);
      await liftLock(world);
      const right = { ...body, otp: world.fob('F1').codeAt(world.now) };
      const answer = await sendAt(world, path, right, { [header]: new Date(at).toUTCString() });
      asked += 1;
      if (!answer.startsWith('200 {"result":"accepted"')) changed += 1;
    }
  for (const member of [
    'at',
    'now',
    'time',
    'timestamp',
    'date',
    'created_at',
    'checked_at',
    'clock',
  ]) {
    const at = world.now - 86_400_000;
    const otp = world.fob('F1').codeAt(at);
    const body = {
      user_id: world.user('M'),
      purpose: 'one_off_transfer',
      otp,
      [member]: new Date(at).toISOString(),
    };
    asked += 1;
    if (!(await sendAt(world, path, body, {})).startsWith('400 ')) changed += 1;
  }
  report('row 11', { asked, 'decisions changed': changed });
  expect(changed).toBe(0);
});

test('row 11 a fixed factor that was checked in the future, or long ago, proves nothing', async () => {
  const world = await enrolledWorld();
  worlds.push(world);
  for (const [offsetMs, expected] of [
    [-301_000, 'factors_missing'],
    [86_400_000, 'factors_missing'],
    [0, 'accepted'],
  ] as const) {
    world.server.clock.advance(60_000);
    const { id } = await world.channel.ok('/v1/challenges', {
      body: {
        user_id: world.user('M'),
        operation: 'one_off_transfer',
        details: { approval: 'none', stage: 'commit' },
      },
    });
    const factors = [{ kind: 'pin', checked_at: new Date(world.now + offsetMs).toISOString() }];
    const otp = world.fob('F1').codeAt(world.now);
    const { body } = await world.operator.send('/v1/verifications', {
      body: { challenge_id: id, otp, factors },
    });
    expect(body['reason'] ?? body['code'] ?? body['result'], String(offsetMs)).toBe(expected);
  }
});

/** Three wrong codes do not lock; a lock of an earlier round is lifted by the desk. */
async function liftLock(world: World): Promise<void> {
  const acting = { staff_id: 's-1', desk: 'corporate_help_desk', evidence: 'call 5' };
  await world.channel.send('/v1/locks/unlock', { body: { user_ids: [world.user('M')], acting } });
}
