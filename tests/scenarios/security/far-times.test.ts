import { afterEach, expect, test } from 'vitest';
import { report } from '../../durability/support/counts.ts';
import { told } from '../support/backups.ts';
import { enrolledWorld, verifyCode } from '../support/enrolled.ts';
import { Fob } from '../support/fob.ts';
import { policyLike } from '../support/policies.ts';
import type { World } from '../support/world.ts';

/** Row 77: time has 64 bits everywhere, from the request to the row and back. */
const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

class RfcFob extends Fob {
  override readonly seed = Buffer.from('12345678901234567890');
}

const thirtySeconds = policyLike('nanahoshi', (document) => {
  const [fob] = document['authenticators'] as { readonly [key: string]: unknown }[];
  document['authenticators'] = [{ ...fob, step_seconds: 30 }];
});

/** RFC 6238, appendix B, SHA-1: the last six of the eight digits. */
const vectors = [
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
] as const;

/** The seconds around which 31 and 32 bits are full, a step before and after. */
const boundaries = [2 ** 31 - 30, 2 ** 31, 2 ** 32 - 30, 2 ** 32];

test('row 77 the times of RFC 6238 and the seconds around 2038 and 2106: each code is accepted, once', async () => {
  const world = await enrolledWorld({
    startAt: '2033-05-17T00:00:00Z',
    policy: thirtySeconds,
    expiresOn: '2700-03-31',
    stepSeconds: 30,
  });
  worlds.push(world);
  const fob = new RfcFob('7000000099', '2700-03-31', 30);
  world.fobs.set('R', fob);
  await world.server.importFobs(world.server.institutionId, [fob]);
  for (const act of ['apply C addition 1', 'post C addition R', 'deliver', 'register V R'])
    expect(await told(world, act), act).not.toMatch(/^\d/);
  const proofs = [
    ...vectors.map(([seconds, code]) => ({ seconds, code })),
    ...boundaries.map((seconds) => ({ seconds, code: fob.codeAt(seconds * 1_000) })),
  ].toSorted((one, other) => one.seconds - other.seconds);
  for (const { seconds, code } of proofs) {
    world.server.clock.set(new Date(seconds * 1_000).toISOString());
    expect(await verifyCode(world, 'V', code), String(seconds)).toBe('accepted');
    expect(await verifyCode(world, 'V', code), String(seconds)).toBe('code_replayed');
    const challenge = await world.channel.ok('/v1/challenges', {
      body: { user_id: world.user('V'), operation: 'login' },
    });
    expect(challenge['created_at']).toBe(new Date(seconds * 1_000).toISOString());
    world.server.clock.advance(1);
  }
  report('row 77', { instants: proofs.length, 'of them vectors of the RFC': vectors.length });
});
