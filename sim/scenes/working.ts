import { sha256Hex } from '@warifu/service';
import { hourMs } from '../world/sim-clock.ts';
import type { Stage } from '../world/stage.ts';
import { operationsOf, proved, rightCode, typedBy, verification, verifyUser } from './proving.ts';

/** A user signs in or sends money: he is asked, proves, and the institution carries it out. */
export async function work(stage: Stage): Promise<void> {
  const { random } = stage;
  const user = stage.anybody();
  const operation = random.pick(operationsOf(stage, 'login', 'sending', 'sending'));
  if (!user || operation === undefined) return;
  const challengeId = await proved(stage, user, { operation });
  if (challengeId === undefined) return;
  // Some go for a coffee between the proof and the button.
  stage.passSeconds(0, random.chance(0.1) ? 900 : 20);
  const details = stage.world.store.tables.challenges.get(challengeId)?.details ?? '{}';
  const times = random.chance(0.1) ? 2 : 1;
  for (let n = 0; n < times; n += 1)
    await stage.ask({
      what: `consume ${operation}`,
      command: { challengeId, detailsDigest: sha256Hex(details) },
      act: 'consumeChallenge',
    });
}

/** A code for a purpose, on the institution's own account. */
export async function verify(stage: Stage): Promise<void> {
  const user = stage.anybody();
  const purpose = stage.random.pick(Object.keys(stage.policy.operations));
  if (user && purpose !== undefined)
    await verifyUser(stage, { user, purpose, otp: typedBy(stage, user) });
}

/** A clerk types the same code twice, or waits until it is old, or types the one before too late. */
export async function clumsy(stage: Stage): Promise<void> {
  const { random } = stage;
  const user = stage.anybody();
  const device = stage.device(random.pick(user ? stage.tokensOf(user) : []));
  const [purpose] = operationsOf(stage, 'login');
  if (!user || !device || purpose === undefined) return;
  const early = stage.read(device).code;
  stage.passSeconds(5, random.one(20, 70, 400));
  const late = random.chance(0.5) ? stage.read(device).code : early;
  await verifyUser(stage, { user, purpose, otp: late });
  stage.passSeconds(1, 30);
  await verifyUser(stage, { user, purpose, otp: early });
}

/** Two people, or one with two windows, send the same code at the same moment. */
export async function atOnce(stage: Stage): Promise<void> {
  const { random, world } = stage;
  const user = stage.anybody();
  const otp = user && rightCode(stage, user);
  const [purpose] = operationsOf(stage, 'login');
  if (!user || otp === undefined || purpose === undefined) return;
  const [token] = stage.tokensOf(user);
  const sharers = stage.users.filter((one) =>
    stage.tokensOf(one).some((held) => held.id === token?.id),
  );
  const other = random.pick(sharers) ?? user;
  await world.network.race(
    stage.request(verification(stage, { user, otp, purpose })),
    stage.request(verification(stage, { user: other, otp, purpose })),
  );
}

/** The user goes on without registering, while he may. */
export async function skip(stage: Stage): Promise<void> {
  const user = stage.anybody();
  if (!user) return;
  await stage.ask({
    what: `skip ${user.id}`,
    command: { userId: user.id },
    act: 'skipEnrolment',
  });
  await stage.world.service.readEnrolment(stage.world.institutionId, user.id);
}

/** The card in the pocket is pressed and nobody types anything. */
export async function press(stage: Stage): Promise<void> {
  for (const device of stage.world.devices.values())
    if (device.stepSeconds === null && stage.random.chance(0.3))
      device.counter += stage.random.between(1, 3);
}

/** A fob's clock runs away, or a phone is put right. */
export async function drift(stage: Stage): Promise<void> {
  const { random } = stage;
  const device = random.pick([...stage.world.devices.values()]);
  if (!device) return;
  device.driftMs = random.chance(0.3) ? 0 : random.between(-180, 180) * 1_000;
}

/** The server's clock jumps, forth or back, and is put right sooner or later. */
export async function jump(stage: Stage): Promise<void> {
  const { random, world } = stage;
  const most = random.one(2 * 60_000, hourMs, 30 * hourMs);
  world.clock.jumpTo(random.chance(0.4) ? 0 : random.between(-most, most));
}

/** A request that everybody had forgotten arrives once more. */
export async function late(stage: Stage): Promise<void> {
  await stage.world.network.deliverLate();
}
