import { openCompany } from '../../acts/company.ts';
import { beginIssue } from '../../acts/issuing.ts';
import { expectDone, filePaper } from '../../acts/papers.ts';
import { apply, deliver, feesText, post } from '../../acts/post.ts';
import { ask, atLogin } from '../../acts/proving.ts';
import { type Day, refusalOf } from '../../day.ts';
import { daysAfter, instantOf, japaneseDate } from '../../japanese-days.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';
import { notice, payments } from './the-notice.ts';

/** Another company chooses hardware, and has thirty days. */
export const fobsAdopted: Chapter = {
  title: 'A company chooses hardware tokens',
  steps: [
    {
      ids: ['S1-01', 'S1-07', 'S1-11'],
      does: 'filed two days ago, recorded today: thirty days of grace count from the recording',
      play: adopt,
    },
    {
      ids: ['S1-07'],
      does: 'set-up appears at the latecomer’s login; he skips it and goes on without a code',
      play: skipAtLogin,
    },
    {
      ids: ['S1-10', 'S1-11'],
      does: 'one fob ships by itself on the adoption, free of charge; delivery moves no grace',
      play: shipFirst,
    },
    {
      ids: ['S1-01'],
      does: 'soft tokens are not for this contract',
      play: async (day) => {
        const refusal = await refusalOf(beginIssue(day, 'clerk'));
        expectSame('a soft token', refusal, '409 authenticator_not_for_contract');
        return refusal;
      },
    },
  ],
};

async function adopt(day: Day): Promise<string> {
  await openCompany(day, {
    people: [
      ['master', '浅黄 一', 'master', payments],
      ['clerk', '浅黄 二', 'member', payments],
      ['assistant', '浅黄 三', 'member', payments],
      ['latecomer', '浅黄 四', 'member', payments],
    ],
  });
  const today = japaneseDate(await day.clock.now());
  const paper = await filePaper(day, { kind: 'adoption', filedOn: daysAfter(today, -2) });
  const form = { kind: 'adoption', authenticator: 'key_fob', paper } as const;
  const { recorded_at: at } = await apply(day, form);
  await expectDone(day, paper);
  const lastDay = daysAfter(japaneseDate(Date.parse(at)), notice.graceDays);
  day.notes.set('last day of grace', lastDay);
  return `filed on ${paper.filed_on}, recorded at ${at}; ${await graceText(day)}`;
}

/** Grace ends with the last second of the thirtieth day, whatever happens meanwhile. */
async function graceText(day: Day): Promise<string> {
  const params = { contract_id: day.contract };
  const { grace } = (await day.channel.call('get_contract', { params })).body;
  const end = new Date(instantOf(day.note('last day of grace'), '23:59:59.999')).toISOString();
  expectSame('grace', grace, { state: 'running', ends_at: end });
  return `grace until ${grace.ends_at}`;
}

async function skipAtLogin(day: Day): Promise<string> {
  const { enrolment } = await ask(day, 'latecomer', { operation: 'login' });
  const offer = [enrolment?.state, enrolment?.skip_allowed];
  expectSame('the offer at login', offer, ['offered', true]);
  const params = { user_id: day.id('latecomer') };
  await day.channel.call('skip_enrolment', { params });
  const login = await atLogin(day, 'latecomer');
  expectSame('his login', login, 'fixed_factors: login_credential (grace)');
  return `offered, ${enrolment?.grace.days_left} days left; skipped; ${login}`;
}

async function shipFirst(day: Day): Promise<string> {
  const fees = await post(day, { reason: 'adoption', fobs: ['shared'] });
  expectSame('the fees', feesText(fees), 'no fee');
  const { delivered_at: at } = await deliver(day);
  return `posted, ${feesText(fees)}; delivered at ${at}; ${await graceText(day)}`;
}
