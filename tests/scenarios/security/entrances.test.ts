import { afterEach, expect, test } from 'vitest';
import { report } from '../../durability/support/counts.ts';
import type { Answer } from '../support/api.ts';
import { told } from '../support/backups.ts';
import {
  codeRoutes,
  type Entrance,
  entrances,
  type Guess,
  isEvaluated,
  passwordChecked,
  reasonOf,
} from '../support/code-entrances.ts';
import { enrolledWorld, verifyCode } from '../support/enrolled.ts';
import { policyLike, within } from '../support/policies.ts';
import { World } from '../support/world.ts';

/** Rows 15, 17 and 19: wherever a code gets in, it is the same budget of guesses, and a lock holds. */
const threshold = 5;

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

/** A bank where one user may reach every entrance but an issue's, which it has none of. */
const open = policyLike('komatsubara', (document) => {
  within(document, 'enrolment', {
    who_registers: ['each_user', 'administrator', 'before_login'],
    registrar_roles: ['master'],
  });
  const authenticators = document['authenticators'] as object[];
  document['authenticators'] = authenticators.map((one) => ({
    ...one,
    resynchronisation: { by: ['user', 'staff'], window_steps: 60 },
  }));
});

async function acted(world: World, acts: readonly string[]): Promise<void> {
  for (const act of acts) expect(await told(world, act), act).not.toMatch(/^\d|^refused/);
}

async function openWorld(): Promise<World> {
  const world = await World.start({ policy: open });
  worlds.push(world);
  await acted(world, ['contract C']);
  return world;
}

/** A user with a token of his own, and another token that nobody has. */
async function guesser(world: World, number: number): Promise<Omit<Guess, 'right'>> {
  const [user, token, fresh] = [`U${number}`, `A${number}`, `B${number}`];
  await acted(world, [
    `user ${user} C master`,
    `credential P${number} ${token} kind:phone_app`,
    `credential P${number} ${fresh} kind:phone_app`,
    `self_register ${user} ${token} factor login_password`,
    `token ${token}`,
  ]);
  world.server.clock.advance(30_000);
  return { user, token, fresh };
}

const ways: readonly (readonly [name: string, entrance: Entrance])[] = Object.entries(
  entrances,
).flatMap(([route, byWay]) =>
  Object.entries(byWay).map(([way, entrance]) => [`${route} by ${way}`, entrance] as const),
);

/** Shown in a world of its own, because it needs a user whose issue is under way. */
const elsewhere = ['complete_issuance'];

test('row 17 every route whose body takes a code is in the table of entrances', () => {
  const routes = [...codeRoutes().keys()].toSorted();
  expect([...Object.keys(entrances), ...elsewhere].toSorted()).toEqual(routes);
  report('row 17', { entrances: `${routes.length}/${routes.length}`, ways: ways.length + 1 });
});

test('row 17 guesses that are spread over all entrances are one budget: at most 5 are evaluated', async () => {
  const world = await openWorld();
  for (const [index] of ways.entries()) {
    const who = await guesser(world, index);
    const answers: Answer[] = [];
    // Each round begins at another entrance, so that each is once among those that are evaluated.
    for (let round = 0; round < 2; round++)
      for (let at = 0; at < ways.length; at++) {
        const [, entrance] = ways[(index + at) % ways.length] ?? [];
        if (entrance) answers.push(await entrance(world, { ...who, right: false }));
      }
    const reasons = answers.map(reasonOf);
    expect(answers.filter(isEvaluated).length, reasons.join(' ')).toBe(threshold);
    expect(reasons).not.toContain('accepted');
  }
});

test.each(ways)(
  'row 17 row 19 %s: three guesses here and two elsewhere lock, and then a right code is refused here',
  async (_, entrance) => {
    const world = await openWorld();
    const who = await guesser(world, 1);
    const answers: Answer[] = [];
    for (let guess = 0; guess < 3; guess++)
      answers.push(await entrance(world, { ...who, right: false }));
    for (let guess = 0; guess < 3; guess++) answers.push(await byPurpose(world, who));
    expect(answers.map(isEvaluated)).toEqual([true, true, true, true, true, false]);
    const right = await entrance(world, { ...who, right: true });
    expect([isEvaluated(right), reasonOf(right)]).toEqual([
      false,
      expect.not.stringMatching('accepted'),
    ]);
  },
);

const byPurpose = (world: World, who: Omit<Guess, 'right'>) => {
  const entrance = entrances['create_verification']?.['purpose'];
  if (!entrance) throw new Error('there is no such entrance');
  return entrance(world, { ...who, right: false });
};

test('row 17 complete_issuance: the first code of an app spends the same budget', async () => {
  const world = await World.start({ institution: 'kenyo' });
  worlds.push(world);
  await acted(world, [
    'contract C',
    'user U C master one_off_transfer',
    'apply C adoption 1',
    'issue U',
    'activate U P A',
  ]);
  const told5: string[] = [];
  for (let guess = 0; guess < 3; guess++) told5.push(await told(world, 'complete U A!'));
  for (let guess = 0; guess < 2; guess++) told5.push(await told(world, 'verify U A!'));
  expect(told5).toEqual([
    ...Array(3).fill('refused code_wrong'),
    ...Array(2).fill('refused not_enrolled'),
  ]);
  expect(await told(world, 'complete U A')).toBe('refused user_locked');
});

test('row 19 a challenge that was opened before the lock is refused with the right code, and is not satisfied', async () => {
  const world = await openWorld();
  const who = await guesser(world, 1);
  const { id } = await world.channel.ok('/v1/challenges', {
    body: { user_id: world.user(who.user), operation: 'login' },
  });
  for (let guess = 0; guess < threshold; guess++) await byPurpose(world, who);
  const otp = world.fob(who.token).codeAt(world.now);
  const body = { challenge_id: id, otp, factors: passwordChecked(world) };
  const right = await world.operator.send('/v1/verifications', { body });
  expect(isEvaluated(right)).toBe(false);
  const challenge = await world.channel.ok(`/v1/challenges/${String(id)}`);
  expect(challenge['state']).toBe('open');
});

test('row 15 500 fresh challenges with one guess each, from 50 systems of the bank: at most 5 are evaluated', async () => {
  const world = await enrolledWorld();
  worlds.push(world);
  const keys: string[] = [];
  for (let source = 0; source < 50; source++)
    keys.push(
      await world.server.apiKey(world.server.institutionId, [
        'challenges:write',
        'verifications:write',
        'verifications:reasons',
        'factors:state',
      ]),
    );
  const guesses = Array.from({ length: 500 }, async (_, index) => {
    const headers = { authorization: `Bearer ${keys[index % keys.length]}` };
    const challenge = await world.channel.send('/v1/challenges', {
      headers,
      body: {
        user_id: world.user('U'),
        operation: 'one_off_transfer',
        details: { approval: 'none', stage: 'commit' },
      },
    });
    const body = {
      challenge_id: challenge.body['id'],
      otp: world.fob('F2').wrongCodeAt(world.now),
      factors: [{ kind: 'pin', checked_at: new Date(world.now).toISOString() }],
    };
    return world.channel.send('/v1/verifications', { headers, body });
  });
  const answers = await Promise.all(guesses);
  const evaluated = answers.filter(isEvaluated);
  report('row 15', {
    challenges: answers.length,
    sources: keys.length,
    evaluated: evaluated.length,
  });
  expect(evaluated.map(reasonOf)).toEqual(Array(threshold).fill('code_wrong'));
  expect(await verifyCode(world, 'U', world.fob('F2').codeAt(world.now))).toBe('user_locked');
});
