import { deskNow, expectDesk } from '../../acts/help-desks.ts';
import type { Day } from '../../day.ts';
import { daysAfter, instantOf, japaneseDate, quietWeekday } from '../../japanese-days.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';

/** Whom to call, and when. */
export const helpDesk: Chapter = {
  title: 'The help desk',
  steps: [
    {
      ids: ['S4-07'],
      does: 'on weekdays it is open from 8:45 to 17:15',
      play: onWeekday,
    },
  ],
};

async function onWeekday(day: Day): Promise<string> {
  const { hours } = await deskNow(day, 'help_desk');
  const rows = hours.map(({ days, from, to }) => `${days.join(', ')} ${from}–${to}`);
  expectSame('its hours', rows, ['weekday 08:45–17:15']);
  const date = quietWeekday(japaneseDate(await day.clock.now()));
  const [opens, closes] = [instantOf(date, '08:45:00'), instantOf(date, '17:15:00')];
  const nextDay = instantOf(daysAfter(date, 1), '08:45:00');
  const told = [
    await expectDesk(day, 'help_desk', { at: opens - 1_000, state: ['closed until', opens] }),
    await expectDesk(day, 'help_desk', { at: opens, state: ['open until', closes] }),
    await expectDesk(day, 'help_desk', { at: closes, state: ['closed until', nextDay] }),
  ];
  return told.join('; ');
}
