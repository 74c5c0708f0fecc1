import type { User } from '@warifu/engine';
import { asUser, type Stage } from '../world/stage.ts';
import { guess, spelled } from '../world/typed.ts';
import { locksOf, unlockBy } from './caring.ts';
import { operationsOf, proved, rightCode, verifyUser } from './proving.ts';
import { registerBySerial, resynchronise } from './registering.ts';

/** A thief with the password guesses on and on; now and then he is told a right code. */
export async function guesses(stage: Stage): Promise<void> {
  const { random } = stage;
  const user = stage.anybody();
  const [purpose] = operationsOf(stage, 'login');
  if (!user || purpose === undefined) return;
  const times = random.between(1, 8);
  for (let n = 0; n < times; n += 1) {
    await verifyUser(stage, { user, purpose, otp: guess(random) });
    stage.passSeconds(1, 5);
  }
  const overheard = random.chance(0.3) ? rightCode(stage, user) : undefined;
  if (overheard !== undefined) await verifyUser(stage, { user, purpose, otp: overheard });
}

/**
 * He goes on for days: whenever the account is locked, he talks an administrator into unlocking it. The
 * network is well, or some of his guesses would be lost.
 */
export async function siege(stage: Stage): Promise<void> {
  const { random } = stage;
  stage.troubled = false;
  const user = random.pick(stage.users.filter((one) => stage.tokensOf(one).length > 0));
  const [purpose] = operationsOf(stage, 'login');
  if (!user || purpose === undefined) return;
  const rounds = random.between(3, 6);
  for (let round = 0; round < rounds; round += 1) {
    for (let n = 0; n < stage.policy.lockout.threshold; n += 1) {
      await verifyUser(stage, { user, purpose, otp: guess(random) });
      stage.passSeconds(1, 5);
    }
    for (const helper of stage.users) {
      const target = lockOver(stage, user);
      if (target) await unlockBy(stage, asUser(helper), target);
    }
    stage.passSeconds(600, 80_000);
  }
}

/** What stops him now: his own lock, or that of his token. */
function lockOver(stage: Stage, { id }: User) {
  const { users, tokens } = locksOf(stage);
  const own = users.find((one) => one.id === id);
  if (own) return { user: own, tokenId: undefined };
  const held = stage.view.bindings.filter((one) => one.userId === id).map((one) => one.tokenId);
  const token = tokens.find((one) => held.includes(one.id));
  return token && { user: undefined, tokenId: token.id };
}

/** He looks at a code without using it, waits until a later one was used, and then comes with it. */
export async function olderCode(stage: Stage): Promise<void> {
  const { random } = stage;
  const user = stage.anybody();
  const device = stage.device(random.pick(user ? stage.tokensOf(user) : []));
  const [purpose] = operationsOf(stage, 'login');
  if (!user || !device || purpose === undefined) return;
  const stolen = stage.read(device, -1).code;
  await verifyUser(stage, { user, purpose, otp: stage.read(device).code });
  stage.passSeconds(1, 20);
  await verifyUser(stage, { user, purpose, otp: stolen });
}

/** Every code ever seen is tried again: by others, for other things, at other customers. */
export async function replays(stage: Stage): Promise<void> {
  const { random, world } = stage;
  const fresh = random.chance(0.7);
  const seen = fresh ? world.seen.at(-1 - random.below(3)) : random.pick(world.seen);
  if (!seen) return;
  const otp = spelled(seen.code, random);
  const user = victimOf(stage, seen.serial);
  const purpose = random.pick(Object.keys(stage.policy.operations));
  if (!user || purpose === undefined) return;
  switch (random.below(5)) {
    case 0:
      await proved(stage, user, { operation: purpose, otp });
      return;
    case 1:
      await registerBySerial(stage, user, { serial: seen.serial, otp });
      return;
    case 2: {
      const other = world.seen.at(-1 - random.below(5));
      if (other) await resynchronise(stage, user, [otp, other.code]);
      return;
    }
    default:
      await verifyUser(stage, { user, purpose, otp });
  }
}

/** Mostly somebody who holds that very token, else anybody. */
function victimOf(stage: Stage, serial: string): User | undefined {
  const holders = stage.users.filter((one) =>
    stage.tokensOf(one).some((token) => token.serial === serial),
  );
  return holders.length > 0 && stage.random.chance(0.8)
    ? stage.random.pick(holders)
    : stage.anybody();
}
