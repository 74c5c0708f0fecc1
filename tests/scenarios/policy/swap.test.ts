import { type DemoInstitutionId, demoInstitutionIds, demoPolicy } from '@warifu/institutions';
import { approvePolicy, proposePolicy } from '@warifu/service';
import { expect, test } from 'vitest';
import { enrolledWorld, verifyCode } from '../support/enrolled.ts';
import type { World } from '../support/world.ts';

const institutionId = 'nanahoshi';

/** The rules of one bank, in force at another one. */
function rulesOf(id: DemoInstitutionId) {
  const policy = structuredClone(demoPolicy(id)) as { institution: { id: string } };
  policy.institution.id = institutionId;
  return policy;
}

async function putInForce(world: World, document: unknown): Promise<void> {
  const { deps } = world.server.warifu;
  const proposed = await proposePolicy(deps, { institutionId, by: 'hanako', document });
  if (!proposed.ok) throw new Error(`not proposed: ${proposed.reason}`);
  const { version } = proposed.version;
  const approval = { institutionId, by: 'taro', version, effectiveFrom: null };
  const approved = await approvePolicy(deps, approval);
  if (!approved.ok) throw new Error(`not approved: ${approved.reason}`);
  // On a store that nodes share a version decides a little later.
  world.server.clock.advance(30_000);
}

/** Everything that is on record about the contract. */
async function recorded(world: World) {
  const { queries } = world.server.warifu.deps.store;
  const by = { contractId: world.contract('C') };
  const view = await queries.contract(institutionId, by);
  if (!view) throw new Error('the contract is gone');
  return view;
}

/** What the institution's systems read about a user; none of it may fail under any rules. */
async function readAll(world: World, name: string): Promise<string> {
  const id = world.user(name);
  const { status } = await world.channel.send(`/v1/users/${id}`);
  const enrolment = await world.channel.send(`/v1/enrolments/${id}`);
  const login = { user_id: id, operation: 'login' };
  const challenge = await world.channel.send('/v1/challenges', { body: login });
  const locks = await world.channel.send(`/v1/locks?contract_id=${world.contract('C')}`);
  return [status, enrolment.status, challenge.status, locks.status].join(' ');
}

test('ALL-03 the rules of all five banks in turn under a running contract lose none of its state', async () => {
  const world = await enrolledWorld();
  try {
    const wrong = () => world.fob('F2').wrongCodeAt(world.now);
    for (let guess = 0; guess < 5; guess++) await verifyCode(world, 'V', wrong());
    await verifyCode(world, 'U', wrong());
    await world.channel.ok('/v1/revocations', {
      body: {
        user_ids: [world.user('M')],
        reason: 'lost',
        acting: { staff_id: 's-1', desk: 'corporate_help_desk', evidence: 'call 1' },
      },
    });
    const before = await recorded(world);
    for (const id of demoInstitutionIds.slice(1)) {
      await putInForce(world, rulesOf(id));
      for (const name of ['M', 'U', 'V'])
        expect(await readAll(world, name), id).toBe('200 200 201 200');
      expect(await recorded(world), id).toEqual(before);
    }
    await putInForce(world, rulesOf('nanahoshi'));
    const { challenges: _, ...after } = await recorded(world);
    expect(after).toEqual({ ...before, challenges: undefined });
    expect(await verifyCode(world, 'V', world.fob('F2').codeAt(world.now))).toBe('user_locked');
    world.server.clock.advance(60_000);
    expect(await verifyCode(world, 'U', world.fob('F2').codeAt(world.now))).toBe('accepted');
  } finally {
    await world.close();
  }
});
