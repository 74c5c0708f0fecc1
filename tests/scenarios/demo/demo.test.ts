import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api, type Json } from '../support/api.ts';
import { TestServer } from '../support/test-server.ts';

/** The demo as a visitor has it: `npm run demo`, its file, an outside program as the fob, the tour. */
const root = fileURLToPath(new URL('../../../', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'warifu-demo-'));
const env = { ...process.env, WARIFU_DATA_DIR: dataDir, PORT: '0' };
let demo: ChildProcess;

function startDemo(): Promise<string> {
  demo = spawn(process.execPath, ['scripts/demo.mjs'], { cwd: root, env, stdio: 'pipe' });
  return new Promise((resolve, reject) => {
    if (!demo.stdout) throw new Error('the demo has no output');
    demo.once('exit', (code) => reject(new Error(`the demo ended with ${code}`)));
    createInterface({ input: demo.stdout }).on('line', (line) => {
      if (line.startsWith('ready ')) resolve(line.slice('ready '.length));
    });
  });
}

function stopDemo(): Promise<void> {
  return new Promise((resolve) => {
    demo.removeAllListeners('exit');
    demo.once('exit', () => resolve());
    demo.kill('SIGTERM');
  });
}

interface Told {
  readonly api: Api;
  readonly contracts: readonly Json[];
}

function readDemo(): Told {
  const file = JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8'));
  const [bank] = file.institutions;
  return { api: new Api(() => file.base_url, bank.api_key), contracts: bank.contracts };
}

let url = '';
beforeAll(async () => {
  url = await startDemo();
});
afterAll(async () => {
  await stopDemo();
  rmSync(dataDir, { recursive: true, force: true });
});

test('a code of oathtool, from the seed in demo.json, is accepted for a registered user and not twice', async () => {
  const { api, contracts } = readDemo();
  const inUse = contracts.find((one) => one['number'] === '1000001');
  if (!inUse) throw new Error('the demo has no contract 1000001');
  const [user] = inUse['users'] as Json[];
  const tokens = inUse['tokens'] as Json[];
  const token = tokens.find((one) => one['serial'] === user?.['token_serial']);
  const clock = (await (await fetch(`${url}/demo/clock`)).json()) as Json;
  const now = String(clock['now']).replace('T', ' ').slice(0, 19);
  const oathtool = spawnSync('oathtool', [
    '--totp=sha1',
    '--time-step-size=60s',
    '--digits=6',
    `--now=${now} UTC`,
    String(token?.['seed_hex']),
  ]);
  const otp = oathtool.stdout.toString().trim();
  const body = { user_id: user?.['id'], purpose: 'one_off_transfer', otp };
  expect((await api.ok('/v1/verifications', { body }))['result']).toBe('accepted');
  expect((await api.ok('/v1/verifications', { body }))['result']).toBe('refused');
});

test('the clock is moved by the demo’s own door, and wrong moves are refused', async () => {
  const before = Date.parse(
    String(((await (await fetch(`${url}/demo/clock`)).json()) as Json)['now']),
  );
  const move = (body: string) =>
    fetch(`${url}/demo/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
  const moved = (await (await move('{"advance_seconds": 3600}')).json()) as Json;
  expect(Date.parse(String(moved['now'])) - before).toBeGreaterThanOrEqual(3_600_000);
  for (const wrong of ['{}', '{"now": "soon"}', '[]', 'x', '{"advance_seconds": "1"}'])
    expect((await move(wrong)).status, wrong).toBe(400);
  const problem = await move('{"now": "2100-01-01T00:00:00Z"}');
  expect(problem.headers.get('content-type')).toBe('application/problem+json');
  expect(await problem.json()).toMatchObject({ status: 400, code: 'body_invalid' });
});

test('a running demo is not reset, and a port in use ends a start with one line', () => {
  const args = ['--disable-warning=ExperimentalWarning', 'apps/server/src/demo/main.ts'];
  const reset = spawnSync(process.execPath, [...args, '--reset'], { cwd: root, env });
  expect([reset.status, reset.stdout.toString()]).toEqual([1, '']);
  expect(reset.stderr.toString()).toMatch(
    /^warifu: the demo runs already, at [^\n]*; use it, or stop it[^\n]*\n$/,
  );
  const other = mkdtempSync(join(tmpdir(), 'warifu-demo-'));
  const taken = { ...env, WARIFU_DATA_DIR: other, PORT: new URL(url).port };
  const refused = spawnSync(process.execPath, args, { cwd: root, env: taken });
  rmSync(other, { recursive: true, force: true });
  expect([refused.status, refused.stdout.toString()]).toEqual([1, '']);
  expect(refused.stderr.toString()).toMatch(/^warifu: cannot listen on [^\n]*set PORT[^\n]*\n$/);
});

test('a second start goes on where the first one was', async () => {
  const first = readDemo();
  await stopDemo();
  url = await startDemo();
  const second = readDemo();
  expect(second.contracts).toEqual(first.contracts);
  const list = await second.api.ok('/v1/contracts');
  expect((list['data'] as Json[]).map((one) => one['number'])).toEqual(
    first.contracts.map((one) => one['number']),
  );
});

const tourLimitMs = 240_000;

test(
  'the tour plays the days of all five institutions without a surprise, and the audit verifies',
  () => {
    const warifu = join(root, 'apps/cli/bin/warifu.js');
    const tour = spawnSync(process.execPath, [warifu, 'tour', '--all'], { env });
    expect(tour.stdout.toString() + tour.stderr.toString()).toMatch(/5 institutions, \d+ steps ✓/);
    expect(tour.status).toBe(0);
    const audit = spawnSync(process.execPath, [warifu, 'audit', 'verify'], { env });
    expect(audit.status, audit.stderr.toString()).toBe(0);
  },
  tourLimitMs,
);

test('the production server has none of the demo’s doors', async () => {
  const production = await TestServer.start();
  try {
    for (const path of ['/demo', '/demo/clock', '/demo/mails']) {
      expect((await fetch(`${production.url}${path}`)).status, path).toBe(404);
      const posted = await fetch(`${production.url}${path}`, { method: 'POST' });
      expect(posted.status, path).toBe(404);
    }
  } finally {
    await production.close();
  }
});
