import type { Customer } from './bank.ts';
import type { Client } from './history.ts';

/**
 * One customer's day, played over HTTP: every kind of act that changes what a code is worth. It uses
 * the codes of three steps, so the clock has to go on by three before the next day.
 *
 *   right ─▶ replayed ─▶ wrong ─▶ right ─▶ challenge proved by the master
 *     ─▶ five wrong: locked ─▶ right, refused ─▶ unlocked by the master ─▶ right
 *     ─▶ (day 1) registration of the spare fob, which replaces the first
 *     ─▶ (day 2) revocation by the master ─▶ refused ─▶ registered again
 */
export const dayMs = 240_000;

const purpose = 'one_off_transfer';

export async function playDay(
  customer: Customer,
  say: Client,
  { day, at }: { readonly day: number; readonly at: number },
): Promise<void> {
  const { master, member, spare } = customer;
  const fob = day < 2 ? member.fob : spare;
  const verify = (otp: string) =>
    say('verify_otp', '/v1/verifications', { user_id: member.userId, purpose, otp });
  const wrong = fob.wrongCodeAt(at);
  await verify(fob.codeAt(at, -1));
  await verify(fob.codeAt(at, -1));
  await verify(wrong);
  await verify(fob.codeAt(at));
  const transfer = await say('create_challenge', '/v1/challenges', {
    user_id: master.userId,
    operation: purpose,
    details: { approval: 'none', stage: 'commit' },
  });
  await prove({ customer, say, at }, transfer['id'], { factor: 'pin', steps: -1 });
  for (let guess = 0; guess < 5; guess++) await verify(wrong);
  await verify(fob.codeAt(at, 1));
  const acting = { user_id: master.userId };
  await say('unlock', '/v1/locks/unlock', { user_ids: [member.userId], acting });
  await verify(fob.codeAt(at, 1));
  if (day === 1) await register(customer, say, spare.codeAt(at, -1));
  if (day === 2) await revokeAndRegister({ customer, say, at });
}

interface Scene {
  readonly customer: Customer;
  readonly say: Client;
  readonly at: number;
}

function prove(
  { customer: { master }, say, at }: Scene,
  challengeId: unknown,
  { factor, steps }: { readonly factor: string; readonly steps: number },
) {
  return say('verify_otp', '/v1/verifications', {
    challenge_id: challengeId,
    factors: [{ kind: factor, checked_at: new Date(at).toISOString() }],
    otp: master.fob.codeAt(at, steps),
  });
}

function register({ member, spare }: Customer, say: Client, otp: string) {
  const path = `/v1/enrolments/${member.userId}/registration`;
  return say('register_token', path, { serial: spare.serial, otp });
}

async function revokeAndRegister(scene: Scene): Promise<void> {
  const { customer, say, at } = scene;
  const { master, member, spare } = customer;
  const asked = await say('create_challenge', '/v1/challenges', {
    user_id: master.userId,
    operation: 'revoke_token',
    details: { target_user_ids: [member.userId] },
  });
  await prove(scene, asked['id'], { factor: 'confirmation_password', steps: 0 });
  await say('revoke_token', '/v1/revocations', {
    user_ids: [member.userId],
    reason: 'revoked',
    acting: { user_id: master.userId },
    challenge_id: asked['id'],
  });
  await say('verify_otp', '/v1/verifications', {
    user_id: member.userId,
    purpose,
    otp: spare.wrongCodeAt(at),
  });
  await register(customer, say, spare.codeAt(at, 2));
}
