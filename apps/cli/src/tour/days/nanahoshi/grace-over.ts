import { ask, askTransfer, prove, requirementOf } from '../../acts/proving.ts';
import { register, standing } from '../../acts/registering.ts';
import type { Day } from '../../day.ts';
import { refusalOf } from '../../day.ts';
import { daysAfter, instantOf } from '../../japanese-days.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';

/** The last second of grace, and the first one after it. */
export const graceOver: Chapter = {
  title: 'The grace period runs out',
  steps: [
    {
      ids: ['S0-04', 'ALL-02'],
      does: 'at 23:59:59 of the 30th day the latecomer still transfers by his PIN',
      play: lastSecond,
    },
    {
      ids: ['S0-04', 'ALL-02'],
      does: 'at 00:00:00 his transfer is refused until he registers, and skipping is over',
      play: firstSecond,
    },
    {
      ids: ['S0-04', 'S0-15'],
      does: 'he can still log in, and is told to register',
      play: async (day) => {
        const challenge = await ask(day, 'latecomer', { operation: 'login' });
        expectSame('login', requirementOf(challenge), 'fixed_factors: login_credential');
        expectSame('his registration', challenge.enrolment?.state, 'required');
        return `${requirementOf(challenge)}; registration ${challenge.enrolment?.state}`;
      },
    },
    {
      ids: ['S0-04', 'S0-05'],
      does: 'he registers a colleague’s fob, and his transfer asks PIN and OTP',
      play: registersAtLast,
    },
  ],
};

async function lastSecond(day: Day): Promise<string> {
  const at = instantOf(day.note('last day of grace'), '23:59:59');
  return day.clock.inSecond(at, async () => {
    const challenge = await askTransfer(day, 'latecomer');
    expectSame('what is required', requirementOf(challenge), 'fixed_factors: pin');
    expectSame('why', challenge.reason.code, 'grace');
    return `${requirementOf(challenge)} (${challenge.reason.code}) at ${challenge.created_at}`;
  });
}

async function firstSecond(day: Day): Promise<string> {
  const firstDay = daysAfter(day.note('last day of grace'), 1);
  await day.clock.moveTo(instantOf(firstDay, '00:00:00'));
  const challenge = await askTransfer(day, 'latecomer');
  expectSame('what is required', challenge.required, 'registration');
  const params = { user_id: day.id('latecomer') };
  const skip = await refusalOf(day.channel.call('skip_enrolment', { params }));
  expectSame('skipping', skip, '409 grace_over');
  const { reason } = await standing(day, 'latecomer');
  expectSame('why', reason, 'grace_over');
  return `${challenge.required} (${reason}) at ${challenge.created_at}; skip: ${skip}`;
}

async function registersAtLast(day: Day): Promise<string> {
  await register(day, 'latecomer', 'exchanged');
  const challenge = await askTransfer(day, 'latecomer');
  expectSame('what is required', requirementOf(challenge), 'otp: pin + otp');
  const { result } = await prove(day, challenge, await day.tokens.read('exchanged'));
  expectSame('PIN and OTP', result, 'accepted');
  return `registered; ${requirementOf(challenge)}: ${result}`;
}
