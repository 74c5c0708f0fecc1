import { openCompany } from '../../acts/company.ts';
import { beginIssue } from '../../acts/issuing.ts';
import { expectDone, filePaper } from '../../acts/papers.ts';
import { apply } from '../../acts/post.ts';
import { atLogin } from '../../acts/proving.ts';
import { standing } from '../../acts/registering.ts';
import { type Day, refusalOf } from '../../day.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';
import { asks, payments } from './the-notice.ts';

/** Nobody has to; who wants it applies at the branch beforehand. */
export const adoption: Chapter = {
  title: 'A sole proprietor applies at the branch',
  steps: [
    {
      ids: ['S2-01', 'S2-03'],
      does: 'before he applies, login asks the password alone, and nothing is issued',
      play: notAdopted,
    },
    {
      ids: ['S2-01'],
      does: 'he applies on paper; recorded, it costs nothing',
      play: applyOnPaper,
    },
    {
      ids: ['S2-02'],
      does: 'from the recording on the issue screen stands at login, and cannot be skipped',
      play: atTheScreen,
    },
  ],
};

async function notAdopted(day: Day): Promise<string> {
  await openCompany(day, {
    kind: 'sole_proprietor',
    people: [
      ['master', '檜 一', 'master', payments],
      ['admin', '檜 二', 'admin', payments],
      ['clerk', '檜 三', 'member', payments],
      ['assistant', '檜 四', 'member', payments],
    ],
  });
  const login = await atLogin(day, 'clerk');
  expectSame('login', login, asks.login);
  const refusal = await refusalOf(beginIssue(day, 'clerk'));
  expectSame('an issue', refusal, '409 not_adopted');
  return `login: ${login}; an issue: ${refusal}`;
}

async function applyOnPaper(day: Day): Promise<string> {
  const paper = await filePaper(day, { kind: 'adoption' });
  const { recorded_at: at } = await apply(day, { kind: 'adoption', count: 4, paper });
  await expectDone(day, paper);
  const { body } = await day.channel.call('list_fees', { query: { contract_id: day.contract } });
  expectSame('the fees', body.data, []);
  return `recorded at ${at}; no fee`;
}

async function atTheScreen(day: Day): Promise<string> {
  const login = await atLogin(day, 'clerk');
  expectSame('login', login, asks.loginToIssue);
  const { state, skip_allowed: skip } = await standing(day, 'clerk');
  expectSame('his registration', [state, skip], ['required', false]);
  const params = { user_id: day.id('clerk') };
  const refusal = await refusalOf(day.channel.call('skip_enrolment', { params }));
  expectSame('skipping', refusal, '409 grace_over');
  return `login: ${login}; skip: ${refusal}`;
}
