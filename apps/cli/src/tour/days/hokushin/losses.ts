import { filePaper } from '../../acts/papers.ts';
import { apply, deliver, feesText, post } from '../../acts/post.ts';
import { ask, refusedWith, typeCode } from '../../acts/proving.ts';
import { revoke } from '../../acts/revoking.ts';
import { type Day, refusalOf } from '../../day.ts';
import { daysAfter, instantOf, japaneseDate } from '../../japanese-days.ts';
import { eventually } from '../../patience.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';
import { registerFor } from './registration-for-users.ts';
import { notice } from './the-notice.ts';

/** Losses are phoned in; reissues need the form. */
export const losses: Chapter = {
  title: 'Tokens are lost and broken',
  steps: [
    {
      ids: ['S3-13'],
      does: 'customers do not revoke by themselves: no operation for it, and the master may not',
      play: notByCustomers,
    },
    {
      ids: ['S3-13'],
      does: 'the works’ token is lost: phoned in at the centre, it ends for all at once',
      play: phonedIn,
    },
    {
      ids: ['S3-13', 'S3-08', 'S3-12'],
      does: 'the reissue needs the form, and costs 2,200 yen',
      play: reissue,
    },
    {
      ids: ['S3-08'],
      does: 'it breaks: the exchange is free, and the broken one comes back',
      play: exchange,
    },
    {
      ids: ['S3-08'],
      does: 'another one breaks and does not come back within 30 days: 2,200 yen fall due',
      play: unreturned,
    },
  ],
};

const centre = 'direct_banking_centre';

async function notByCustomers(day: Day): Promise<string> {
  const asking = ask(day, 'master', { operation: 'revoke_token' });
  const operation = await refusalOf(asking);
  expectSame('the operation', operation, '422 operation_unknown');
  const master = await refusalOf(revoke(day, 'clerk', { acting: { user_id: day.id('master') } }));
  expectSame('the master', master, '403 role_not_allowed');
  return `asking: ${operation}; the master: ${master}`;
}

async function phonedIn(day: Day): Promise<string> {
  const { body } = await day.channel.call('revoke', {
    body: {
      token_id: day.note('token works'),
      reason: 'lost',
      acting: day.staff('call', centre),
    },
  });
  const ended = day.names(body.bindings.map((one) => one.user_id));
  expectSame('whose bindings ended', ended, 'admin, assistant');
  await typeCode(day, 'admin', await day.tokens.read('works'));
  return `ended for ${ended}; its code: ${await refusedWith(day, 'admin', 'not_enrolled')}`;
}

async function reissue(day: Day): Promise<string> {
  const paper = await filePaper(day, { kind: 'reissue' });
  await apply(day, { kind: 'reissue', paper });
  const fees = await post(day, { reason: 'reissue', fobs: ['reissued'], replaces: 'works' });
  expectSame('the fee', feesText(fees), `reissue ${notice.feeYen} yen`);
  await deliver(day);
  const users = ['admin', 'assistant'] as const;
  await registerFor(day, { by: 'master', fob: 'reissued', users });
  return `${feesText(fees)}; registered for admin and assistant`;
}

/** A broken token is exchanged for another free of charge. */
async function exchanged(day: Day, broken: string, fob: string): Promise<void> {
  await apply(day, { kind: 'exchange' });
  const fees = await post(day, { reason: 'exchange', fobs: [fob], replaces: broken });
  expectSame('the fee', feesText(fees), 'no fee');
  await deliver(day);
  await registerFor(day, { by: 'master', fob, users: ['admin', 'assistant'] });
}

async function exchange(day: Day): Promise<string> {
  await exchanged(day, 'reissued', 'exchanged');
  const { body } = await day.channel.call('return_token', {
    params: { token_id: day.note('token reissued') },
    body: { acting: day.staff('parcel', centre) },
  });
  const facts = [body.state, body.returned_at !== null];
  expectSame('the broken one', facts, ['retired', true]);
  return `no fee; the broken one is ${body.state}, returned at ${body.returned_at}`;
}

async function unreturned(day: Day): Promise<string> {
  await exchanged(day, 'exchanged', 'second');
  const postedOn = japaneseDate(await day.clock.now());
  await day.clock.moveTo(instantOf(daysAfter(postedOn, notice.returnDays), '23:59:00'));
  expectSame('on the 30th day', await unreturnedFees(day), []);
  await day.clock.moveTo(instantOf(daysAfter(postedOn, notice.returnDays + 1), '12:00:00'));
  const fees = await eventually(
    () => unreturnedFees(day),
    (found) => found.length > 0,
  );
  expectSame('the fee', fees, [notice.feeYen]);
  return `${fees[0]} yen on the 31st day`;
}

/** What was assessed because a broken token did not come back. */
async function unreturnedFees(day: Day): Promise<number[]> {
  const query = { contract_id: day.contract, limit: 200 };
  const { body } = await day.channel.call('list_fees', { query });
  return body.data.filter((fee) => fee.kind === 'broken_unreturned').map((fee) => fee.amount_yen);
}
