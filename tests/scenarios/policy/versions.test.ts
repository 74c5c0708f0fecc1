import { type DemoInstitutionId, demoPolicy } from '@warifu/institutions';
import {
  approvePolicy,
  type PolicyActResult,
  proposePolicy,
  returnPolicy,
  withdrawPolicy,
} from '@warifu/service';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api, type Json } from '../support/api.ts';
import { TestServer } from '../support/test-server.ts';

const institutionId = 'nanahoshi';
let server: TestServer;

beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.close());

/** The demo policy with another threshold, so that versions can be told apart. */
function document(threshold: number, id: DemoInstitutionId = institutionId) {
  const policy = structuredClone(demoPolicy(id)) as { lockout: { threshold: number } };
  policy.lockout.threshold = threshold;
  return policy;
}

const told = (result: PolicyActResult) =>
  result.ok ? `version ${result.version.version} ${result.version.state}` : result.reason;

const propose = async (threshold: number, by = 'hanako') =>
  told(
    await proposePolicy(server.warifu.deps, {
      institutionId,
      by,
      document: document(threshold),
    }),
  );

const approve = async (version: number, by = 'taro', effectiveFrom: number | null = null) =>
  told(await approvePolicy(server.warifu.deps, { institutionId, by, version, effectiveFrom }));

const withdraw = async (version: number) =>
  told(await withdrawPolicy(server.warifu.deps, { institutionId, by: 'hanako', version }));

const goBack = async () =>
  told(await returnPolicy(server.warifu.deps, { institutionId, by: 'hanako' }));

const inForce = () =>
  server.warifu.deps.policies.inForce(institutionId, server.clock.now())?.policy.lockout.threshold;

test('ALL-03 one proposes, another approves, an instant decides, one step goes back', async () => {
  expect(await propose(5)).toBe('nothing_changed');
  expect(await propose(6, '  ')).toBe('name_missing');
  expect(await propose(6)).toBe('version 2 proposed');
  expect(inForce()).toBe(5);
  expect(await approve(2, ' Hanako')).toBe('same_person');
  expect(await approve(9)).toBe('version_unknown');
  expect(await approve(2, 'taro', server.clock.now() - 1)).toBe('effective_in_past');
  const from = server.clock.now() + 86_400_000;
  expect(await approve(2, 'taro', from)).toBe('version 2 approved');
  expect(await approve(2, 'jiro', from)).toBe('not_waiting');
  server.clock.advance(86_400_000 - 1);
  expect(inForce()).toBe(5);
  server.clock.advance(1);
  expect(inForce()).toBe(6);
  expect(await withdraw(2)).toBe('in_force_or_withdrawn');
  server.clock.advance(1_000);
  expect(await goBack()).toBe('version 3 approved');
  // On a store that nodes share it decides when every node knows of it.
  server.clock.advance(30_000);
  expect(inForce()).toBe(5);
});

test('ALL-03 a version that does not decide yet can be taken back, and is then never approved', async () => {
  expect(await propose(7)).toBe('version 4 proposed');
  expect(await withdraw(4)).toBe('version 4 withdrawn');
  expect(await approve(4)).toBe('not_waiting');
  expect(await propose(8)).toBe('version 5 proposed');
  expect(await approve(5, 'taro', server.clock.now() + 60_000)).toBe('version 5 approved');
  expect(await withdraw(5)).toBe('version 5 withdrawn');
  server.clock.advance(60_000);
  expect(inForce()).toBe(5);
});

test('ALL-03 an invalid policy is never stored, nor the policy of another institution', async () => {
  const { deps } = server.warifu;
  const before = deps.policies.versions(institutionId).length;
  const broken = { ...document(6), surprise: 1 };
  const invalid = await proposePolicy(deps, { institutionId, by: 'hanako', document: broken });
  expect(invalid).toMatchObject({ ok: false, reason: 'invalid', faults: [{ path: '/surprise' }] });
  const unsound = document(5) as unknown as {
    lockout: { cap: number; unlock: { roles: string[] } };
  };
  Object.assign(unsound, { desks: unsoundDesks });
  const refused = await proposePolicy(deps, { institutionId, by: 'hanako', document: unsound });
  expect(refused).toMatchObject({ ok: false, reason: 'unsound' });
  const foreign = { ...document(6), institution: { ...institutionOf('other') } };
  expect(told(await proposePolicy(deps, { institutionId, by: 'hanako', document: foreign }))).toBe(
    'other_institution',
  );
  expect(deps.policies.versions(institutionId)).toHaveLength(before);
});

test('ALL-04 every step is on record with who did it, and survives a restart', async () => {
  await server.restart();
  expect(inForce()).toBe(5);
  const api = new Api(() => server.url, server.operatorKey);
  const { data } = await api.ok('/v1/audit_events?action=approve_policy');
  const actors = (data as Json[]).map((event) => (event['actor'] as Json)['staff_id']);
  expect(actors).toEqual(['taro', 'taro']);
  const versions = (await api.ok('/v1/policies'))['data'] as Json[];
  const states = versions.map((one) => `${one['version']} ${one['state']}`);
  expect(states.toSorted()).toEqual([
    '1 approved',
    '2 approved',
    '3 approved',
    '4 withdrawn',
    '5 withdrawn',
  ]);
});

/** A desk that never opens, at which locks would have to be lifted. */
const unsoundDesks = [
  {
    id: 'corporate_help_desk',
    label: { ja: '窓口', en: 'Desk' },
    hours: [],
    closed: [],
  },
];

function institutionOf(id: string) {
  const { institution } = demoPolicy(institutionId) as { institution: object };
  return { ...institution, id };
}
