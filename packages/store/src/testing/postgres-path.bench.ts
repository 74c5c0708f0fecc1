/**
 * Measures durable verifications on PostgreSQL, in one process and with so many at once. Run by hand,
 * not by the test suite; without `--url` it starts a server of its own, with its files in `--folder`:
 *
 *   node packages/store/src/testing/postgres-path.bench.ts --tokens=20000 --works=40000 --at-once=64
 */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Loaded, Work } from '@warifu/service';
import pg from 'pg';
import { aContract, aDraft, aToken, aUser } from '../conformance/fixture.ts';
import { migratePostgres, openPostgresStore } from '../index.ts';
import { contractRow } from '../rows/contract-rows.ts';
import { seedColumns, tokenRow } from '../rows/token-rows.ts';
import { userRow } from '../rows/user-rows.ts';
import { startPostgres } from './postgres-server.ts';
import { auditMac } from './sqlite-harness.ts';

const { values } = parseArgs({
  options: {
    tokens: { type: 'string', default: '20000' },
    works: { type: 'string', default: '40000' },
    'at-once': { type: 'string', default: '1,16,64,128' },
    folder: { type: 'string', default: '/tmp' },
    url: { type: 'string' },
  },
});
const tokens = Number(values.tokens);
const works = Number(values.works);
const institutionId = 'bench';
const at = 1_790_000_000_000;
const inputMac = Buffer.alloc(32, 7);
const idAt = (prefix: string, index: number) => `${prefix}_${String(index).padStart(26, '0')}`;

const server = values.url
  ? { url: values.url, stop: async () => {} }
  : await startPostgres({ autovacuum: 'on', shared_buffers: '512MB' }, values.folder);
await migratePostgres({ connectionString: server.url });
await fill();
const store = await openPostgresStore({ connectionString: server.url, chain: 'node-1', auditMac });

/** One contract, user, token and binding for each index. */
async function fill(): Promise<void> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  for (let start = 0; start < tokens; start += 1_000) {
    const rows = Array.from({ length: Math.min(1_000, tokens - start) }, (_, offset) =>
      rowsAt(start + offset),
    );
    for (const table of ['contracts', 'tokens', 'users', 'bindings'] as const)
      await client.query(
        `INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1::json)`,
        [JSON.stringify(rows.map((row) => row[table]))],
      );
  }
  await client.query('ANALYZE');
  await client.end();
}

function rowsAt(index: number) {
  const [contractId, userId, tokenId, bindingId] = [
    idAt('con', index),
    idAt('usr', index),
    idAt('tok', index),
    idAt('bnd', index),
  ];
  const hex = (length: number) => `\\x${'5a'.repeat(length)}`;
  const seed = seedColumns({ sealed: inputMac, nonce: inputMac, keyVersion: 1, epoch: 1 });
  const token = { ...aToken(tokenId, institutionId), contractId, state: 'in_service' } as const;
  const user = userRow(aUser(userId, contractId), institutionId);
  return {
    contracts: contractRow(aContract(contractId, institutionId)),
    tokens: { ...tokenRow(token), ...seed, seed_sealed: hex(36), seed_nonce: hex(12) },
    users: { ...user, binding_id: bindingId, bound_token_id: tokenId, bound_at: at },
    bindings: {
      id: bindingId,
      institution_id: institutionId,
      contract_id: contractId,
      user_id: userId,
      token_id: tokenId,
      started_at: at,
    },
  };
}

function decide({ view }: Loaded) {
  const [token, user] = [view?.tokens[0], view?.users[0]];
  if (!view || !token || !user) throw new Error('the bench asked for a user without a token');
  const step = token.lastAcceptedStep + 1;
  const event = { userId: user.id, tokenId: token.id, step, driftSteps: 0 };
  return {
    changes: { tokens: [{ ...token, lastAcceptedStep: step, version: token.version + 1 }] },
    audit: aDraft({
      at,
      institutionId,
      contractId: view.contract.id,
      userId: user.id,
      tokenId: token.id,
      action: 'verify_otp',
      outcome: 'accepted',
      events: [{ type: 'otp_accepted', ...event }],
    }),
    answer: { status: 201, body: `{"result":"accepted","id":"${user.id}"}` },
  };
}

function work(): Work {
  const userId = idAt('usr', Math.floor(Math.random() * tokens));
  return {
    scope: { kind: 'verification', institutionId, by: { userId } },
    idempotency: { institutionId, key: randomUUID(), inputMac, at },
    decide,
  };
}

/** So many callers, each with one request under way at any time. */
async function round(atOnce: number, count: number) {
  const latencies: number[] = [];
  const before = process.cpuUsage();
  const began = performance.now();
  let left = count;
  const caller = async () => {
    while (left > 0) {
      left -= 1;
      const start = performance.now();
      await store.run(work());
      latencies.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, caller));
  const wall = performance.now() - began;
  const cpu = process.cpuUsage(before);
  latencies.sort((a, b) => a - b);
  const part = (share: number) =>
    Number(latencies[Math.floor((latencies.length - 1) * share)]?.toFixed(2));
  return {
    at_once: atOnce,
    per_second: Math.round(count / (wall / 1_000)),
    cpu_us: Number(((cpu.user + cpu.system) / count).toFixed(1)),
    p50_ms: part(0.5),
    p99_ms: part(0.99),
  };
}

await round(64, Math.min(works, 4_000));
for (const atOnce of values['at-once'].split(',').map(Number)) {
  const count = atOnce === 1 ? Math.ceil(works / 20) : works;
  process.stdout.write(`${JSON.stringify({ tokens, ...(await round(atOnce, count)) })}\n`);
}
await store.close();
await server.stop();
