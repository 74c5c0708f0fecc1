import type { Json } from './api.ts';
import type { TestServerOptions } from './test-server.ts';
import { World } from './world.ts';

export interface EnrolledOptions extends TestServerOptions {
  readonly expiresOn?: string;
  readonly stepSeconds?: 30 | 60;
}

/** A world with one contract C: master M on fob F1; U and V who share fob F2; all registered. */
export async function enrolledWorld(options: EnrolledOptions = {}): Promise<World> {
  const world = await World.start(options);
  const { expiresOn = '2031-03-31', stepSeconds = 60 } = options;
  await world.stock(['F1', 'F2', 'F3', 'F4'], expiresOn, stepSeconds);
  await openContract(world, 'C');
  for (const [name, role] of [
    ['M', 'master'],
    ['U', 'member'],
    ['V', 'member'],
  ] as const)
    await addUser(world, { name, role, contract: 'C' });
  await deliverFobs(world, 'C', ['F1', 'F2']);
  await registerUser(world, 'M', 'F1');
  await registerUser(world, 'U', 'F2');
  await registerUser(world, 'V', 'F2');
  return world;
}

export async function openContract(world: World, name: string): Promise<void> {
  const number = String(2_000_000 + world.contracts.size);
  const body = { number, kind: 'corporate', opened_on: '2014-10-01' };
  const { id } = await world.channel.ok('/v1/contracts', { body });
  world.contracts.set(name, String(id));
}

export async function addUser(
  world: World,
  user: { readonly name: string; readonly role: string; readonly contract: string },
): Promise<void> {
  const body = {
    contract_id: world.contract(user.contract),
    login_id: user.name,
    name: user.name,
    role: user.role,
    permissions: ['one_off_transfer'],
  };
  const { id } = await world.channel.ok('/v1/users', { body });
  world.users.set(user.name, { id: String(id), contract: user.contract });
}

export async function deliverFobs(
  world: World,
  contract: string,
  fobs: readonly string[],
): Promise<void> {
  const contract_id = world.contract(contract);
  const application = await world.channel.ok('/v1/applications', {
    body: { contract_id, kind: 'adoption', token_count: fobs.length, filed_on: '2027-01-04' },
  });
  const serials = fobs.map((name) => world.fob(name).serial);
  const posted = await world.channel.ok('/v1/shipments', {
    body: { contract_id, application_id: application['id'], reason: 'adoption', serials },
  });
  const shipment = posted['shipment'] as Json;
  (posted['tokens'] as Json[]).forEach((token) => {
    const name = fobs.find((one) => world.fob(one).serial === token['serial']);
    if (name) world.tokens.set(name, String(token['id']));
  });
  await world.channel.ok(`/v1/shipments/${String(shipment['id'])}/delivery`, { body: {} });
}

/** Registers with the fob's current code and moves on to the next one. */
export async function registerUser(world: World, user: string, fob: string): Promise<void> {
  const path = `/v1/enrolments/${world.user(user)}/registration`;
  const { serial } = world.fob(fob);
  const body = { serial, otp: world.fob(fob).codeAt(world.now) };
  const answer = await world.channel.ok(path, { body });
  if (answer['result'] !== 'accepted') throw new Error(`${user} could not register ${fob}`);
  world.server.clock.advance(60_000);
}

/** One code for a user on the bank's own account, as an operator sees the answer. */
export async function verifyCode(world: World, user: string, otp: string): Promise<string> {
  const body = { user_id: world.user(user), purpose: 'one_off_transfer', otp };
  const answer = await world.operator.ok('/v1/verifications', { body });
  const reason = answer['reason'];
  return typeof reason === 'string' ? reason : String(answer['result']);
}
