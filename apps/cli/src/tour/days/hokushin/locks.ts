import { locksNow, typeWrong, unlock } from '../../acts/locking.ts';
import { expectDone, filePaper, staffOn } from '../../acts/papers.ts';
import { acceptNextCode, atLogin, authorise } from '../../acts/proving.ts';
import { type Day, type Person, refusalOf } from '../../day.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';
import { tryRegisteringFor } from './registration-for-users.ts';
import { asks } from './the-notice.ts';

/** 利用中止 and 利用中止解除. */
export const locks: Chapter = {
  title: 'Wrong codes stop a user’s whole service',
  steps: [
    {
      ids: ['S3-05'],
      does: 'five wrong codes in a row: the clerk cannot use the service at all',
      play: async (day) => {
        await typeWrong(day, { person: 'clerk', token: 'first' });
        const login = await atLogin(day, 'clerk');
        expectSame('login', login, 'blocked: user_locked (user_locked)');
        return `login: ${login}`;
      },
    },
    {
      ids: ['S3-05'],
      does: 'an admin lifts it by his PIN; the branch does not while one can',
      play: adminLifts,
    },
    {
      ids: ['S3-05'],
      does: 'an admin locked in ordinary use: another admin; both locked: the branch, by form',
      play: adminsLocked,
    },
    {
      ids: ['S3-05'],
      does: 'an admin who locks himself while registering needs the branch, whoever else is there',
      play: lockedAtRegistration,
    },
  ],
};

async function lift(day: Day, person: Person, by: Person): Promise<void> {
  const challengeId = await authorise(
    day,
    { person: by, asks: asks.pin },
    { operation: 'unlock_otp', details: { target_user_ids: [day.id(person)] } },
  );
  await unlock(day, [person], { by, challengeId });
}

/** The branch lifts a lock on its form, and only on it. */
async function liftOnForm(day: Day, person: Person): Promise<string> {
  const formless = await refusalOf(unlock(day, [person], { by: day.staff('a call') }));
  expectSame('without a form', formless, '422 documents_missing');
  const paper = await filePaper(day, { kind: 'unlock', person });
  await unlock(day, [person], { by: staffOn(day, paper) });
  await expectDone(day, paper);
  return `without a form: ${formless}; by form: lifted`;
}

async function adminLifts(day: Day): Promise<string> {
  const branch = await refusalOf(unlock(day, ['clerk'], { by: day.staff('a call') }));
  expectSame('the branch', branch, '409 administrator_can');
  const member = await refusalOf(unlock(day, ['clerk'], { by: 'assistant' }));
  expectSame('a member', member, '403 role_not_allowed');
  await lift(day, 'clerk', 'admin');
  await acceptNextCode(day, 'clerk', 'first');
  return `the branch: ${branch}; a member: ${member}; the admin: lifted, the next code: accepted`;
}

async function adminsLocked(day: Day): Promise<string> {
  await typeWrong(day, { person: 'admin', token: 'works' });
  const oneself = await refusalOf(unlock(day, ['admin'], { by: 'admin' }));
  expectSame('by himself', oneself, '403 not_oneself');
  await lift(day, 'admin', 'master');
  await typeWrong(day, { person: 'admin', token: 'works' });
  await typeWrong(day, { person: 'master', token: 'first' });
  const lifters = (await locksNow(day)).map((lock) => lock.lifted_by);
  expectSame('who lifts both', lifters, ['branch', 'branch']);
  const told = await liftOnForm(day, 'master');
  await lift(day, 'admin', 'master');
  await acceptNextCode(day, 'master', 'first');
  await acceptNextCode(day, 'admin', 'works');
  return `by himself: ${oneself}; by the master: lifted; both locked: ${lifters[0]}; ${told}`;
}

async function lockedAtRegistration(day: Day): Promise<string> {
  const users = ['admin', 'assistant'] as const;
  for (let attempt = 0; attempt < 5; attempt++) {
    const otp = await day.tokens.wrong('works');
    const { result } = await tryRegisteringFor(day, { by: 'admin', fob: 'works', users, otp });
    expectSame('a wrong code', result, 'refused');
  }
  const [locked] = await locksNow(day);
  expectSame('the lock', [locked?.cause, locked?.lifted_by], ['registration', 'branch']);
  const master = await refusalOf(unlock(day, ['admin'], { by: 'master' }));
  expectSame('the master', master, '403 institution_only');
  const told = await liftOnForm(day, 'admin');
  await acceptNextCode(day, 'admin', 'works');
  return `cause: ${locked?.cause}; the master: ${master}; ${told}`;
}
