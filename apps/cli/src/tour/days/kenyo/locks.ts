import { loginIdOf } from '../../acts/company.ts';
import { locksNow, otpStateOf, typeWrong, unlock } from '../../acts/locking.ts';
import { expectDone, filePaper, staffOn } from '../../acts/papers.ts';
import {
  acceptNextCode,
  ask,
  askTransfer,
  atLogin,
  authorise,
  requirementOf,
} from '../../acts/proving.ts';
import { type Day, type Person, refusalOf } from '../../day.ts';
import type { Chapter } from '../../step.ts';
import { expectSame, expectThat } from '../../surprise.ts';
import { asks } from './the-notice.ts';

/** 利用停止 and 利用停止解除. */
export const locks: Chapter = {
  title: 'Wrong codes stop a user’s whole service',
  steps: [
    {
      ids: ['S2-04'],
      does: 'the fifth wrong code of the clerk stops his whole service: login and transfers',
      play: stopClerk,
    },
    {
      ids: ['S2-05'],
      does: 'the list shows users by login ID, name, role and state; the clerk’s menu lacks it',
      play: menu,
    },
    {
      ids: ['S2-05'],
      does: 'neither a member nor the branch lifts it while master and admin can',
      play: othersMayNot,
    },
    {
      ids: ['S2-05'],
      does: 'the master ticks the clerk and gives his confirmation password: usable again',
      play: masterLifts,
    },
    {
      ids: ['S2-05'],
      does: 'a stopped admin does not lift his own; the master does',
      play: neverOneself,
    },
    {
      ids: ['S2-05', 'S2-08'],
      does: 'master and admin both stopped: only the branch can, on its form; they are told its hours',
      play: branchAlone,
    },
  ],
};

async function stopClerk(day: Day): Promise<string> {
  const holder = { person: 'clerk', token: 'clerk’s app' } as const;
  await typeWrong(day, holder, 4);
  expectSame('after four', await otpStateOf(day, 'clerk'), 'in_service');
  await typeWrong(day, holder, 1);
  expectSame('after five', await otpStateOf(day, 'clerk'), 'locked');
  const login = await atLogin(day, 'clerk');
  expectSame('login', login, 'blocked: user_locked (user_locked)');
  const transfer = await askTransfer(day, 'clerk');
  expectSame('a transfer', [transfer.required, transfer.reason.code], ['blocked', 'user_locked']);
  return `in_service after four, locked after five; login: ${login}; a transfer: blocked`;
}

async function menu(day: Day): Promise<string> {
  const query = { contract_id: day.contract, limit: 200 };
  const { body } = await day.channel.call('list_users', { query });
  const rows = body.data.map(({ login_id: login, name, role, otp }) => [
    login,
    name,
    role,
    otp.state,
  ]);
  expectSame('the list', rows, [
    [loginIdOf(day, 'master'), '檜 一', 'master', 'in_service'],
    [loginIdOf(day, 'admin'), '檜 二', 'admin', 'in_service'],
    [loginIdOf(day, 'clerk'), '檜 三', 'member', 'locked'],
    [loginIdOf(day, 'assistant'), '檜 四', 'member', 'in_service'],
  ]);
  const question = { operation: 'unlock_otp', details: { target_user_ids: [day.id('clerk')] } };
  const member = requirementOf(await ask(day, 'assistant', question));
  expectSame('a member’s menu', member, 'blocked: permission_missing');
  return `${rows.map((row) => row.join(' ')).join('; ')}; a member: ${member}`;
}

async function othersMayNot(day: Day): Promise<string> {
  const member = await refusalOf(unlock(day, ['clerk'], { by: 'assistant' }));
  expectSame('a member', member, '403 role_not_allowed');
  const branch = await refusalOf(unlock(day, ['clerk'], { by: day.staff('a call') }));
  expectSame('the branch', branch, '409 administrator_can');
  const unproved = await refusalOf(unlock(day, ['clerk'], { by: 'master' }));
  expectSame('without the password', unproved, '422 challenge_required');
  return `a member: ${member}; the branch: ${branch}; the master without password: ${unproved}`;
}

/** Ticks a user and gives the master's confirmation password. */
async function liftedByMaster(day: Day, person: Person): Promise<void> {
  const question = { operation: 'unlock_otp', details: { target_user_ids: [day.id(person)] } };
  const challengeId = await authorise(day, { person: 'master', asks: asks.password }, question);
  await unlock(day, [person], { by: 'master', challengeId });
  expectSame(`the ${person}`, await otpStateOf(day, person), 'in_service');
}

async function masterLifts(day: Day): Promise<string> {
  await liftedByMaster(day, 'clerk');
  await acceptNextCode(day, 'clerk', 'clerk’s app');
  return `${asks.password}; in_service; his next code: accepted`;
}

async function neverOneself(day: Day): Promise<string> {
  await typeWrong(day, { person: 'admin', token: 'admin’s app' });
  const oneself = await refusalOf(unlock(day, ['admin'], { by: 'admin' }));
  expectSame('by himself', oneself, '403 not_oneself');
  await liftedByMaster(day, 'admin');
  return `by himself: ${oneself}; by the master: in_service`;
}

async function branchAlone(day: Day): Promise<string> {
  await typeWrong(day, { person: 'admin', token: 'admin’s app' });
  await typeWrong(day, { person: 'master', token: 'master’s app' });
  const lifters = (await locksNow(day)).map((lock) => lock.lifted_by);
  expectSame('who lifts them', lifters, ['branch', 'branch']);
  const hours = await helpFor(day, 'master');
  const formless = await refusalOf(unlock(day, ['master'], { by: day.staff('a call') }));
  expectSame('without a form', formless, '422 documents_missing');
  const paper = await filePaper(day, { kind: 'unlock', person: 'master' });
  await unlock(day, ['master'], { by: staffOn(day, paper) });
  await expectDone(day, paper);
  await acceptNextCode(day, 'master', 'master’s app');
  await liftedByMaster(day, 'admin');
  return `lifted by: ${lifters.join(', ')} (${hours}); without a form: ${formless}; on its form the master is usable, and he lifts the admin’s`;
}

/** The desk that a user who is stuck is told, and when it answers. */
async function helpFor(day: Day, person: Person): Promise<string> {
  const params = { user_id: day.id(person) };
  const { body } = await day.channel.call('get_user', { params });
  const desk = body.otp.help?.desk;
  expectSame('who helps', [body.otp.help?.user_ids, desk?.id], [[], 'branch']);
  const until = desk?.open_now ? desk.closes_at : desk?.opens_at;
  expectThat('until when', typeof until === 'string', until);
  return `${desk?.open_now ? 'open' : 'closed'} until ${until}`;
}
