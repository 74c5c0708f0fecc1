import { deskNow, expectDesk } from '../../acts/help-desks.ts';
import { otpStateOf, typeWrong } from '../../acts/locking.ts';
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
export const helpDesk: Chapter = {
  title: 'The help desk',
  steps: [
    {
      ids: ['S2-08'],
      does: 'it closes on 31 December, 1 to 3 January and 3 to 5 May, and says so with its hours',
      play: hours,
    },
    {
      ids: ['S2-08'],
      does: 'on a weekday it is open from 9:00 until midnight',
      play: onWeekday,
    },
    {
      ids: ['S2-08'],
      does: 'on a Saturday it closes at 17:00, until 9:00 on Sunday',
      play: onSaturday,
    },
    {
      ids: ['S2-08', 'S2-05'],
      does: 'a user who is stuck is told who helps him',
      play: whereOneIsStuck,
    },
  ],
};

async function hours(day: Day): Promise<string> {
  const { hours: told, closed } = await deskNow(day, 'help_desk');
  const rows = told.map(({ days, from, to }) => `${days.join(', ')} ${from}–${to}`);
  expectSame('its hours', rows, ['weekday 09:00–24:00', 'saturday, sunday, holiday 09:00–17:00']);
  const days = ['12-31', '01-01', '01-02', '01-03', '05-03', '05-04', '05-05'];
  expectSame('closed on', closed, days);
  return `${rows.join('; ')}; closed on ${closed.join(', ')}`;
}

async function onWeekday(day: Day): Promise<string> {
  const date = quietWeekday(japaneseDate(await day.clock.now()));
  const opens = instantOf(date, '09:00:00');
  const midnight = instantOf(daysAfter(date, 1), '00:00:00');
  const early = { at: opens - 1_000, state: ['closed until', opens] } as const;
  const late = { at: midnight - 1_000, state: ['open until', midnight] } as const;
  const told = [
    await expectDesk(day, 'help_desk', early),
    await expectDesk(day, 'help_desk', { at: opens, state: ['open until', midnight] }),
    await expectDesk(day, 'help_desk', late),
  ];
  return told.join('; ');
}

async function onSaturday(day: Day): Promise<string> {
  const date = quietSaturday(japaneseDate(await day.clock.now()));
  const closes = instantOf(date, '17:00:00');
  const opens = instantOf(daysAfter(date, 1), '09:00:00');
  const early = { at: closes - 1_000, state: ['open until', closes] } as const;
  const told = [
    await expectDesk(day, 'help_desk', early),
    await expectDesk(day, 'help_desk', { at: closes, state: ['closed until', opens] }),
  ];
  return told.join('; ');
}

async function whereOneIsStuck(day: Day): Promise<string> {
  await typeWrong(day, { person: 'assistant', token: 'assistant’s app' });
  expectSame('the assistant', await otpStateOf(day, 'assistant'), 'locked');
  const params = { user_id: day.id('assistant') };
  const { body } = await day.channel.call('get_user', { params });
  const helpers = day.names(body.otp.help?.user_ids ?? []);
  expectSame('who helps', helpers, 'master, admin');
  return `locked: ${helpers} can lift it`;
}
