import { randomUUID } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { demoPolicy } from '@warifu/institutions';
import { onDatabase } from '@warifu/store/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../scenarios/support/api.ts';
import { asked, report } from './support/counts.ts';
import {
  bothNodes,
  customerOfNodes,
  Minutes,
  type NodeIndex,
  told,
  verify,
  wordOf,
} from './support/node-acts.ts';
import { Nodes } from './support/nodes.ts';
import { patchedPolicy } from './support/policies.ts';
import { cleanUp } from './support/processes.ts';

/** What two nodes know of each other's acts, and what becomes of one when the other is gone. */
const institution = 'nanahoshi';
/** A node reads again every five seconds; how long it takes on a busy machine nobody knows. */
const patience = { timeout: 60_000, interval: 20 };

let nodes: Nodes;
let clock: Minutes;

beforeAll(async () => {
  nodes = await Nodes.prepare(asked(5, 20), patchedPolicy({ lockAt: 100 }));
  await nodes.start();
  clock = new Minutes(nodes);
});

afterAll(async () => {
  await nodes?.close();
  await cleanUp();
});

test('row 69 a node is killed under load: the other serves on, what was answered stands, and it comes back', async () => {
  await clock.goOn(4);
  const { customers } = nodes.banks[0];
  const load = customers.flatMap(({ member: { userId, fob } }) =>
    [-1, 0, 1, 1, 0].map((steps) => {
      return { userId, otp: fob.codeAt(clock.now, steps), idempotencyKey: randomUUID() };
    }),
  );
  let answered = 0;
  const killing = Promise.withResolvers<void>();
  const sent = load.map(async (attempt) => {
    const answer = await verify(nodes, { ...attempt, at: 1 }).catch(() => undefined);
    answered += 1;
    if (answered === 5) killing.resolve();
    return answer;
  });
  const meanwhile = customers.map(({ master: { userId, fob } }) =>
    told(nodes, { at: 0, userId, otp: fob.codeAt(clock.now) }),
  );
  await killing.promise;
  await nodes.server(1).kill();
  const heard = await Promise.all(sent);
  expect(await Promise.all(meanwhile)).toEqual(customers.map(() => 'accepted'));
  // The same keys at the node that lives on: what had an answer gets that one again.
  const again = await Promise.all(load.map((attempt) => verify(nodes, { ...attempt, at: 0 })));
  for (const [index, answer] of heard.entries())
    if (answer) expect(again[index]?.text).toBe(answer.text);
  // Three different codes each, so at most three are accepted, whoever accepted them.
  for (const { member } of customers) {
    const own = again.filter((_, index) => load[index]?.userId === member.userId);
    const accepted = own.filter(({ body }) => wordOf(body) === 'accepted').length;
    expect(accepted).toBeLessThanOrEqual(3);
  }
  expect(await chainsAt(0)).toEqual(['node-1', 'node-2']);
  await nodes.startAgain(1);
  const { userId, fob } = customerOfNodes(nodes, 0).master;
  expect(await told(nodes, { at: 1, userId, otp: fob.codeAt(await clock.goOn(2)) })).toBe(
    'accepted',
  );
  expect(await chainsAt(1)).toEqual(['node-1', 'node-2']);
  report('row 69, two nodes', { sent: load.length, answered: heard.filter(Boolean).length });
});

/** The chains that `audit verify` found whole. */
async function chainsAt(at: NodeIndex): Promise<readonly string[]> {
  const found = await nodes.admin(at, (admin) => admin.verifyAudit());
  if (!found.ok) throw new Error(`chain ${found.chain}, record ${found.sequence}: ${found.fault}`);
  return found.heads.map(({ chain }) => chain);
}

describe('what one node was told the other one knows with its next reading', () => {
  let decidesFrom = 0;
  let otherKey = '';
  let begunAt = 0;

  beforeAll(async () => {
    await nodes.admin(0, async (admin) => {
      const document = demoPolicy(institution);
      await admin.policyAct({ institution, by: 'hanako', act: 'propose', document });
      const approval = { act: 'approve', version: 2, effectiveFrom: null } as const;
      const approved = await admin.policyAct({ institution, by: 'taro', ...approval });
      if (!approved.ok) throw new Error(approved.reason);
      decidesFrom = approved.version.effectiveFrom;
      await admin.addInstitution(demoPolicy('kenyo'));
      const scopes = ['contracts:write', 'policies:read'];
      const made = await admin.createApiKey({ institutionId: 'kenyo', name: 'channel', scopes });
      otherKey = made.text;
      await admin.revokeApiKey({ id: /^wrf_(key_[^_]+)_/.exec(channelKey())?.[1] ?? '' });
      begunAt = performance.now();
    });
  });

  const channelKey = () => nodes.banks[0].channelKey;

  test('a revoked API key is refused', async () => {
    const status = async (at: NodeIndex) =>
      (await nodes.server(at).api(channelKey()).send('/v1/policies')).status;
    expect(await status(0)).toBe(401);
    await expect.poll(() => status(1), patience).toBe(401);
    report('API key', { refused_after_ms: Math.ceil(performance.now() - begunAt) });
  });

  test('a policy decides at both from the same instant on', async () => {
    expect(decidesFrom).toBe(clock.now + 30_000);
    const known = async () => ((await nodes.api(1).ok('/v1/policies'))['data'] as Json[]).length;
    await expect.poll(known, patience).toBe(2);
    const { userId, fob } = customerOfNodes(nodes, 1).master;
    const otp = fob.wrongCodeAt(clock.now);
    for (const instant of [decidesFrom - 1, decidesFrom]) {
      await clock.goTo(instant);
      for (const at of bothNodes) await told(nodes, { at, userId, otp });
    }
    const { data } = await nodes.api(0).ok(`/v1/audit_events?user_id=${userId}&action=verify_otp`);
    const versions = (data as Json[]).map((one) => Number(one['policy_version']));
    expect(versions.toSorted((a, b) => a - b).slice(-4)).toEqual([1, 1, 2, 2]);
  });

  test('an institution that was added is served', async () => {
    const there = nodes.server(1).api(otherKey);
    await expect.poll(async () => (await there.send('/v1/policies')).status, patience).toBe(200);
    const contract = { number: '1234567', kind: 'corporate', opened_on: '2020-01-06' };
    await there.ok('/v1/contracts', { body: contract });
    const ready = await there.send('/readyz');
    expect(ready.body).toMatchObject({ ready: true, checks: { keys: { ok: true } } });
  });
});

test('a job that is due is carried out once, whoever asks where', async () => {
  const date = new Date(clock.now + 9 * 3_600_000).toISOString().slice(0, 10);
  const request = { institutionId: institution, kind: 'fee_run', date };
  const runs = await Promise.all(
    bothNodes.map((at) => nodes.admin(at, (admin) => admin.runJob(request, () => undefined))),
  );
  expect(runs.map((run) => run.ok)).toEqual([true, true]);
  const rows = await onDatabase<{ readonly n: number }>(
    nodes.database.url,
    `SELECT count(*)::int AS n FROM jobs WHERE state <> 'due'
      GROUP BY institution_id, kind, due_on, slot HAVING count(*) > 1`,
  );
  expect(rows).toEqual([]);
  const records = (await nodes.records()).filter(({ action }) => action === 'run_job');
  const names = records.map((one) =>
    JSON.stringify([Reflect.get(one, 'institutionId'), Reflect.get(one, 'facts')]),
  );
  expect(names.filter((name) => name.includes('fee_run')).length).toBeGreaterThan(0);
  expect(new Set(names).size).toBe(names.length);
});

describe('row 42 a rotation while two nodes serve', () => {
  const file = (at: NodeIndex) => nodes.banks[at].config.keyringFile;
  const keysCheck = async () =>
    (await nodes.server(1).api('').send('/readyz')).body['checks'] as Json;
  const add = (at: NodeIndex, id: string) => {
    const policy = structuredClone(demoPolicy('kinpo')) as { institution: { id: string } };
    policy.institution.id = id;
    return nodes.admin(at, (admin) => admin.addInstitution(policy));
  };

  test('is refused until it was prepared', async () => {
    await expect(nodes.admin(0, (admin) => admin.rotateKeys())).rejects.toMatchObject({
      code: 'keys_not_prepared',
    });
  });

  test('the other node, whose keyring holds the prepared key, follows and can start again', async () => {
    const { prepared } = await nodes.admin(0, (admin) => admin.prepareKeys());
    copyFileSync(file(0), file(1));
    const { active } = await nodes.admin(0, (admin) => admin.rotateKeys());
    expect(active).toBe(prepared);
    expect(await add(1, 'after-rotation')).toMatchObject({ ok: true });
    expect(await nodes.admin(1, (admin) => admin.checkKeys())).toMatchObject({ active });
    await nodes.server(1).stop();
    await nodes.startAgain(1);
    expect((await keysCheck())['keys']).toEqual({ ok: true });
  });

  test('a node whose keyring was forgotten serves on, says so, wraps nothing, and is well with the copy', async () => {
    const { prepared } = await nodes.admin(0, (admin) => admin.prepareKeys());
    await nodes.admin(0, (admin) => admin.rotateKeys());
    const message = `this node's keyring has no key "${prepared}": copy the keyring to it, or it cannot start again`;
    // One look serves all who ask within a second.
    await expect
      .poll(async () => (await keysCheck())['keys'], patience)
      .toEqual({ ok: true, message });
    const { userId, fob } = customerOfNodes(nodes, 2).master;
    const otp = fob.codeAt(await clock.goOn(2));
    expect(await told(nodes, { at: 1, userId, otp })).toBe('accepted');
    await expect(add(1, 'forgotten')).rejects.toMatchObject({ code: 'conflict' });
    copyFileSync(file(0), file(1));
    expect(await add(1, 'forgotten')).toMatchObject({ ok: true });
    await expect.poll(async () => (await keysCheck())['keys'], patience).toEqual({ ok: true });
  });
});
