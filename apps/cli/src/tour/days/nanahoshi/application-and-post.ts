import { apply, deliver, feesText, post } from '../../acts/post.ts';
import {
  ask,
  askTransfer,
  prove,
  refusedWith,
  requirementOf,
  typeCode,
} from '../../acts/proving.ts';
import { standing } from '../../acts/registering.ts';
import type { Day } from '../../day.ts';
import { daysAfter, instantOf, japaneseDate } from '../../japanese-days.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';
import { notice } from './the-notice.ts';

/** From the form to the envelope on the company's desk. */
export const applicationAndPost: Chapter = {
  title: 'The company applies, and fobs travel by post',
  steps: [
    {
      ids: ['S0-02'],
      does: 'record the application on the bank’s form, for four fobs',
      play: async (day) => {
        const {
          kind,
          token_count: count,
          recorded_at: at,
        } = await apply(day, { kind: 'adoption', count: 4 });
        return `${kind} of ${count} tokens recorded at ${at}`;
      },
    },
    {
      ids: ['S0-03'],
      does: 'the clerk logs in: the registration screen is offered; he skips it',
      play: skipAtLogin,
    },
    {
      ids: ['S0-03'],
      does: 'his transfer still asks the PIN alone',
      play: (day) => byPinAlone(day, 'token_not_delivered'),
    },
    {
      ids: ['S0-05'],
      does: 'the reader may do nothing that needs an OTP: he is not asked to register',
      play: async (day) => {
        const { state, reason } = await standing(day, 'reader');
        expectSame('his registration', state, 'not_concerned');
        return `${state} (${reason})`;
      },
    },
    {
      ids: ['S0-11'],
      does: 'post four fobs: three are free, the fourth costs 1,080 yen',
      play: postFour,
    },
    {
      ids: ['S0-02'],
      does: 'a right code of a fob in the post verifies nothing: nobody has registered it',
      play: async (day) => {
        await typeCode(day, 'master', await day.tokens.read('short-lived'));
        return refusedWith(day, 'master', 'not_enrolled');
      },
    },
    {
      ids: ['S0-04'],
      does: '31 days later the envelope has not come: that blocks nobody',
      play: async (day) => {
        await day.clock.moveTo(instantOf(daysAfter(day.beganOn, 31), '09:00:00'));
        return byPinAlone(day, 'token_not_delivered');
      },
    },
    {
      ids: ['S0-04', 'ALL-02'],
      does: 'it comes: a grace of 30 days begins, and ends with the last second of the 30th day',
      play: recordDelivery,
    },
  ],
};

async function skipAtLogin(day: Day): Promise<string> {
  const { enrolment } = await ask(day, 'clerk', { operation: 'login' });
  const offer = [enrolment?.state, enrolment?.skip_allowed, enrolment?.awaiting_delivery];
  expectSame('the offer at login', offer, ['offered', true, true]);
  const params = { user_id: day.id('clerk') };
  const { body } = await day.channel.call('skip_enrolment', { params });
  expectSame('after skipping', body.state, 'offered');
  return `offered (${enrolment?.reason}), skip allowed; skipped`;
}

/** What the clerk needs while grace has not ended. */
async function byPinAlone(day: Day, expectedReason: string): Promise<string> {
  const challenge = await askTransfer(day, 'clerk');
  expectSame('what is required', requirementOf(challenge), 'fixed_factors: pin');
  expectSame('why', challenge.reason.code, 'grace');
  expectSame('the PIN', (await prove(day, challenge)).result, 'accepted');
  const { state, reason } = await standing(day, 'clerk');
  expectSame('his registration', `${state} ${reason}`, `offered ${expectedReason}`);
  return `${requirementOf(challenge)} (${challenge.reason.code}); ${state} (${reason})`;
}

async function postFour(day: Day): Promise<string> {
  const fees = await post(day, {
    reason: 'adoption',
    fobs: ['short-lived', 'second', 'shared', 'spare'],
  });
  expectSame(
    'the fees',
    fees.map((fee) => fee.amount_yen),
    [notice.feeYen],
  );
  const params = { contract_id: day.contract };
  const { body } = await day.channel.call('get_contract', { params });
  expectSame('counted tokens', body.counted_tokens, notice.freeTokens + 1);
  return `shipped; ${feesText(fees)}; ${body.counted_tokens} tokens counted`;
}

async function recordDelivery(day: Day): Promise<string> {
  const { delivered_at: at } = await deliver(day);
  const params = { contract_id: day.contract };
  const { grace } = (await day.channel.call('get_contract', { params })).body;
  const lastDay = daysAfter(japaneseDate(Date.parse(at ?? '')), notice.graceDays);
  const expected = new Date(instantOf(lastDay, '23:59:59.999')).toISOString();
  expectSame('the end of grace', grace, { state: 'running', ends_at: expected });
  day.notes.set('last day of grace', lastDay);
  return `delivered at ${at}; grace ${grace.state} until ${grace.ends_at}`;
}
