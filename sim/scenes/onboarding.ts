import type { SeededRandom } from '../random.ts';
import { dayMs } from '../world/sim-clock.ts';
import { Stage } from '../world/stage.ts';
import { restock } from '../world/stock.ts';
import { policyOf, type World } from '../world/world.ts';
import { apply, deliver } from './posting.ts';
import { register } from './registering.ts';
import { activate } from './ruling.ts';
import { changed } from './variants.ts';

/** Two customers open a contract, apply for tokens and mostly register them, before the story begins. */
export async function onboard(world: World, random: SeededRandom): Promise<void> {
  // Half of the runs begin under a policy that the bank has changed in a few values.
  const own = random.chance(0.5) ? changed(policyOf(world), random) : undefined;
  if (own) await activate(world, own);
  await restock(world, random);
  for (const number of ['1000001', '1000002']) {
    const stage = await opened(world, random, number);
    if (!stage) continue;
    const users = random.between(2, 4);
    for (let n = 0; n < users; n += 1) await addUser(stage, n);
    await apply(stage);
    await stage.ask({
      what: 'set up',
      command: { contractId: stage.customer.contractId },
      act: 'recordSetUp',
    });
    world.clock.pass(random.between(1, 5) * dayMs);
    for (let n = 0; n < 2; n += 1) await deliver(stage);
    for (const user of stage.users) if (random.chance(0.8)) await register(stage, user);
    stage.passSeconds(60, 300);
  }
}

const kinds = ['corporate', 'sole_proprietor', 'retail'] as const;

async function opened(
  world: World,
  random: SeededRandom,
  number: string,
): Promise<Stage | undefined> {
  const stage = new Stage(world, random, { contractId: '', number });
  const kind = random.pick(kinds) ?? 'corporate';
  const answer = await stage.ask({
    what: `open ${number}`,
    command: { number, kind, openedOn: stage.today() },
    act: 'openContract',
  });
  if (!answer?.ok) return undefined;
  const customer = { contractId: answer.value.id, number };
  world.customers.push(customer);
  return new Stage(world, random, customer);
}

async function addUser(stage: Stage, index: number): Promise<void> {
  const { customer, random } = stage;
  const permissions = Object.entries(stage.policy.operations)
    .filter(([, one]) => one.permission)
    .map(([name]) => name);
  await stage.ask({
    what: `add user ${index + 1}`,
    command: {
      contractId: customer.contractId,
      loginId: `user${index + 1}`,
      name: '割符 太郎',
      role: index === 0 ? ('master' as const) : random.one('admin' as const, 'member' as const),
      permissions,
    },
    act: 'addUser',
  });
}
