import { restoreBackup } from '@warifu/server';
import { afterEach, expect, test } from 'vitest';
import { backupOf, removeFolders } from '../support/backups.ts';
import { enrolledWorld, verifyCode } from '../support/enrolled.ts';
import type { World } from '../support/world.ts';

afterEach(removeFolders);

async function restore(world: World, file: string): Promise<void> {
  const { config, clock } = world.server;
  await expect(restoreBackup(config, { file, replace: true }, clock)).rejects.toThrow(
    'server runs',
  );
  await world.server.stop();
  await expect(restoreBackup(config, { file, replace: false }, clock)).rejects.toThrow('--replace');
  const restored = await restoreBackup(config, { file, replace: true }, clock);
  expect(restored.epoch).toBe(2);
  expect(restored.movedAside).not.toBeNull();
  await world.server.restart();
}

test('row 72 a code that was accepted after the backup is not accepted again after its restore', async () => {
  const world = await enrolledWorld();
  try {
    const { clock } = world.server;
    const before = world.fob('F1').codeAt(world.now);
    expect(await verifyCode(world, 'M', before)).toBe('accepted');
    const file = await backupOf(world);
    clock.advance(600_000);
    const spent = world.fob('F1').codeAt(world.now);
    const early = world.fob('F2').codeAt(world.now, 1);
    expect(await verifyCode(world, 'M', spent)).toBe('accepted');
    expect(await verifyCode(world, 'U', early)).toBe('accepted');
    clock.advance(30_000);
    await restore(world, file);
    expect(await verifyCode(world, 'M', before)).toBe('code_wrong');
    expect(await verifyCode(world, 'M', spent)).toBe('code_replayed');
    expect(await verifyCode(world, 'V', early)).toBe('code_replayed');
    // What may have been accepted reaches some minutes ahead; after them the fob works as before.
    clock.advance(15 * 60_000);
    expect(await verifyCode(world, 'M', world.fob('F1').codeAt(world.now))).toBe('accepted');
    const audit = await world.server.warifu.deps.store.audit.verify([]);
    expect(audit).toMatchObject({ ok: true });
  } finally {
    await world.close();
  }
});

test('row 72 a challenge that was proved before the backup cannot be used after its restore', async () => {
  const world = await enrolledWorld();
  try {
    const challenge = await world.channel.ok('/v1/challenges', {
      body: {
        user_id: world.user('M'),
        operation: 'one_off_transfer',
        details: { approval: 'none', stage: 'commit' },
      },
    });
    const proof = {
      challenge_id: challenge['id'],
      factors: [{ kind: 'pin', checked_at: new Date(world.now).toISOString() }],
      otp: world.fob('F1').codeAt(world.now),
    };
    const proved = await world.operator.ok('/v1/verifications', { body: proof });
    expect(proved['result']).toBe('accepted');
    const file = await backupOf(world);
    const path = `/v1/challenges/${String(challenge['id'])}/consumption`;
    const body = { details_digest: challenge['details_digest'] };
    expect((await world.channel.send(path, { body })).status).toBe(200);
    await restore(world, file);
    const again = await world.channel.send(path, { body });
    expect(again.body['code']).toBe('challenge_expired');
  } finally {
    await world.close();
  }
});
