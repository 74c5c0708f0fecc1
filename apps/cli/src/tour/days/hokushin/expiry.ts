import { deliver, feesText, post } from '../../acts/post.ts';
import { acceptNextCode, ask, refusedWith, typeCode } from '../../acts/proving.ts';
import { isReplacementDue } from '../../acts/replacements.ts';
import type { Day } from '../../day.ts';
import { daysAfter, instantOf } from '../../japanese-days.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';
import { registerFor } from './registration-for-users.ts';
import { notice } from './the-notice.ts';

/** The ninetieth day before the printed one, and the printed one. */
export const expiry: Chapter = {
  title: 'Tokens near their printed day',
  steps: [
    {
      ids: ['S3-07', 'ALL-02'],
      does: '91 days before it the first token is not due for replacement, 90 days before it is',
      play: dueInTime,
    },
    {
      ids: ['S3-07'],
      does: 'the second token, which has the same day printed on it, is not',
      play: async (day) => {
        expectSame('the second token', await isReplacementDue(day, 'second'), false);
        return 'not due';
      },
    },
    {
      ids: ['S3-07', 'S3-08'],
      does: 'the first one’s successor is free; who wants one for the second pays 2,200 yen',
      play: successors,
    },
    {
      ids: ['S3-07', 'S3-01', 'ALL-02'],
      does: 'in the last second of the printed day the old token is accepted, in the next refused',
      play: printedDay,
    },
    {
      ids: ['S3-07', 'S3-02'],
      does: 'the master registers the successor for himself and the clerk',
      play: async (day) => {
        await registerFor(day, { by: 'master', fob: 'successor', users: ['master', 'clerk'] });
        await acceptNextCode(day, 'clerk', 'successor');
        return 'accepted';
      },
    },
  ],
};

async function dueInTime(day: Day): Promise<string> {
  const dueFrom = daysAfter(day.tokens.expiryOf('first'), -notice.leadDays);
  await day.clock.moveTo(instantOf(daysAfter(dueFrom, -1), '23:59:30'));
  expectSame('the day before', await isReplacementDue(day, 'first'), false);
  await day.clock.moveTo(instantOf(dueFrom, '00:00:00'));
  expectSame('from that day', await isReplacementDue(day, 'first'), true);
  return `due from ${dueFrom}, expires on ${day.tokens.expiryOf('first')}`;
}

async function successors(day: Day): Promise<string> {
  const first = await post(day, {
    reason: 'replacement',
    fobs: ['successor'],
    replaces: 'first',
  });
  expectSame('the first one’s', feesText(first), 'no fee');
  await deliver(day);
  const second = await post(day, {
    reason: 'replacement',
    fobs: ['second successor'],
    replaces: 'second',
  });
  expectSame('the second one’s', feesText(second), `replacement ${notice.feeYen} yen`);
  await deliver(day);
  return `the first one’s: ${feesText(first)}; the second one’s: ${feesText(second)}`;
}

async function printedDay(day: Day): Promise<string> {
  const printed = day.tokens.expiryOf('first');
  const last = instantOf(printed, '23:59:59');
  await day.clock.moveTo(last);
  const otp = await day.tokens.read('first');
  await day.clock.inSecond(last, async () => {
    const { result } = await typeCode(day, 'clerk', otp);
    expectSame('in the last second', result, 'accepted');
  });
  await day.clock.moveTo(instantOf(daysAfter(printed, 1), '00:00:00'));
  await typeCode(day, 'clerk', await day.tokens.read('first'));
  const refusal = await refusedWith(day, 'clerk', 'token_expired');
  const { required, reason } = await ask(day, 'clerk', { operation: 'one_off_transfer' });
  expectSame('a transfer', [required, reason.code], ['registration', 'token_expired']);
  return `accepted on ${printed}, 23:59:59; then ${refusal}; a transfer: ${required}`;
}
