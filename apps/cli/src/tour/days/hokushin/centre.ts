import { deskNow, expectDesk } from '../../acts/help-desks.ts';
import type { Day } from '../../day.ts';
import {
  daysAfter,
  instantOf,
  japaneseDate,
  quietSaturday,
  quietWeekday,
} from '../../japanese-days.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';

/** Whom to call, and when. */
export const centre: Chapter = {
  title: 'The centre',
  steps: [
    {
      ids: ['S3-11'],
      does: 'it is closed from 31 December to 3 January, and says so with its hours',
      play: hours,
    },
    {
      ids: ['S3-11'],
      does: 'on a weekday it is open from 9:00 to 18:00',
      play: onWeekday,
    },
    {
      ids: ['S3-11'],
      does: 'on a Saturday it is closed, until Monday',
      play: async (day) => {
        const date = quietSaturday(japaneseDate(await day.clock.now()));
        const opens = instantOf(daysAfter(date, 2), '09:00:00');
        const noon = instantOf(date, '12:00:00');
        return expectDesk(day, desk, { at: noon, state: ['closed until', opens] });
      },
    },
  ],
};

const desk = 'direct_banking_centre';

async function hours(day: Day): Promise<string> {
  const { hours: told, closed } = await deskNow(day, desk);
  const rows = told.map(({ days, from, to }) => `${days.join(', ')} ${from}–${to}`);
  expectSame('its hours', rows, ['weekday 09:00–18:00']);
  expectSame('closed on', closed, ['12-31', '01-01', '01-02', '01-03']);
  return `${rows.join('; ')}; closed on ${closed.join(', ')}`;
}

async function onWeekday(day: Day): Promise<string> {
  const date = quietWeekday(japaneseDate(await day.clock.now()));
  const [opens, closes] = [instantOf(date, '09:00:00'), instantOf(date, '18:00:00')];
  const nextDay = instantOf(daysAfter(date, 1), '09:00:00');
  const told = [
    await expectDesk(day, desk, { at: opens - 1_000, state: ['closed until', opens] }),
    await expectDesk(day, desk, { at: opens, state: ['open until', closes] }),
    await expectDesk(day, desk, { at: closes - 1_000, state: ['open until', closes] }),
    await expectDesk(day, desk, { at: closes, state: ['closed until', nextDay] }),
  ];
  return told.join('; ');
}
