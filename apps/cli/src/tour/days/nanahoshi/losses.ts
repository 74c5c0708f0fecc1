import { apply, deliver, feesText, post } from '../../acts/post.ts';
import {
  acceptNextCode,
  ask,
  askTransfer,
  authorise,
  refusedWith,
  requirementOf,
  typeCode,
} from '../../acts/proving.ts';
import { register, sharersOf, tryRegistering } from '../../acts/registering.ts';
import type { Day } from '../../day.ts';
import { refusalOf } from '../../day.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';
import { notice } from './the-notice.ts';

/** Revocation, loss, breakage, and what each costs. */
export const losses: Chapter = {
  title: 'Fobs are revoked, lost and broken',
  steps: [
    {
      ids: ['S0-10', 'S0-07'],
      does: 'the admin revokes the clerk’s share, by confirmation password and his own OTP',
      play: revokeClerk,
    },
    {
      ids: ['S0-10'],
      does: 'the clerk is out, while the approver keeps the fob that both had',
      play: approverKeeps,
    },
    {
      ids: ['S0-10'],
      does: 'nobody revokes without that proof, and a member not at all',
      play: notWithoutProof,
    },
    {
      ids: ['S0-10', 'S0-11'],
      does: 'the assistant loses hers: revoked, and a reissue costs 1,080 yen whatever the count',
      play: loseSpare,
    },
    {
      ids: ['S0-10', 'S0-11'],
      does: 'the new fob comes and is registered; the lost one, found again, is refused',
      play: registerReissued,
    },
    {
      ids: ['S0-10'],
      does: 'the admin loses his own and has no code to revoke it with: the help desk does it',
      play: ownLoss,
    },
    {
      ids: ['S0-14'],
      does: 'the approver’s fob is broken: the exchange is free',
      play: exchange,
    },
    {
      ids: ['S0-13'],
      does: 'whether the clerk’s OTP was in use is a fact for every instant of the past',
      play: statusInThePast,
    },
  ],
};

async function instantNow(day: Day): Promise<string> {
  return new Date(await day.clock.now()).toISOString();
}

async function revokeClerk(day: Day): Promise<string> {
  const targets = [day.id('clerk')];
  const challengeId = await authorise(
    day,
    { person: 'admin', fob: 'second' },
    { operation: 'revoke_token', details: { target_user_ids: targets } },
  );
  const { body } = await day.channel.call('revoke', {
    body: {
      user_ids: targets,
      reason: 'revoked',
      acting: { user_id: day.id('admin') },
      challenge_id: challengeId,
    },
  });
  const ended = body.bindings.map((one) => `${day.names([one.user_id])}: ${one.end_reason}`);
  expectSame('the ended bindings', ended, ['clerk: revoked']);
  day.notes.set('the clerk was revoked', await instantNow(day));
  return `accepted; binding ended, ${ended.join(', ')}`;
}

async function approverKeeps(day: Day): Promise<string> {
  const sharers = await sharersOf(day, 'shared');
  expectSame('who has it', sharers, 'approver');
  await acceptNextCode(day, 'approver', 'shared');
  const challenge = await askTransfer(day, 'clerk');
  expectSame('the clerk', challenge.required, 'registration');
  await typeCode(day, 'clerk', await day.tokens.read('shared'));
  const refusal = await refusedWith(day, 'clerk', 'not_enrolled');
  return `the approver’s code: accepted; the clerk: ${challenge.required}, ${refusal}`;
}

async function notWithoutProof(day: Day): Promise<string> {
  const body = {
    user_ids: [day.id('approver')],
    reason: 'revoked' as const,
    acting: { user_id: day.id('master') },
  };
  const refusal = await refusalOf(day.channel.call('revoke', { body }));
  expectSame('the master without a challenge', refusal, '422 challenge_required');
  const details = { target_user_ids: [day.id('master')] };
  const member = await ask(day, 'approver', { operation: 'revoke_token', details });
  expectSame('a member', requirementOf(member), 'blocked: permission_missing');
  return `${refusal}; a member: ${requirementOf(member)}`;
}

async function loseSpare(day: Day): Promise<string> {
  const targets = [day.id('assistant')];
  const challengeId = await authorise(
    day,
    { person: 'admin', fob: 'second' },
    { operation: 'revoke_token', details: { target_user_ids: targets } },
  );
  await day.channel.call('revoke', {
    body: {
      user_ids: targets,
      reason: 'lost',
      acting: { user_id: day.id('admin') },
      challenge_id: challengeId,
    },
  });
  await apply(day, { kind: 'reissue', count: 1 });
  const fees = await post(day, { reason: 'reissue', fobs: ['reissued'], replaces: 'spare' });
  expectSame('the fee', feesText(fees), `reissue ${notice.feeYen} yen`);
  return `revoked as lost; a new one posted: ${feesText(fees)}`;
}

async function registerReissued(day: Day): Promise<string> {
  await deliver(day);
  await register(day, 'assistant', 'reissued');
  const { serial } = day.tokens.named('spare');
  const otp = await day.tokens.read('spare');
  const found = await refusalOf(tryRegistering(day, 'assistant', { serial, otp }));
  expectSame('the lost one', found, '409 token_lost');
  return `accepted; the lost one: ${found}`;
}

async function ownLoss(day: Day): Promise<string> {
  const targets = [day.id('admin')];
  const question = { operation: 'revoke_token', details: { target_user_ids: targets } };
  const challenge = await ask(day, 'admin', question);
  const asked = requirementOf(challenge);
  expectSame('what is asked of him', asked, 'otp: confirmation_password + otp');
  const revoke = (desk: string) =>
    day.channel.call('revoke', {
      body: {
        token_id: day.note('token second'),
        reason: 'lost',
        acting: day.staff('call', desk),
      },
    });
  const wrongDesk = await refusalOf(revoke('no_such_desk'));
  expectSame('another desk', wrongDesk, '403 desk_not_allowed');
  const { body } = await revoke(day.desk);
  const ended = day.names(body.bindings.map((one) => one.user_id));
  expectSame('whose binding ended', ended, 'admin');
  expectSame('the token', body.retired_token_ids.join(), day.note('token second'));
  await register(day, 'admin', 'short-lived');
  return `he would need ${asked}; the ${day.desk} ends it for ${ended}; he joins the master’s fob`;
}

async function exchange(day: Day): Promise<string> {
  await apply(day, { kind: 'exchange', count: 1 });
  const fees = await post(day, { reason: 'exchange', fobs: ['exchanged'], replaces: 'shared' });
  expectSame('the fees', feesText(fees), 'no fee');
  await deliver(day);
  await register(day, 'approver', 'exchanged');
  const { binding } = await register(day, 'clerk', 'exchanged');
  day.notes.set('the clerk registered again', binding?.started_at ?? '');
  const params = { token_id: day.note('token shared') };
  const { body } = await day.channel.call('get_token', { params });
  expectSame('the broken one', [body.state, body.retire_reason], ['retired', 'replaced']);
  return `${feesText(fees)}; approver and clerk register it; the broken one is ${body.state}`;
}

async function statusInThePast(day: Day): Promise<string> {
  const told: string[] = [];
  for (const [note, inUse] of [
    ['before the clerk registered', false],
    ['the clerk registered', true],
    ['the clerk was revoked', false],
    ['the clerk registered again', true],
  ] as const) {
    const params = { user_id: day.id('clerk') };
    const query = { at: day.note(note) };
    const { body } = await day.channel.call('get_otp_status', { params, query });
    expectSame(note, body.in_use, inUse);
    told.push(`${note}: ${inUse ? 'in use' : 'not in use'}`);
  }
  return told.join('; ');
}
