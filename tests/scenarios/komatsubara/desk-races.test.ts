import { expect, test } from 'vitest';
import { acts } from '../support/acts.ts';
import { World } from '../support/world.ts';

const rounds = process.env['WARIFU_FULL'] === '1' ? 1_000 : 25;

async function act(world: World, line: string): Promise<string> {
  const [verb = '', ...words] = line.split(' ');
  const found = acts[verb];
  if (!found) throw new Error(`there is no act "${verb}"`);
  return await found(world, words);
}

/** A retail customer with an app; the rounds lock his OTP and hand a paper in at the branch. */
async function customer(): Promise<World> {
  const world = await World.start({ institution: 'komatsubara' });
  for (const line of [
    'contract C retail',
    'user U C master',
    'credential P A kind:phone_app',
    'self_register U A factor login_password',
  ])
    await act(world, line);
  return world;
}

const filing =
  'file C unlock paper for U with form registered_seal identity_document by desk:branch as R';

test('row 36 carrying a paper out ∥ refusing it: one outcome, and the lock follows it', async () => {
  const world = await customer();
  try {
    const outcomes = new Map<string, number>();
    for (let round = 0; round < rounds; round++) {
      if ((await act(world, 'state U')) === 'in_service') await act(world, 'verify U A! ×5');
      await act(world, filing);
      const [lifted, rejected] = await Promise.all([
        act(world, 'lift U by desk:branch on R'),
        act(world, 'reject R by desk:branch'),
      ]);
      const state = `${await act(world, 'state U')}, paper ${await act(world, 'request R')}`;
      const told = `${lifted} / ${rejected}: ${state}`;
      outcomes.set(told, (outcomes.get(told) ?? 0) + 1);
    }
    const allowed = [
      'lifted / 409 request_closed: in_service, paper done',
      '404 request_unknown / rejected: locked, paper rejected',
    ];
    expect(allowed).toEqual(expect.arrayContaining([...outcomes.keys()]));
  } finally {
    await world.close();
  }
});

test('row 36 one paper at two counters at once is carried out once', async () => {
  const world = await customer();
  try {
    for (let round = 0; round < rounds; round++) {
      await act(world, 'verify U A! ×5');
      await act(world, filing);
      const told = await Promise.all(
        Array.from({ length: 4 }, () => act(world, 'lift U by desk:branch on R')),
      );
      expect(told.filter((one) => one === 'lifted')).toHaveLength(1);
      expect(new Set(told.filter((one) => one !== 'lifted'))).toEqual(new Set(['409 not_locked']));
    }
  } finally {
    await world.close();
  }
});
