import type { Acting } from '@warifu/wire';
import { lockedTokenIds, locksNow, typeWrong } from '../../acts/locking.ts';
import { expectDone, filePaper, staffOn } from '../../acts/papers.ts';
import { acceptNextCode, atLogin, refusedWith, typeCode } from '../../acts/proving.ts';
import { type Day, refusalOf } from '../../day.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';

/** A soft token has one user. */
export const softTokenLocked: Chapter = {
  title: 'A soft token locks alone',
  steps: [
    {
      ids: ['S1-09'],
      does: 'five wrong codes of the clerk lock his token: the right one is refused, login too',
      play: lockClerk,
    },
    {
      ids: ['S1-09'],
      does: 'the master’s token goes on; his way out is the branch’s alone, on its form',
      play: async (day) => {
        await acceptNextCode(day, 'master', 'master’s app');
        return `the master’s code: accepted; ${await branchAlone(day)}`;
      },
    },
    {
      ids: ['S1-09'],
      does: 'after the branch has lifted it, the clerk’s next code is accepted',
      play: async (day) => {
        await acceptNextCode(day, 'clerk', 'clerk’s fourth app');
        return 'accepted';
      },
    },
  ],
};

async function lockClerk(day: Day): Promise<string> {
  const holder = { person: 'clerk', token: 'clerk’s fourth app' } as const;
  await typeWrong(day, holder);
  await typeCode(day, 'clerk', await day.tokens.read(holder.token));
  const refusal = await refusedWith(day, 'clerk', 'token_locked');
  const login = await atLogin(day, 'clerk');
  expectSame('his login', login, 'blocked: login_credential + otp (token_locked)');
  return `${refusal}; login: ${login}`;
}

/** Holds that users cannot lift the lock, nor the branch without its form; then the branch does. */
export async function branchAlone(day: Day): Promise<string> {
  const [locked] = await locksNow(day);
  expectSame('who lifts it', locked?.lifted_by, 'branch');
  const token_ids = await lockedTokenIds(day);
  const unlock = (acting: Acting) => day.channel.call('unlock', { body: { token_ids, acting } });
  const master = await refusalOf(unlock({ user_id: day.id('master') }));
  expectSame('the master', master, '403 role_not_allowed');
  const formless = await refusalOf(unlock(day.staff('a call')));
  expectSame('the branch without a form', formless, '422 documents_missing');
  const paper = await filePaper(day, { kind: 'unlock', person: 'clerk' });
  await unlock(staffOn(day, paper));
  await expectDone(day, paper);
  const days = `${paper.expected_from_on} to ${paper.expected_to_on}`;
  return `the master: ${master}; no form: ${formless}; by form, expected ${days}: unlocked`;
}
