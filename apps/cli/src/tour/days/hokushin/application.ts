import { expectDone, filePaper } from '../../acts/papers.ts';
import { apply, deliver, feesText, post } from '../../acts/post.ts';
import { ask, atLogin, carryOut, requirementOf } from '../../acts/proving.ts';
import { standing } from '../../acts/registering.ts';
import { type Day, refusalOf } from '../../day.ts';
import { daysAfter, instantOf, japaneseDate } from '../../japanese-days.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';
import { asks } from './the-notice.ts';

/** One month, and what happens when nobody uses it. */
export const application: Chapter = {
  title: 'The company applies, and has one month',
  steps: [
    {
      ids: ['S3-12', 'S3-08'],
      does: 'one form at the branch; the first token is free and posted in about a week',
      play: applyAndPost,
    },
    {
      ids: ['S3-04'],
      does: 'meanwhile sending works by the fixed password',
      play: async (day) => {
        const transfer = await carryOut(day, 'clerk', { asks: asks.pin });
        const { state, skip_allowed: skip, grace } = await standing(day, 'clerk');
        expectSame('his registration', [state, skip], ['offered', false]);
        return `${transfer}; ${grace.days_left} days left`;
      },
    },
    {
      ids: ['S3-04', 'ALL-02'],
      does: 'in the last second of that month it still does',
      play: lastSecond,
    },
    {
      ids: ['S3-04', 'ALL-02', 'S3-10'],
      does: 'in the next one sending is refused until an admin registers; login goes on',
      play: firstSecond,
    },
  ],
};

async function applyAndPost(day: Day): Promise<string> {
  const paper = await filePaper(day, { kind: 'adoption' });
  const { recorded_at: at } = await apply(day, { kind: 'adoption', paper });
  await expectDone(day, paper);
  const fees = await post(day, { reason: 'adoption', fobs: ['first'] });
  expectSame('the fees', feesText(fees), 'no fee');
  const params = { contract_id: day.contract };
  const { grace } = (await day.channel.call('get_contract', { params })).body;
  const lastDay = sameDayNextMonth(japaneseDate(Date.parse(at)));
  const expected = new Date(instantOf(lastDay, '23:59:59.999')).toISOString();
  expectSame('grace', grace, { state: 'running', ends_at: expected });
  day.notes.set('last day of grace', lastDay);
  return `recorded at ${at}; posted, ${feesText(fees)}; sending by password until ${lastDay}`;
}

/** One month later: the same day of the next month, or its last day where it has no such day. */
function sameDayNextMonth(date: string): string {
  const [year = 0, month = 0, dayOfMonth = 0] = date.split('-').map(Number);
  const lastOfNext = new Date(Date.UTC(year, month + 1, 0));
  const to = Math.min(dayOfMonth, lastOfNext.getUTCDate());
  return `${lastOfNext.toISOString().slice(0, 8)}${String(to).padStart(2, '0')}`;
}

async function lastSecond(day: Day): Promise<string> {
  await day.clock.moveTo(instantOf(daysAfter(day.beganOn, 7), '10:00:00'));
  await deliver(day);
  const at = instantOf(day.note('last day of grace'), '23:59:59');
  return day.clock.inSecond(at, async () => {
    const challenge = await ask(day, 'clerk', { operation: 'one_off_transfer' });
    expectSame('a transfer', requirementOf(challenge), asks.pin);
    return `${requirementOf(challenge)} at ${challenge.created_at}`;
  });
}

async function firstSecond(day: Day): Promise<string> {
  await day.clock.moveTo(instantOf(daysAfter(day.note('last day of grace'), 1), '00:00:00'));
  const challenge = await ask(day, 'clerk', { operation: 'one_off_transfer' });
  expectSame('a transfer', challenge.required, 'registration');
  const params = { user_id: day.id('clerk') };
  const skip = await refusalOf(day.channel.call('skip_enrolment', { params }));
  expectSame('skipping', skip, '409 grace_over');
  const login = await atLogin(day, 'clerk');
  expectSame('login', login, `${asks.login} (rule)`);
  return `a transfer: ${challenge.required}; skip: ${skip}; login: ${login}`;
}
