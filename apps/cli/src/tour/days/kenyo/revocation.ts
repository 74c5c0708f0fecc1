import { activate, beginIssue, complete, issueToPhone } from '../../acts/issuing.ts';
import { otpStateOf } from '../../acts/locking.ts';
import {
  ask,
  atLogin,
  authorise,
  refusedWith,
  requirementOf,
  typeCode,
} from '../../acts/proving.ts';
import { revoke } from '../../acts/revoking.ts';
import { type Day, type Person, refusalOf } from '../../day.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';
import { asks, notice } from './the-notice.ts';

/** トークンの失効, and the half hour after it. */
export const revocation: Chapter = {
  title: 'The clerk changes his phone',
  steps: [
    {
      ids: ['S2-07'],
      does: 'without a revocation he gets no new token, and a code he does not have is no login',
      play: withoutRevocation,
    },
    {
      ids: ['S2-06'],
      does: 'a member may not revoke; the master does, by his confirmation password',
      play: masterRevokes,
    },
    {
      ids: ['S2-06', 'S2-07'],
      does: 'the list says 失効中; who is not in service cannot be ticked; login ends in an error',
      play: whileRevoking,
    },
    {
      ids: ['S2-07', 'ALL-02'],
      does: 'at 29:59 minutes nothing is issued, and login is still refused',
      play: lastSecond,
    },
    {
      ids: ['S2-07', 'ALL-02'],
      does: 'at 30:00 the issue screen stands at login again; he gets a token on his new phone',
      play: newPhone,
    },
    {
      ids: ['S2-06'],
      does: 'the admin revokes his own, by his confirmation password',
      play: oneself,
    },
  ],
};

async function withoutRevocation(day: Day): Promise<string> {
  const refusal = await refusalOf(beginIssue(day, 'clerk'));
  expectSame('a new token', refusal, '409 already_in_service');
  await typeCode(day, 'clerk', await day.tokens.wrong('clerk’s app'));
  return `${refusal}; a guessed code: ${await refusedWith(day, 'clerk', 'code_wrong')}`;
}

const revoking = (day: Day, person: Person) => ({
  operation: 'revoke_token',
  details: { target_user_ids: [day.id(person)] },
});

async function masterRevokes(day: Day): Promise<string> {
  const member = await ask(day, 'assistant', revoking(day, 'clerk'));
  expectSame('a member', requirementOf(member), 'blocked: permission_missing');
  const byMember = { acting: { user_id: day.id('assistant') } };
  const refusal = await refusalOf(revoke(day, 'clerk', byMember));
  expectSame('a member all the same', refusal, '403 role_not_allowed');
  const by = { person: 'master', asks: asks.password } as const;
  const challengeId = await authorise(day, by, revoking(day, 'clerk'));
  const acting = { user_id: day.id('master') };
  const { bindings } = await revoke(day, 'clerk', { acting, challengeId });
  day.notes.set('revoked at', bindings[0]?.ended_at ?? '');
  return `a member: ${refusal}; the master: revoked at ${bindings[0]?.ended_at}`;
}

async function whileRevoking(day: Day): Promise<string> {
  expectSame('the clerk', await otpStateOf(day, 'clerk'), 'revoking');
  const by = { person: 'master', asks: asks.password } as const;
  const challengeId = await authorise(day, by, revoking(day, 'clerk'));
  const again = { acting: { user_id: day.id('master') }, challengeId };
  const refusal = await refusalOf(revoke(day, 'clerk', again));
  expectSame('ticked again', refusal, '409 not_in_service');
  const login = await atLogin(day, 'clerk');
  expectSame('login', login, 'blocked: cooldown (cooldown)');
  return `revoking; ticked again: ${refusal}; login: ${login}`;
}

/** Thirty minutes after the revocation, to the millisecond. */
function cooldownEnd(day: Day): number {
  return Date.parse(day.note('revoked at')) + notice.cooldownMinutes * 60_000;
}

async function lastSecond(day: Day): Promise<string> {
  return day.clock.inSecond(cooldownEnd(day) - 1_000, async () => {
    const issue = await refusalOf(beginIssue(day, 'clerk'));
    expectSame('an issue', issue, '409 cooldown_running');
    const login = await ask(day, 'clerk', { operation: 'login' });
    expectSame('login', [login.required, login.reason.code], ['blocked', 'cooldown']);
    return `an issue: ${issue}; login: blocked until ${login.blocked_until}`;
  });
}

async function newPhone(day: Day): Promise<string> {
  await day.clock.moveTo(cooldownEnd(day));
  const login = await atLogin(day, 'clerk');
  expectSame('login', login, asks.loginToIssue);
  expectSame('the clerk', await otpStateOf(day, 'clerk'), 'unregistered');
  await beginIssue(day, 'clerk');
  await activate(day, 'clerk', { phone: 'new phone', token: 'clerk’s new app' });
  await complete(day, 'clerk', await day.tokens.read('clerk’s app'));
  const old = await refusedWith(day, 'clerk', 'code_wrong');
  const { result } = await complete(day, 'clerk', await day.tokens.read('clerk’s new app'));
  expectSame('the new app’s code', result, 'accepted');
  return `login: ${login}; the old app’s code: ${old}; the new one’s: ${result}`;
}

async function oneself(day: Day): Promise<string> {
  const by = { person: 'admin', asks: asks.password } as const;
  const challengeId = await authorise(day, by, revoking(day, 'admin'));
  await revoke(day, 'admin', { acting: { user_id: day.id('admin') }, challengeId });
  expectSame('the admin', await otpStateOf(day, 'admin'), 'revoking');
  await day.clock.advance(notice.cooldownMinutes * 60);
  await issueToPhone(day, 'admin', { phone: 'admin’s new phone', token: 'admin’s new app' });
  return `revoking; ${notice.cooldownMinutes} minutes later he has a new one: ${await otpStateOf(day, 'admin')}`;
}
