import type { SameDay } from '@warifu/wire';
import { filePaper, staffOn } from '../../acts/papers.ts';
import { policyDocument, valueAt } from '../../acts/policy-document.ts';
import { ask, carryOut } from '../../acts/proving.ts';
import { type Day, refusalOf } from '../../day.ts';
import { daysAfter, instantOf, japaneseDate, quietWeekday } from '../../japanese-days.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';
import { asks, notice } from './the-notice.ts';

/** Transfers of today, and what they take. */
export const sameDay: Chapter = {
  title: 'One-off transfers of the same day',
  steps: [
    {
      ids: ['S3-09'],
      does: 'they are suspended, for one-off transfers only; tomorrow’s go out as always',
      play: suspended,
    },
    {
      ids: ['S3-09'],
      does: 'form, screening, three of four measures, call: the bank cannot confirm yet',
      play: incomplete,
    },
    {
      ids: ['S3-09', 'ALL-02'],
      does: 'with the fourth it confirms; they resume the next business day at 0:00, not before',
      play: resumes,
    },
    {
      ids: ['S3-09'],
      does: 'the ceiling of 50 million yen depends on whether a token was in use, which is on record',
      play: compensation,
    },
  ],
};

const today = { same_day: true, amount_yen: 1_250_000 };

async function suspended(day: Day): Promise<string> {
  const question = { operation: 'one_off_transfer', details: today };
  const oneOff = await ask(day, 'clerk', question);
  const asked = [oneOff.required, oneOff.reason.code];
  expectSame('one of today', asked, ['blocked', 'same_day_suspended']);
  const others = await ask(day, 'clerk', { operation: 'registered_transfer', details: today });
  expectSame('to a registered payee', others.required, 'otp');
  const tomorrow = await ask(day, 'clerk', { operation: 'one_off_transfer' });
  expectSame('one of tomorrow', tomorrow.required, 'otp');
  return `${asked.join(', ')}; to a registered payee: ${others.required}; tomorrow: ${tomorrow.required}`;
}

type Recorded = Pick<SameDay, 'missing' | 'resumes_at'>;

interface Recording {
  readonly step: 'application' | 'screening' | 'measures' | 'call' | 'confirmation';
  readonly measures?: string[];
  readonly acting?: ReturnType<Day['staff']>;
}

async function record(day: Day, { acting = day.staff('file'), ...facts }: Recording) {
  const params = { contract_id: day.contract };
  const { body } = await day.channel.call('record_same_day', {
    params,
    body: { ...facts, acting },
  });
  return body satisfies Recorded;
}

/** The measures of the policy; the notice counts four of them, and tokens are one. */
async function measuresOf(day: Day): Promise<string[]> {
  const measures = valueAt(await policyDocument(day), 'same_day', 'measures');
  const ids = Array.isArray(measures) ? measures.map((one) => String(valueAt(one, 'id'))) : [];
  expectSame('how many measures', ids.length, notice.measures);
  expectSame('tokens among them', ids.includes('hardware_token'), true);
  return ids;
}

async function incomplete(day: Day): Promise<string> {
  await day.clock.moveTo(instantOf(quietWeekday(japaneseDate(await day.clock.now())), '10:00:00'));
  const ids = await measuresOf(day);
  const paper = await filePaper(day, { kind: 'same_day' });
  await record(day, { step: 'application', acting: staffOn(day, paper) });
  await record(day, { step: 'screening' });
  await record(day, { step: 'measures', measures: ids.slice(1) });
  const { missing } = await record(day, { step: 'call' });
  expectSame('what is missing', missing, ['measures']);
  const refusal = await refusalOf(record(day, { step: 'confirmation' }));
  expectSame('the confirmation', refusal, '409 same_day_incomplete');
  return `missing: ${missing.join(', ')}; the confirmation: ${refusal}`;
}

async function resumes(day: Day): Promise<string> {
  const ids = await measuresOf(day);
  await record(day, { step: 'measures', measures: ids });
  const { resumes_at: at } = await record(day, { step: 'confirmation' });
  // A Tuesday, Wednesday or Thursday without a holiday near it: the next day is a business day.
  const opens = instantOf(daysAfter(japaneseDate(await day.clock.now()), 1), '00:00:00');
  expectSame('from when on', at, new Date(opens).toISOString());
  const question = { operation: 'one_off_transfer', details: today };
  await day.clock.inSecond(opens - 1_000, async () => {
    const { reason } = await ask(day, 'clerk', question);
    expectSame('a second before', reason.code, 'same_day_suspended');
  });
  await day.clock.moveTo(opens);
  const sent = await carryOut(day, 'clerk', {
    details: today,
    asks: asks.pinAndCode,
    token: 'first',
  });
  return `from ${at} on; then ${sent}`;
}

async function compensation(day: Day): Promise<string> {
  const ceiling = valueAt(await policyDocument(day), 'compensation', 'with_otp_yen');
  expectSame('the ceiling', ceiling, notice.compensationYen);
  const params = { user_id: day.id('clerk') };
  const status = async (at: string) =>
    (await day.channel.call('get_otp_status', { params, query: { at } })).body.in_use;
  const began = new Date(instantOf(day.beganOn, '00:00:00')).toISOString();
  const now = new Date(await day.clock.now()).toISOString();
  const facts = [await status(began), await status(now)];
  expectSame('in use, then and now', facts, [false, true]);
  return `${ceiling} yen with a token; the clerk’s: not in use on ${day.beganOn}, in use now`;
}
