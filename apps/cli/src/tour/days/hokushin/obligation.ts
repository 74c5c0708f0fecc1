import { openCompany } from '../../acts/company.ts';
import { ask, atLogin, requirementOf } from '../../acts/proving.ts';
import { standing } from '../../acts/registering.ts';
import type { Day } from '../../day.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';
import { asks, sendings } from './the-notice.ts';

/** Who has to, and who may. */
export const obligation: Chapter = {
  title: 'New contracts have to use tokens, older ones may',
  steps: [
    {
      ids: ['S3-06'],
      does: 'a contract of 1 December 2015 has to: before it applies, sending is refused',
      play: async (day) => {
        const state = await openOf(day, '2015-12-01');
        expectSame('its user', state, 'application_due');
        const transfer = await ask(day, 'master', { operation: 'one_off_transfer' });
        const asked = [transfer.required, transfer.reason.code];
        expectSame('a transfer', asked, ['blocked', 'application_due']);
        return `${state}; a transfer: ${asked.join(', ')}`;
      },
    },
    {
      ids: ['S3-06', 'S3-03'],
      does: 'a contract of 30 November 2015 may: before it applies, sending asks the PIN alone',
      play: async (day) => {
        const state = await openOf(day, '2015-11-30');
        expectSame('its user', state, 'not_adopted');
        const transfer = await ask(day, 'master', { operation: 'one_off_transfer' });
        expectSame('a transfer', requirementOf(transfer), asks.pin);
        return `${state}; a transfer: ${requirementOf(transfer)}`;
      },
    },
    {
      ids: ['S3-10', 'S3-03'],
      does: 'login asks the password and the bank’s number table, which Warifu knows by name only',
      play: async (day) => {
        const login = await atLogin(day, 'master');
        expectSame('login', login, `${asks.login} (rule)`);
        return login;
      },
    },
  ],
};

/** Opens a company on a date; how its master stands. */
async function openOf(day: Day, openedOn: string): Promise<string> {
  await openCompany(day, {
    openedOn,
    people: [
      ['master', '北山 一', 'master', sendings],
      ['admin', '北山 二', 'admin', sendings],
      ['clerk', '北山 三', 'member', sendings],
      ['assistant', '北山 四', 'member', sendings],
    ],
  });
  return (await standing(day, 'master')).state;
}
