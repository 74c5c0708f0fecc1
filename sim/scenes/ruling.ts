import type { Policy } from '@warifu/engine';
import { systemAudit } from '@warifu/service';
import { knownPolicies } from '../policies.ts';
import type { Stage } from '../world/stage.ts';
import type { World } from '../world/world.ts';
import { changed, under } from './variants.ts';

/**
 * The rules change under running contracts: a value or two, or all of them at once. Nobody's state may
 * be lost, and everybody can be told what holds for him now.
 */
export async function rule(stage: Stage): Promise<void> {
  const { random, world } = stage;
  const other = random.chance(0.2) ? random.pick(knownPolicies())?.document : undefined;
  const next = other === undefined ? changed(stage.policy, random) : (other as Policy);
  if (!next) return;
  await activate(world, under(next, stage.policy));
  for (const user of stage.users) {
    const status = await world.service.readEnrolment(world.institutionId, user.id);
    if (!status) world.oracle.fault('ALL-03', 'a change of the rules has lost a user');
  }
}

/** Two people have approved it, and it decides from now on. */
export async function activate(world: World, policy: Policy): Promise<void> {
  const { deps, institutionId, clock } = world;
  const now = clock.now();
  const latest = deps.policies.versions(institutionId)[0];
  const row = {
    institutionId,
    version: (latest?.version ?? 0) + 1,
    document: JSON.stringify(policy),
    effectiveFrom: Math.max(now, latest?.effectiveFrom ?? 0),
    createdAt: now,
    proposedBy: 'staff 1',
    approvedBy: 'staff 2',
    approvedAt: now,
    withdrawnAt: null,
  };
  deps.policies.add(row);
  const audit = systemAudit(clock, 'activate_policy', { institutionId });
  await deps.store.institutions.insertPolicy(row, audit);
  world.log.push(`version ${row.version} of the policy`);
}
