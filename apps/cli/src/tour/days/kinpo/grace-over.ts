import { ask, atLogin, carryOut, prove, requirementOf } from '../../acts/proving.ts';
import { register } from '../../acts/registering.ts';
import { type Day, refusalOf } from '../../day.ts';
import { daysAfter, instantOf } from '../../japanese-days.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';
import { asks } from './the-notice.ts';

/** The thirtieth day after the recording, and the day after it. */
export const graceOver: Chapter = {
  title: 'Thirty days after the recording',
  steps: [
    {
      ids: ['S1-07', 'ALL-02'],
      does: 'at 23:59:59 of the 30th day the latecomer still skips and logs in',
      play: lastSecond,
    },
    {
      ids: ['S1-07', 'ALL-02'],
      does: 'at 00:00:00 he cannot log in until set-up is done, and skipping is over',
      play: firstSecond,
    },
    {
      ids: ['S1-07', 'S1-08'],
      does: 'he sets up the fob that others share, and logs in with a code',
      play: async (day) => {
        await register(day, 'latecomer', 'shared');
        const login = { operation: 'login', asks: asks.loginWithCode, token: 'shared' };
        return carryOut(day, 'latecomer', login);
      },
    },
  ],
};

async function lastSecond(day: Day): Promise<string> {
  const at = instantOf(day.note('last day of grace'), '23:59:59');
  const params = { user_id: day.id('latecomer') };
  return day.clock.inSecond(at, async () => {
    await day.channel.call('skip_enrolment', { params });
    const challenge = await ask(day, 'latecomer', { operation: 'login' });
    expectSame('what is required', requirementOf(challenge), 'fixed_factors: login_credential');
    const { result } = await prove(day, challenge);
    expectSame('his login', result, 'accepted');
    return `skipped; ${requirementOf(challenge)}: ${result} at ${challenge.created_at}`;
  });
}

async function firstSecond(day: Day): Promise<string> {
  const firstDay = daysAfter(day.note('last day of grace'), 1);
  await day.clock.moveTo(instantOf(firstDay, '00:00:00'));
  const login = await atLogin(day, 'latecomer');
  expectSame('his login', login, asks.loginToRegister);
  const params = { user_id: day.id('latecomer') };
  const skip = await refusalOf(day.channel.call('skip_enrolment', { params }));
  expectSame('skipping', skip, '409 grace_over');
  return `login: ${login}; skip: ${skip}`;
}
