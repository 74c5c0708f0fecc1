import type { User } from '@warifu/engine';
import type { SeededRandom } from '../random.ts';
import { dayMs } from '../world/sim-clock.ts';
import { asUser, Stage } from '../world/stage.ts';
import type { World } from '../world/world.ts';
import { locksOf, unlockBy } from './caring.ts';

/**
 * S0-09, ALL-06: at the end of a run nobody is left behind a lock. For each lock that still holds
 * somebody is found who lifts it: a colleague, or the desk. The network is well by now.
 */
export async function rescueAll(world: World, random: SeededRandom): Promise<void> {
  world.clock.jumpTo(0);
  world.clock.pass(dayMs);
  for (const customer of world.customers) {
    const stage = new Stage(world, random, customer);
    stage.troubled = false;
    await goOn(stage);
    for (const user of locksOf(stage).users)
      await rescue(stage, { user, tokenId: undefined }, user.id);
    for (const token of locksOf(stage).tokens)
      await rescue(stage, { user: undefined, tokenId: token.id }, token.serial);
  }
  world.oracle.afterScene();
}

/** What the customer has stopped himself goes on first. */
async function goOn(stage: Stage): Promise<void> {
  const { emergency_stop: stop } = stage.policy;
  if (!stop || stage.view.contract.stoppedAt === null) return;
  const acting = stage.staff(stop.lifted_by_desk);
  await stage.ask({
    what: 'lift the stop',
    command: { contractId: stage.customer.contractId, acting },
    act: 'liftStop',
    acting,
  });
}

async function rescue(
  stage: Stage,
  target: Parameters<typeof unlockBy>[2],
  whom: string,
): Promise<void> {
  const { oracle } = stage.world;
  const { desk } = stage.policy.lockout.unlock;
  // People mistype, so everybody tries more than once.
  const helpers = [...stage.users.map(asUser), stage.staff(desk)];
  for (const helper of [...helpers, ...helpers, ...helpers]) {
    await unlockBy(stage, helper, target);
    const { users, tokens } = locksOf(stage);
    const still = [...users, ...tokens].some(
      (one) => one.id === (target.user?.id ?? target.tokenId),
    );
    if (!still) return;
  }
  // Whoever could, if only his own token worked, gets another one first: that is a way out, and a long one.
  if (stage.users.some((one) => lacksOnlyHisCode(stage, one))) return;
  oracle.fault('S0-09 ALL-06', `nobody can lead ${whom} out of the lock`);
}

/** The last time that he was asked for a proof, it was a code, and no lock stood in its way. */
function lacksOnlyHisCode(stage: Stage, { id }: User): boolean {
  const asked = [...stage.world.store.tables.challenges.values()].filter(
    (one) => one.userId === id && one.operation === 'unlock_otp',
  );
  const last = asked.at(-1);
  return last?.state === 'open' && (last.required === 'otp' || last.required === 'registration');
}
