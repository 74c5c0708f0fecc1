import { approvePolicy, proposePolicy } from '@warifu/service';
import { expect, test } from 'vitest';
import { acts } from '../support/acts.ts';
import { policyLike, within } from '../support/policies.ts';
import { World } from '../support/world.ts';

/** Does the lines one after the other; each must give what stands behind its arrow. */
async function lines(world: World, text: string): Promise<void> {
  for (const line of text.trim().split('\n')) {
    const [act = '', expected = ''] = line.split('→').map((one) => one.trim());
    const [verb = '', ...words] = act.split(/\s+/);
    expect(await acts[verb]?.(world, words), line).toBe(expected);
  }
}

test('S4-02 ALL-01 row 1 two contracts claim one token with one code at once: one of them gets it', async () => {
  const world = await World.start({ institution: 'komatsubara' });
  try {
    for (let round = 0; round < 20; round++) {
      // Apps may not make more than so many tokens a minute.
      world.server.clock.advance(60_000);
      const names = [`C${round}`, `D${round}`];
      for (const name of names)
        await lines(
          world,
          `contract ${name} retail → opened
           user U${name} ${name} master → added`,
        );
      await lines(world, `credential P A${round} kind:phone_app → made, 6 digits 30 s`);
      const claims = names.map((name) =>
        acts['self_register']?.(world, [`U${name}`, `A${round}`, 'factor', 'login_password']),
      );
      const results = (await Promise.all(claims)).sort();
      expect(results).toEqual(['accepted', 'refused serial_unknown']);
    }
  } finally {
    await world.close();
  }
});

test('S3-02 ALL-01 an administrator who sends one registration twice at once registers once', async () => {
  const world = await World.start({ institution: 'hokushin' });
  try {
    await world.stock(['F1'], '2031-03-31');
    await lines(
      world,
      `contract C → opened
       user M C master one_off_transfer → added
       user U C member one_off_transfer → added
       apply C adoption 1 → recorded
       post C adoption F1 → posted, no fee
       ask M register_for_users on M U → fixed_factors user_pin (rule)
       prove M user_pin - → accepted`,
    );
    const twice = [0, 1].map(() =>
      acts['assign']?.(world, ['M', 'F1', 'to', 'M', 'U', 'with', 'M']),
    );
    const [first, second] = (await Promise.all(twice)).sort();
    expect(first).not.toBe('accepted');
    expect(second).toBe('accepted');
    await lines(
      world,
      `bindings M → F1
       bindings U → F1`,
    );
  } finally {
    await world.close();
  }
});

test('ALL-06 a policy that no longer lets a user have two tokens takes neither away; the next registration does', async () => {
  const document = (most: number) =>
    policyLike('nanahoshi', (it) => within(it, 'relations', { tokens_per_user: most }));
  const world = await World.start({ policy: document(2) });
  try {
    const { clock, institutionId, warifu } = world.server;
    await world.stock(['F1', 'F2', 'F3'], '2031-03-31');
    await lines(
      world,
      `contract C → opened
       user M C master one_off_transfer → added
       apply C adoption 3 → recorded
       post C adoption F1 F2 F3 → posted, no fee
       register M F1 → accepted
       register M F2 → accepted`,
    );
    await proposePolicy(warifu.deps, { institutionId, by: 'hanako', document: document(1) });
    const approval = { institutionId, by: 'taro', version: 2, effectiveFrom: null };
    expect((await approvePolicy(warifu.deps, approval)).ok).toBe(true);
    clock.advance(60_000);
    await lines(
      world,
      `verify M F1 → accepted
       verify M F2 → accepted
       enrol M F3 → accepted, 1 ended
       bindings M → F1 replaced, F2 replaced, F3
       verify M F1+1 → refused code_wrong
       verify M F3+1 → accepted`,
    );
    // The server finds it again when it starts on the same store.
    await world.server.restart();
    clock.advance(120_000);
    await lines(world, 'verify M F3 → accepted');
  } finally {
    await world.close();
  }
});
