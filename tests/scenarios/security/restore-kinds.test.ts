import { afterEach, expect, test } from 'vitest';
import { report } from '../../durability/support/counts.ts';
import { backupOf, removeFolders, restored, told } from '../support/backups.ts';
import { enrolledWorld, verifyCode } from '../support/enrolled.ts';
import { policyLike, within } from '../support/policies.ts';
import { World } from '../support/world.ts';

/** Row 72 for what is not a time-based fob: cards that count, codes by mail, issues, repeated requests. */
const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
  removeFolders();
});

const oneKind = (institution: 'nanahoshi' | 'kenyo', members: object) =>
  policyLike(institution, (document) => {
    document['authenticators'] = [
      {
        digits: 6,
        window_steps: 4,
        registration_window_steps: 9,
        max_drift_steps: 0,
        resynchronisation: { by: [], window_steps: 0 },
        expiry_format: 'none',
        ...members,
      },
    ];
    // What is refused is to be refused for the code's sake and not for a lock's.
    within(document, 'lockout', { threshold: 90, cap: 90 });
  });

const cards = oneKind('nanahoshi', {
  id: 'card',
  kind: 'hardware_hotp',
  algorithm: 'SHA1',
  serial_pattern: '[0-9]{8}',
  display: { mode: 'press_to_show', shown_seconds: 30 },
  lifetime: { ends: 'printed_date' },
  registration: 'serial',
});

const byMail = oneKind('kenyo', {
  id: 'email_code',
  kind: 'email_code',
  algorithm: 'SHA256',
  window_steps: 0,
  registration_window_steps: 0,
  serial_pattern: 'EM[0-9]{12}',
  display: { mode: 'always_on' },
  lifetime: { ends: 'never' },
  registration: 'mail_address',
  mail_code: { lifetime_seconds: 300, resend_after_seconds: 60, per_day: 5 },
});

async function begun(policy: unknown, acts: readonly string[]): Promise<World> {
  const world = await World.start({ policy });
  worlds.push(world);
  for (const act of acts) expect(await told(world, act), act).not.toMatch(/^\d|^refused/);
  return world;
}

const cardUsers = [
  'contract C',
  'user U C member one_off_transfer',
  'user V C member one_off_transfer',
  'cards K L',
  'apply C adoption 2',
  'post C adoption K L',
  'deliver',
];

test('row 72 a card that counts is out of step after a restore, and only two codes beyond what was shown bring it back', async () => {
  const world = await begun(cards, [...cardUsers, 'register U K']);
  const file = await backupOf(world);
  const spent: string[] = [];
  for (let counter = 1; counter <= 12; counter++) {
    expect(await told(world, `verify U K+${counter}`)).toBe('accepted');
    spent.push(`K+${counter}`);
  }
  await restored(world, file);
  let accepted = 0;
  for (const code of spent) {
    const answer = await told(world, `verify U ${code}`);
    if (answer === 'accepted') accepted += 1;
    expect(answer).toBe('refused token_out_of_step');
  }
  // Not even the next one, which nobody has seen: the server does not know that it is the next.
  expect(await told(world, 'verify U K+13')).toBe('refused token_out_of_step');
  for (let first = 1; first < 12; first += 2) {
    const pair = `resync K K+${first} K+${first + 1} by desk:corporate_help_desk for U`;
    if ((await told(world, pair)) === 'accepted') accepted += 1;
  }
  const half = 'resync K K+12 K+13 by desk:corporate_help_desk for U';
  expect(await told(world, half)).toBe('refused code_wrong');
  report('row 72, HOTP', { spent: spent.length, 'accepted again': accepted });
  expect(accepted).toBe(0);
  const fresh = 'resync K K+31 K+32 by desk:corporate_help_desk for U';
  expect(await told(world, fresh)).toBe('accepted');
  expect(await told(world, 'verify U K+32')).toBe('refused code_wrong');
  expect(await told(world, 'verify U K+33')).toBe('accepted');
  // A card that nobody had registered yet is registered as if nothing had been.
  expect(await told(world, 'register V L')).toBe('accepted');
});

test('row 72 a mailed code that was used after the backup is worth nothing, nor is one that is still in the mailbox', async () => {
  const world = await begun(byMail, [
    'contract C',
    'user U C member one_off_transfer',
    'apply C adoption 1',
    'issue U pass:-',
    'read U E1',
    'complete U E1',
  ]);
  const { clock } = world.server;
  clock.advance(60_000);
  await told(world, 'mail_code U');
  await told(world, 'read U E2');
  const file = await backupOf(world);
  expect(await told(world, 'verify U E2')).toBe('accepted');
  clock.advance(60_000);
  await told(world, 'mail_code U');
  await told(world, 'read U E3');
  await restored(world, file);
  expect(await told(world, 'verify U E1')).toBe('refused code_expired');
  expect(await told(world, 'verify U E2')).toBe('refused code_expired');
  expect(await told(world, 'verify U E3')).toBe('refused code_expired');
  clock.advance(60_000);
  expect(await told(world, 'mail_code U')).toMatch(/^sent/);
  expect(await told(world, 'read U E4')).toBe('a code');
  expect(await told(world, 'verify U E3')).toBe('refused code_wrong');
  expect(await told(world, 'verify U E4')).toBe('accepted');
});

test('row 72 an issue that was under way at the backup is cancelled: neither its password nor its code is good', async () => {
  const world = await World.start({ institution: 'kenyo' });
  worlds.push(world);
  const begin = [
    'contract C',
    'user U C master one_off_transfer',
    'user V C member one_off_transfer',
    'apply C adoption 2',
    'issue U',
    'issue V',
    'activate V Q B',
  ];
  for (const act of begin) expect(await told(world, act), act).not.toMatch(/^\d/);
  const file = await backupOf(world);
  expect(await told(world, 'activate U P A')).toBe('totp 6 digits 60 s');
  expect(await told(world, 'complete U A')).toBe('accepted');
  expect(await told(world, 'complete V B')).toBe('accepted');
  await restored(world, file);
  expect(await told(world, 'screen U')).toBe('cancelled');
  expect(await told(world, 'activate U P A')).toMatch(/^403 activation_refused/);
  expect(await told(world, 'complete U A')).toBe('409 issuance_not_open');
  expect(await told(world, 'complete V B')).toBe('409 issuance_not_open');
  world.server.clock.advance(60_000);
  expect(await told(world, 'verify V B')).toBe('refused not_enrolled');
  for (const act of ['issue U', 'activate U P C', 'complete U C'])
    expect(await told(world, act), act).not.toMatch(/^\d|^refused/);
});

test('rows 8 and 72: a request from before the backup is repeated, one from after it is decided anew and accepts no spent code', async () => {
  const world = await enrolledWorld();
  worlds.push(world);
  const ask = (otp: string, idempotencyKey: string) =>
    world.channel.send('/v1/verifications', {
      body: { user_id: world.user('M'), purpose: 'one_off_transfer', otp },
      idempotencyKey,
    });
  const early = world.fob('F1').codeAt(world.now);
  const before = await ask(early, 'before');
  const file = await backupOf(world);
  world.server.clock.advance(60_000);
  const late = world.fob('F1').codeAt(world.now);
  expect((await ask(late, 'after')).body['result']).toBe('accepted');
  const { codesRefusedUntil, epoch } = await restored(world, file);
  expect(epoch).toBe(2);
  expect((await ask(early, 'before')).text).toBe(before.text);
  expect((await ask(late, 'after')).body['result']).toBe('refused');
  expect(await verifyCode(world, 'M', late)).toBe('code_replayed');
  // The instant that the operator is told: from then on everybody's codes are taken.
  expect(codesRefusedUntil - world.now).toBe(25 * 60_000);
  world.server.clock.advance(codesRefusedUntil - world.now);
  expect(await verifyCode(world, 'M', world.fob('F1').codeAt(world.now))).toBe('accepted');
  expect(await verifyCode(world, 'U', world.fob('F2').codeAt(world.now))).toBe('accepted');
});
