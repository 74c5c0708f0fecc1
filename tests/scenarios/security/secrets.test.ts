import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json } from '../support/api.ts';
import { enrolledWorld, verifyCode } from '../support/enrolled.ts';
import type { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await enrolledWorld();
});
afterAll(() => world.close());

/** A secret in the forms in which it might leak. */
function formsOf(secret: Uint8Array): string[] {
  const bytes = Buffer.from(secret);
  const base32 = base32Of(bytes);
  return [bytes.toString('hex'), bytes.toString('base64').replace(/=+$/, ''), base32];
}

function base32Of(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return (bits.match(/.{5}/g) ?? []).map((five) => alphabet[Number.parseInt(five, 2)]).join('');
}

/** Everything that GET can tell: lists first, then each row by the IDs found in them. */
async function crawl(): Promise<string> {
  const lists = [
    '/v1/institutions',
    '/v1/policies',
    '/v1/contracts',
    `/v1/users?contract_id=${world.contract('C')}`,
    '/v1/tokens?limit=200',
    '/v1/applications',
    '/v1/shipments',
    '/v1/bindings',
    '/v1/fees',
    '/v1/replacements',
    '/v1/audit_events?limit=200',
    `/v1/locks?contract_id=${world.contract('C')}`,
    '/openapi.json',
    '/healthz',
    '/readyz',
  ];
  const texts: string[] = [];
  const ids = new Set<string>();
  for (const path of lists) {
    const { text, status } = await world.operator.send(path);
    expect(status, path).toBe(200);
    texts.push(text);
    for (const [id] of text.matchAll(/(?:con|usr|tok|shp|app|chl)_[0-9a-z]{26}/g)) ids.add(id);
  }
  for (const id of ids) {
    for (const path of pathsOf(id)) texts.push((await world.operator.send(path)).text);
  }
  return texts.join('\n');
}

function pathsOf(id: string): string[] {
  const kinds: Readonly<Record<string, readonly string[]>> = {
    con: ['/v1/contracts/'],
    usr: ['/v1/users/', '/v1/enrolments/'],
    tok: ['/v1/tokens/'],
    shp: ['/v1/shipments/'],
    app: ['/v1/applications/'],
    chl: ['/v1/challenges/'],
  };
  return (kinds[id.slice(0, 3)] ?? []).map((path) => `${path}${id}`);
}

test('row 45 no GET of the API tells a seed, in hex, Base32 or Base64', async () => {
  const everything = await crawl();
  expect(everything).toContain(world.fob('F1').serial);
  const hits = [...world.fobs.values()]
    .flatMap((fob) => formsOf(fob.seed))
    .filter((form) => everything.includes(form));
  expect(hits).toEqual([]);
});

test('row 44 ALL-04 no code, seed or API key in audit, answers, errors or the process’s output', async () => {
  const output: string[] = [];
  const writers = [process.stdout, process.stderr].map((stream) => {
    const write = stream.write.bind(stream);
    stream.write = ((chunk: string | Uint8Array) => {
      output.push(String(chunk));
      return true;
    }) as typeof stream.write;
    return () => {
      stream.write = write;
    };
  });
  const canaries: string[] = [];
  for (let minute = 0; minute < 20; minute++) {
    world.server.clock.advance(60_000);
    const right = world.fob('F1').codeAt(world.now);
    const wrong = world.fob('F1').wrongCodeAt(world.now).replace(/^0+/, '918273');
    canaries.push(right, wrong);
    await verifyCode(world, 'M', wrong);
    await verifyCode(world, 'M', right);
    const broken = { user_id: world.user('M'), purpose: 'nothing', otp: right, extra: right };
    await world.channel.send('/v1/verifications', { body: broken });
  }
  for (const restore of writers) restore();
  const told = `${await crawl()}\n${output.join('')}`;
  // Digits of six may stand in a hash or an ID by chance; a code stands alone.
  const leaks = canaries.filter((code) =>
    new RegExp(`(?<![0-9a-z])${code}(?![0-9a-z])`).test(told),
  );
  expect(leaks).toEqual([]);
  expect(told).not.toContain(world.server.operatorKey.slice(-40));
});

test('row 83 ALL-04 every decision has exactly one audit record: who, what, for whom, when, from where, with which factors, the outcome', async () => {
  const before = await auditOf('M');
  world.server.clock.advance(60_000);
  await verifyCode(world, 'M', world.fob('F1').wrongCodeAt(world.now));
  await verifyCode(world, 'M', world.fob('F1').codeAt(world.now));
  await world.channel.send('/v1/locks/unlock', {
    body: { user_ids: [world.user('M')], acting: { user_id: world.user('M') } },
  });
  const records = (await auditOf('M')).slice(before.length);
  expect(records.map(({ action, outcome, reason }) => [action, outcome, reason])).toEqual([
    ['verify_otp', 'refused', 'code_wrong'],
    ['verify_otp', 'accepted', null],
    ['unlock', 'refused', 'not_locked'],
  ]);
  const [, accepted] = records;
  expect(accepted).toMatchObject({
    user_id: world.user('M'),
    contract_id: world.contract('C'),
    token_id: world.tokens.get('F1'),
    factors: ['otp'],
    at: new Date(world.now).toISOString(),
    source: '127.0.0.1',
  });
  expect(accepted).toMatchObject({ actor: { kind: 'api_key' } });
  expect(records[2]).toMatchObject({ actor: { user_id: world.user('M') } });
  const verified = await world.server.warifu.deps.store.audit.verify([]);
  expect(verified.ok).toBe(true);
});

async function auditOf(user: string): Promise<Json[]> {
  const path = `/v1/audit_events?limit=200&user_id=${world.user(user)}`;
  return (await world.operator.ok(path))['data'] as Json[];
}
