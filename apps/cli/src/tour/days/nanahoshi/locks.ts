import { locksNow, otpStateOf, threshold, typeWrong, unlock } from '../../acts/locking.ts';
import { acceptNextCode, ask, askTransfer, refusedWith, typeCode } from '../../acts/proving.ts';
import type { Day } from '../../day.ts';
import { refusalOf } from '../../day.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';
import { notice } from './the-notice.ts';

/** Suspension after wrong codes, and who lifts it. */
export const locks: Chapter = {
  title: 'Wrong codes suspend a user, and others lift it',
  steps: [
    {
      ids: ['S0-09'],
      does: 'four wrong codes of the admin change nothing, the fifth suspends him',
      play: lockAdmin,
    },
    {
      ids: ['S0-09', 'ALL-07'],
      does: 'his right code is refused too, in the same bytes as a wrong one',
      play: async (day) => {
        await typeCode(day, 'admin', await day.tokens.read('second'));
        return refusedWith(day, 'admin', 'user_locked');
      },
    },
    {
      ids: ['ALL-07'],
      does: 'an operator who may know gets the cause and the way out with the answer',
      play: operatorSees,
    },
    {
      ids: ['S0-09'],
      does: 'his transfer is blocked, and the list of locks names who can lift it',
      play: listed,
    },
    {
      ids: ['S0-09'],
      does: 'he cannot lift it himself, nor can a member, nor the desk while the master can',
      play: othersMayNot,
    },
    {
      ids: ['S0-09', 'S0-15'],
      does: 'the master lifts it without an OTP, and the admin’s next code works again',
      play: masterLifts,
    },
    {
      ids: ['S0-09'],
      does: 'master and admin both suspended: neither can help, so the help desk does',
      play: nobodyLeft,
    },
    {
      ids: ['ALL-06'],
      does: '20 wrong codes of the clerk in spite of three unlocks: now only the bank lifts it',
      play: cap,
    },
  ],
};

const admin = { person: 'admin', token: 'second' } as const;

async function lockAdmin(day: Day): Promise<string> {
  await acceptNextCode(day, 'admin', 'second');
  await typeWrong(day, admin, threshold - 1);
  expectSame('after four', await otpStateOf(day, 'admin'), 'in_service');
  await typeWrong(day, admin, 1);
  const state = await otpStateOf(day, 'admin');
  expectSame('after five', state, 'locked');
  return `in_service after four, ${state} after five`;
}

async function operatorSees(day: Day): Promise<string> {
  const { body } = await day.operator.call('create_verification', {
    body: {
      user_id: day.id('admin'),
      purpose: 'one_off_transfer',
      otp: await day.tokens.read('second'),
    },
  });
  const seen = [body.result, body.retry, body.reason];
  expectSame('what the operator sees', seen, ['refused', 'ask_administrator', 'user_locked']);
  return seen.join(', ');
}

async function listed(day: Day): Promise<string> {
  const challenge = await askTransfer(day, 'admin');
  expectSame('a transfer', [challenge.required, challenge.reason.code], ['blocked', 'user_locked']);
  const found = await locksNow(day);
  const expected = [{ user: 'admin', cause: 'threshold', lifted_by: 'master' }];
  expectSame('the locks', found, expected);
  return `${challenge.required} (${challenge.reason.code}); lifted by: master`;
}

async function othersMayNot(day: Day): Promise<string> {
  const oneself = await refusalOf(unlock(day, ['admin'], { by: 'admin' }));
  expectSame('by himself', oneself, '403 not_oneself');
  const member = await refusalOf(unlock(day, ['admin'], { by: 'clerk' }));
  expectSame('by a member', member, '403 role_not_allowed');
  const desk = await refusalOf(unlock(day, ['admin'], { by: day.staff('call') }));
  expectSame('by the desk', desk, '409 administrator_can');
  return `${oneself}; ${member}; ${desk}`;
}

async function masterLifts(day: Day): Promise<string> {
  const challenge = await ask(day, 'master', { operation: 'unlock_otp' });
  expectSame('what lifting asks', challenge.required, 'none');
  await unlock(day, ['admin'], { by: 'master' });
  await acceptNextCode(day, 'admin', 'second');
  return `required: ${challenge.required}; unlocked; the next code: accepted`;
}

async function nobodyLeft(day: Day): Promise<string> {
  await typeWrong(day, admin, threshold);
  await typeWrong(day, { person: 'master', token: 'short-lived' }, threshold);
  const each = [
    await refusalOf(unlock(day, ['admin'], { by: 'master' })),
    await refusalOf(unlock(day, ['master'], { by: 'admin' })),
  ];
  expectSame('by each other', each, ['403 actor_locked', '403 actor_locked']);
  const lifters = (await locksNow(day)).map((lock) => lock.lifted_by);
  expectSame('who lifts them', lifters, [day.desk, day.desk]);
  await unlock(day, ['master', 'admin'], { by: day.staff('call') });
  await acceptNextCode(day, 'master', 'short-lived');
  await acceptNextCode(day, 'admin', 'second');
  return `by each other ${each[0]}; the ${day.desk} lifts both; next codes: accepted`;
}

async function cap(day: Day): Promise<string> {
  const clerk = { person: 'clerk', token: 'shared' } as const;
  await acceptNextCode(day, 'clerk', 'shared');
  for (let round = 1; round * threshold < notice.cap; round++) {
    await typeWrong(day, clerk, threshold);
    await unlock(day, ['clerk'], { by: 'master' });
  }
  await typeWrong(day, clerk, threshold);
  const expected = [{ user: 'clerk', cause: 'cap', lifted_by: day.desk }];
  expectSame('the locks', await locksNow(day), expected);
  const refusal = await refusalOf(unlock(day, ['clerk'], { by: 'master' }));
  expectSame('by the master', refusal, '403 institution_only');
  await unlock(day, ['clerk'], { by: day.staff('call') });
  await acceptNextCode(day, 'clerk', 'shared');
  return `cause: cap; the master: ${refusal}; the ${day.desk} lifts it; the next code: accepted`;
}
