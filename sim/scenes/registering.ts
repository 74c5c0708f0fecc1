import type { Authenticator, Token, User } from '@warifu/engine';
import type { Device } from '../world/device.ts';
import { asUser, type Stage } from '../world/stage.ts';
import { spelled } from '../world/typed.ts';
import { revoke } from './caring.ts';
import { issueByMail } from './mailing.ts';
import { proved, rightCode } from './proving.ts';

interface TypedToken {
  readonly serial: string;
  readonly otp: string;
}

/** A user gets a token in the way that his institution has for it. */
export async function register(stage: Stage, user = stage.anybody()): Promise<void> {
  if (!user) return;
  const ways = stage.policy.authenticators.map((one) => one.registration);
  const waiting = stage.view.tokens.filter(isRegistrable);
  if (waiting.length > 0 && ways.includes('serial')) {
    const token = stage.random.pick(waiting);
    const device = stage.device(token);
    if (token && device) await registerBySerial(stage, user, typedOf(stage, token.serial, device));
    return;
  }
  const software = stage.policy.authenticators.filter((one) => one.registration !== 'serial');
  const app = stage.random.pick(software);
  if (app?.registration === 'mail_address') await issueByMail(stage, user, app);
  else if (app) await issueToApp(stage, user, app);
  else if (stage.policy.self_service.actions.length > 0) await serveOneself(stage, user);
}

function isRegistrable({ state, form }: Token): boolean {
  return form === 'hardware' && ['shipped', 'delivered', 'in_service'].includes(state);
}

function typedOf(stage: Stage, serial: string, device: Device): TypedToken {
  return { serial, otp: spelled(stage.read(device).code, stage.random) };
}

/** By each user, or by an administrator for some of them, as the policy says. */
export async function registerBySerial(
  stage: Stage,
  user: User,
  { serial, otp }: TypedToken,
): Promise<void> {
  const { who_registers: who } = stage.policy.enrolment;
  const device = stage.world.devices.get(serial);
  const asksSecond = stage.policy.enrolment.proof.includes('second_otp');
  const secondOtp = asksSecond && device ? stage.read(device, 1).code : undefined;
  const typed = [otp, ...(secondOtp === undefined ? [] : [secondOtp])];
  const held = stage.random.pick(stage.tokensOf(user))?.id;
  const replacesTokenId = stage.policy.relations.tokens_per_user > 1 ? held : undefined;
  const proof = { serial, otp, secondOtp, factors: stage.factors(), replacesTokenId };
  if (who.includes('administrator') && !who.includes('each_user')) {
    const others = stage.users.filter(() => stage.random.chance(0.4));
    const userIds = [user.id, ...others.map((one) => one.id)];
    const operation = 'register_for_users';
    const details = { targetUserIds: userIds };
    const challengeId = stage.policy.operations[operation]
      ? await proved(stage, user, { operation, details })
      : undefined;
    await stage.ask({
      what: `register ${serial} for ${userIds.length} users`,
      command: { ...proof, registrarId: user.id, userIds, challengeId },
      act: 'registerForUsers',
      typed,
    });
    return;
  }
  await stage.ask({
    what: `register ${serial} by ${user.id}`,
    command: { ...proof, userId: user.id },
    act: 'registerToken',
    typed,
  });
}

/** The seed that the app was told, as the device that it is from now on. */
function taken(stage: Stage, { serial, stepSeconds, digits }: Token, secret: string): Device {
  const known = stage.world.devices.get(serial);
  const seed = decodeBase32(secret);
  const device: Device = { serial, seed, stepSeconds, digits, driftMs: 0, counter: 0 };
  if (known) device.driftMs = known.driftMs;
  stage.world.devices.set(serial, device);
  return device;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function decodeBase32(text: string): Uint8Array {
  let bits = '';
  for (const letter of text.replace(/=+$/, ''))
    bits += letters.indexOf(letter).toString(2).padStart(5, '0');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

/** Issue, activation in the app, and the first code. Some stop half way. */
async function issueToApp(stage: Stage, user: User, { id }: Authenticator): Promise<void> {
  const { random } = stage;
  const activationPassword = '482915';
  const issued = await stage.ask({
    what: `issue to ${user.id}`,
    command: {
      userId: user.id,
      authenticator: id,
      activationPassword,
      mailAddress: 'user@example.jp',
      acting: asUser(user),
    },
    act: 'issueSoftwareToken',
  });
  if (!issued?.ok || random.chance(0.1)) return;
  stage.passSeconds(30, random.chance(0.1) ? 100_000 : 600);
  const { id: issuanceId, serviceId, appUserId } = issued.value.issuance;
  const device = await activate(stage, { serviceId, appUserId, activationPassword });
  if (!device || random.chance(0.1)) return;
  // A revocation or a lock may come between, and must then be met at the end as well (row 19).
  if (random.chance(0.3)) await revokedMeanwhile(stage, user, device);
  stage.passSeconds(1, 120);
  const otp = spelled(stage.read(device).code, random);
  await stage.ask({
    what: `complete the issue to ${user.id}`,
    command: { issuanceId, otp, factors: stage.factors() },
    act: 'completeIssue',
    typed: [otp],
  });
}

/** Whoever lost his phone on the way home calls the branch, which ends the token; or a colleague does. */
async function revokedMeanwhile(stage: Stage, user: User, { serial }: Device): Promise<void> {
  const token = stage.view.tokens.find((one) => one.serial === serial);
  if (!token || stage.random.chance(0.5)) {
    await revoke(stage, user);
    return;
  }
  const acting = stage.staff(stage.policy.revocation.desk);
  await stage.ask({
    what: `revoke ${serial} before its first code`,
    command: { target: { tokenId: token.id }, reason: 'lost' as const, acting },
    act: 'revoke',
    acting,
  });
}

/** A phone or a fob is lost and revoked, and its owner wants another one at once (S2-07). */
export async function change(stage: Stage): Promise<void> {
  const { random } = stage;
  const user = random.pick(stage.users.filter((one) => stage.tokensOf(one).length > 0));
  if (!user) return;
  await revoke(stage, user);
  stage.passSeconds(60, 3_000);
  await register(stage, user);
}

interface Activation {
  readonly serviceId: string;
  readonly appUserId: string;
  readonly activationPassword: string;
}

async function activate(stage: Stage, names: Activation): Promise<Device | undefined> {
  const { random } = stage;
  const deviceId = `phone ${random.below(6)}`;
  const wrong = random.chance(0.15);
  const command = {
    ...names,
    deviceId,
    activationPassword: wrong ? '000000' : names.activationPassword,
  };
  const answer = await stage.ask({
    what: 'activate an app',
    command,
    act: 'activateApp',
    byApp: true,
  });
  return answer?.ok ? taken(stage, answer.value.token, answer.value.secret) : undefined;
}

/** From the login page: a token of one's own app, exchanged for another, or given up. */
async function serveOneself(stage: Stage, user: User): Promise<void> {
  const { random, policy } = stage;
  const held = stage.tokensOf(user);
  const old = rightCode(stage, user);
  if (held.length > 0 && random.chance(0.3) && old !== undefined) {
    await stage.ask({
      what: `stop of ${user.id}`,
      command: { who: { userId: user.id }, otp: old, factors: stage.factors() },
      act: 'selfStop',
      typed: [old],
    });
    return;
  }
  const kinds = policy.authenticators.filter((one) => one.registration === 'serial');
  const made = await stage.ask({
    what: 'make a credential',
    command: {
      authenticator: random.pick(kinds)?.id ?? null,
      deviceId: `phone ${random.below(6)}`,
    },
    act: 'makeCredential',
    byApp: true,
  });
  if (!made?.ok) return;
  const device = taken(stage, made.value.token, made.value.secret);
  stage.passSeconds(5, 60);
  const action = held.length > 0 && random.chance(0.9) ? 'exchange' : 'register';
  const otp = stage.read(device).code;
  const oldOtp = action === 'exchange' ? old : undefined;
  await stage.ask({
    what: `${action} by ${user.id}`,
    command: {
      action: action as 'exchange' | 'register',
      who: { userId: user.id },
      serial: device.serial,
      otp,
      oldOtp,
      factors: stage.factors(),
    },
    act: 'selfRegister',
    typed: [otp, ...(oldOtp === undefined ? [] : [oldOtp])],
  });
}

/** Two codes one after the other bring a token back that has run away. */
export async function resynchronise(
  stage: Stage,
  user: User | undefined = stage.anybody(),
  codes?: readonly [string, string],
): Promise<void> {
  const token = stage.random.pick(user ? stage.tokensOf(user) : []);
  const device = stage.device(token);
  if (!user || !token || !device) return;
  const first = stage.read(device);
  const counts = device.stepSeconds === null;
  const [otp, nextOtp] = codes ?? [first.code, stage.read(device, counts ? 0 : 1).code];
  const desk = stage.policy.desks[0]?.id ?? '';
  const acting = stage.random.chance(0.5) ? asUser(user) : stage.staff(desk);
  await stage.ask({
    what: `resynchronise ${token.serial}`,
    command: { tokenId: token.id, acting, userId: user.id, otp, nextOtp },
    act: 'resynchroniseToken',
    typed: [otp, nextOtp],
    acting,
  });
}
