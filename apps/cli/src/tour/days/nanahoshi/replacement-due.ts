import { deliver, feesText, post } from '../../acts/post.ts';
import { replacementOf } from '../../acts/replacements.ts';
import type { Day } from '../../day.ts';
import { daysAfter, instantOf } from '../../japanese-days.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';
import { notice } from './the-notice.ts';

/** Before a fob expires its successor is sent. */
export const replacementDue: Chapter = {
  title: 'A fob nears its printed day',
  steps: [
    {
      ids: ['S0-12', 'ALL-02'],
      does: '61 days before it is not on the list of replacements, 60 days before it is',
      play: listedInTime,
    },
    {
      ids: ['S0-12'],
      does: 'its successor is posted free of charge, and it leaves the list',
      play: async (day) => {
        const fees = await post(day, {
          reason: 'replacement',
          fobs: ['successor'],
          replaces: 'short-lived',
        });
        expectSame('the fees', feesText(fees), 'no fee');
        expectSame('on the list', await replacementOf(day, 'short-lived'), undefined);
        await deliver(day);
        return `shipped and delivered, ${feesText(fees)}; no longer on the list`;
      },
    },
  ],
};

async function listedInTime(day: Day): Promise<string> {
  const expiresOn = day.tokens.expiryOf('short-lived');
  const dueFrom = daysAfter(expiresOn, -notice.leadDays);
  await day.clock.moveTo(instantOf(daysAfter(dueFrom, -1), '23:59:50'));
  expectSame('the day before', await replacementOf(day, 'short-lived'), undefined);
  await day.clock.moveTo(instantOf(dueFrom, '00:00:00'));
  const due = await replacementOf(day, 'short-lived');
  const facts = [due?.due_from_on, due?.expires_on];
  expectSame('from that day', facts, [dueFrom, expiresOn]);
  return `due from ${dueFrom}, expires on ${expiresOn}`;
}
