import { afterEach, expect, test } from 'vitest';
import { report } from '../../durability/support/counts.ts';
import { told } from '../support/backups.ts';
import { enrolledWorld } from '../support/enrolled.ts';
import { policyLike } from '../support/policies.ts';
import type { World } from '../support/world.ts';

/** Row 9: what was proved for one operation serves no other, and each proof spends a fresh code. */
const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

/** Every operation asks a code here. */
const strict = policyLike('nanahoshi', (document) => {
  const operations = Object.keys(document['operations'] as object);
  document['challenge_rules'] = [{ id: 'all', when: { operations }, factors: ['pin', 'otp'] }];
});

/** How each operation is asked for, and what uses its proof up; a transfer is used by the bank itself. */
const operations: readonly {
  readonly name: string;
  readonly ask: string;
  readonly use?: string;
}[] = [
  { name: 'login', ask: 'ask M login' },
  { name: 'one_off_transfer', ask: 'ask M one_off_transfer none commit' },
  { name: 'registered_transfer', ask: 'ask M registered_transfer none commit' },
  {
    name: 'add_user',
    ask: 'ask M add_user as login:N name:user-N role:member may:one_off_transfer',
    use: 'user N C member one_off_transfer by M with M',
  },
  {
    name: 'change_user',
    ask: 'ask M change_user on V as role:admin may:one_off_transfer',
    use: 'change V role:admin may:one_off_transfer by M with M',
  },
  {
    name: 'revoke_token',
    ask: 'ask M revoke_token on V',
    use: 'revoke V reason revoked by M with M',
  },
  { name: 'unlock_otp', ask: 'ask M unlock_otp on U', use: 'unlock U by M with M' },
];

async function provedFor(world: World, { ask }: { readonly ask: string }): Promise<void> {
  world.server.clock.advance(60_000);
  expect(await told(world, ask), ask).toMatch(/^otp /);
  expect(await told(world, 'prove M pin F1'), ask).toBe('accepted');
}

test('row 9 purpose × purpose: a proof serves its own operation only, once, and its code no other', async () => {
  const world = await enrolledWorld({ policy: strict });
  worlds.push(world);
  await told(world, 'change M may:one_off_transfer,registered_transfer');
  await told(world, 'verify U F2! ×5');
  let [tried, crossings, codes] = [0, 0, 0];
  for (const proved of operations)
    for (const { name, use } of operations) {
      if (use === undefined || name === proved.name) continue;
      await provedFor(world, proved);
      tried += 1;
      const answer = await told(world, use);
      if (!answer.startsWith('4')) crossings += 1;
      expect(answer, `proved for ${proved.name}, used for ${name}`).toMatch(
        /^409 challenge_mismatch/,
      );
    }
  for (const proved of operations)
    for (const asked of operations) {
      await provedFor(world, proved);
      await told(world, asked.ask);
      tried += 1;
      const again = await told(world, 'prove M pin F1');
      if (again === 'accepted') codes += 1;
      expect(again, `${proved.name}, then ${asked.name}`).toBe('refused code_replayed');
    }
  report('row 9', { operations: operations.length, tried, crossings, 'codes used twice': codes });
  expect([crossings, codes]).toEqual([0, 0]);
  // Each serves what it was asked for, and not a second time.
  for (const operation of operations.toReversed()) {
    const { use } = operation;
    if (use === undefined) continue;
    await provedFor(world, operation);
    expect(await told(world, use), use).not.toMatch(/^4/);
    expect(await told(world, use), use).toMatch(/^4/);
  }
});

const rounds = process.env['WARIFU_FULL'] === '1' ? 1_000 : 100;

test(`row 36 two systems use one approval at once, ${rounds} races: it is executed once`, async () => {
  const world = await enrolledWorld();
  worlds.push(world);
  let [executions, inconsistent] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    world.server.clock.advance(60_000);
    await told(world, 'ask M one_off_transfer single final_approval');
    expect(await told(world, 'prove M pin F1')).toBe('accepted');
    const answers = await Promise.all([0, 1, 2, 3].map(() => told(world, 'consume M')));
    const won = answers.filter((one) => one === 'consumed').length;
    executions += won;
    if (won !== 1 || answers.some((one) => !/^(consumed|409 challenge_consumed)$/.test(one)))
      inconsistent += 1;
  }
  report('row 36', { races: rounds, executions, inconsistent });
  expect([executions, inconsistent]).toEqual([rounds, 0]);
});

test(`row 36 two approvers prove one user’s challenges at once with one code, ${rounds} races: one is satisfied`, async () => {
  const world = await enrolledWorld();
  worlds.push(world);
  let satisfied = 0;
  for (let round = 0; round < rounds; round++) {
    world.server.clock.advance(60_000);
    for (const user of ['U', 'V'])
      await told(world, `ask ${user} one_off_transfer single final_approval`);
    const answers = await Promise.all(
      ['U', 'V'].map((user) => told(world, `prove ${user} pin F2`)),
    );
    satisfied += answers.filter((one) => one === 'accepted').length;
    // The one who lost has a wrong code counted; his own next one clears it.
    world.server.clock.advance(60_000);
    const [loser] = ['U', 'V'].filter((_, index) => answers[index] !== 'accepted');
    expect(await told(world, `verify ${loser} F2`)).toBe('accepted');
  }
  report('row 36, one code for two', { races: rounds, satisfied });
  expect(satisfied).toBe(rounds);
});
