/**
 * Measures what one durable verification costs inside the store: load, write, audit record, stored
 * answer and its share of the commit. Run by hand, not by the test suite:
 *
 *   node packages/store/src/testing/hot-path.bench.ts --tokens=100000 --works=40000 --folder=/var/tmp
 */
import { createHmac, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Loaded, Work } from '@warifu/service';
import { openSqliteStore } from '../index.ts';
import { fillForBench, userIdAt } from './hot-path-fixture.ts';

const { values } = parseArgs({
  options: {
    tokens: { type: 'string', default: '100000' },
    works: { type: 'string', default: '40000' },
    folder: { type: 'string', default: '/tmp' },
    wrong: { type: 'boolean', default: false },
    batches: { type: 'string', default: '1,16,64' },
    checkpoint: { type: 'string' },
  },
});
const tokens = Number(values.tokens);
const works = Number(values.works);
const folder = join(values.folder, `warifu-hot-path-${tokens}`);
const file = join(folder, 'store.db');
const institutionId = 'bench';
const at = 1_790_000_000_000;
const inputMac = Buffer.alloc(32, 7);
const options = {
  file,
  chain: 'node-1',
  auditMac: (message: Uint8Array) => createHmac('sha256', 'bench').update(message).digest(),
  ...(values.checkpoint ? { checkpointPages: Number(values.checkpoint) } : {}),
};

if (!existsSync(file)) {
  mkdirSync(folder, { recursive: true });
  await (await openSqliteStore(options)).close();
  fillForBench(file, tokens);
}
const store = await openSqliteStore(options);

function decide({ view }: Loaded) {
  const [token, user] = [view?.tokens[0], view?.users[0]];
  if (!view || !token || !user) throw new Error('the bench asked for a user without a token');
  const step = token.lastAcceptedStep + 1;
  const failed = { ...user.guard, failuresSinceAcceptance: user.guard.failuresSinceAcceptance + 1 };
  const changes = values.wrong
    ? { users: [{ ...user, guard: failed, version: user.version + 1 }] }
    : { tokens: [{ ...token, lastAcceptedStep: step, version: token.version + 1 }] };
  const event = { userId: user.id, tokenId: token.id, step, driftSteps: 0 };
  return {
    changes,
    audit: {
      at,
      institutionId,
      contractId: view.contract.id,
      userId: user.id,
      tokenId: token.id,
      action: 'verify_otp',
      outcome: 'accepted' as const,
      reason: null,
      actor: { kind: 'api_key' as const, id: 'key_0000000000000000000000000000' },
      source: '127.0.0.1',
      factors: ['otp'],
      policyVersion: 1,
      events: [{ type: 'otp_accepted' as const, ...event }],
    },
    answer: { status: 201, body: `{"result":"accepted","id":"${user.id}"}` },
  };
}

function work(): Work {
  const userId = userIdAt(Math.floor(Math.random() * tokens));
  return {
    scope: { kind: 'verification', institutionId, by: { userId } },
    idempotency: { institutionId, key: randomUUID(), inputMac, at },
    decide,
  };
}

function report(figures: object): void {
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}

async function round(size: number, count: number) {
  const latencies: number[] = [];
  const before = process.cpuUsage();
  const began = performance.now();
  for (let done = 0; done < count; done += size) {
    const start = performance.now();
    await Promise.all(Array.from({ length: size }, () => store.run(work())));
    latencies.push(performance.now() - start);
  }
  const wall = performance.now() - began;
  const cpu = process.cpuUsage(before);
  latencies.sort((a, b) => a - b);
  const part = (share: number) =>
    Number(latencies[Math.floor((latencies.length - 1) * share)]?.toFixed(2));
  return {
    batch: size,
    cpu_us: Number(((cpu.user + cpu.system) / count).toFixed(1)),
    user_us: Number((cpu.user / count).toFixed(1)),
    wall_us: Number(((wall * 1_000) / count).toFixed(1)),
    p50_ms: part(0.5),
    p99_ms: part(0.99),
    max_ms: part(1),
  };
}

await round(64, 6_400);
for (const size of values.batches.split(',').map(Number)) {
  report({ tokens, ...(await round(size, size === 1 ? Math.ceil(works / 8) : works)) });
}
report({
  rss_mb: Math.round(process.memoryUsage().rss / 1e6),
  file_mb: Math.round(statSync(file).size / 1e6),
  wal_mb: Math.round(statSync(`${file}-wal`).size / 1e6),
});
await store.close();
