import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addUser,
  deliverFobs,
  enrolledWorld,
  openContract,
  verifyCode,
} from '../support/enrolled.ts';
import type { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await enrolledWorld();
  await openContract(world, 'D');
  await addUser(world, { name: 'X', role: 'master', contract: 'D' });
  await deliverFobs(world, 'D', ['F3']);
});
afterAll(() => world.close());

async function registration(user: string, serial: string, otp: string) {
  const path = `/v1/enrolments/${world.user(user)}/registration`;
  return await world.operator.send(path, { body: { serial, otp } });
}

test('row 27 a fob is activated only by the contract it was shipped to: contract × serial', async () => {
  const foreign: unknown[] = [];
  for (const [user, fob] of [
    ['X', 'F1'],
    ['X', 'F2'],
    ['M', 'F3'],
    ['X', 'F4'],
    ['M', 'F4'],
  ] as const) {
    const { serial } = world.fob(fob);
    const answer = await registration(user, serial, world.fob(fob).codeAt(world.now));
    foreign.push([answer.body['result'], answer.body['reason']]);
  }
  expect(foreign).toEqual(Array.from({ length: 5 }, () => ['refused', 'serial_unknown']));
});

test('row 27 a sweep over serials is throttled by the user’s budget and answers alike', async () => {
  const seen = new Set<string>();
  const reasons: unknown[] = [];
  for (let serial = 7_000_000_001; serial < 7_000_000_021; serial++) {
    const body = { serial: String(serial).padStart(10, '0'), otp: '000000' };
    const path = `/v1/enrolments/${world.user('X')}/registration`;
    seen.add((await world.channel.send(path, { body })).text);
    reasons.push((await registration('X', body.serial, '000000')).body['reason']);
  }
  expect(seen).toEqual(new Set(['{"result":"refused","retry":"next_code"}']));
  expect(reasons.at(-1)).toBe('user_locked');
  const desk = { staff_id: 's-1', desk: 'corporate_help_desk', evidence: 'call 1' };
  await world.channel.ok('/v1/locks/unlock', {
    body: { user_ids: [world.user('X')], acting: desk },
  });
});

test('row 28 in stock, shipped, delivered, retired: a token that is not in service verifies nothing', async () => {
  expect(await verifyCode(world, 'X', world.fob('F3').codeAt(world.now))).toBe('not_enrolled');
  const { serial } = world.fob('F3');
  const { body } = await registration('X', serial, world.fob('F3').codeAt(world.now));
  expect(body['result']).toBe('accepted');
  world.server.clock.advance(60_000);
  expect(await verifyCode(world, 'X', world.fob('F3').codeAt(world.now))).toBe('accepted');
  const desk = { staff_id: 's-1', desk: 'corporate_help_desk', evidence: 'call 2' };
  await world.channel.ok('/v1/revocations', {
    body: { token_id: world.tokens.get('F3'), reason: 'broken', acting: desk },
  });
  world.server.clock.advance(60_000);
  expect(await verifyCode(world, 'X', world.fob('F3').codeAt(world.now))).toBe('not_enrolled');
  const again = await registration('X', serial, world.fob('F3').codeAt(world.now));
  expect(again.body['reason']).toBe('token_not_in_service');
});

test('row 28 a token that is only shipped is not "has OTP": otp_status and the user say so', async () => {
  await openContract(world, 'E');
  await addUser(world, { name: 'Y', role: 'master', contract: 'E' });
  await deliverFobs(world, 'E', ['F4']);
  const user = await world.channel.ok(`/v1/users/${world.user('Y')}`);
  expect(user['otp']).toMatchObject({ state: 'unregistered', token_id: null });
  const fact = await world.channel.ok(`/v1/users/${world.user('Y')}/otp_status`);
  expect(fact['in_use']).toBe(false);
});

test('row 24 locks never cross contracts: another institution’s or contract’s users are not touched', async () => {
  for (let guess = 0; guess < 5; guess++)
    await verifyCode(world, 'U', world.fob('F2').wrongCodeAt(world.now));
  world.server.clock.advance(60_000);
  expect(await verifyCode(world, 'U', world.fob('F2').codeAt(world.now))).toBe('user_locked');
  expect(await verifyCode(world, 'V', world.fob('F2').codeAt(world.now))).toBe('accepted');
  const list = await world.channel.ok(`/v1/locks?contract_id=${world.contract('D')}`);
  expect(list['data']).toEqual([]);
});
