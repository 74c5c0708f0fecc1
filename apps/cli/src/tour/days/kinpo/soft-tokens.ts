import { openCompany } from '../../acts/company.ts';
import { expectDone, filePaper } from '../../acts/papers.ts';
import { apply } from '../../acts/post.ts';
import { atLogin } from '../../acts/proving.ts';
import { standing } from '../../acts/registering.ts';
import { type Day, refusalOf } from '../../day.ts';
import type { Chapter } from '../../step.ts';
import { expectSame, expectThat } from '../../surprise.ts';
import { issuesByMail } from './soft-token-issue.ts';
import { asks, payments } from './the-notice.ts';

/** A company chooses the app, and each of its users gets a token by mail. */
export const softTokens: Chapter = {
  title: 'A company chooses soft tokens',
  steps: [
    {
      ids: ['S1-01', 'S1-05'],
      does: 'open a contract with four users; before it adopts, login asks no code',
      play: openContract,
    },
    {
      ids: ['S1-01', 'S1-11'],
      does: 'the adoption comes on paper; recording it without a kind of token is refused',
      play: adopt,
    },
    {
      ids: ['S1-01', 'S1-04'],
      does: 'it covers all users, the one without any permission too, and nobody may skip it',
      play: coversAll,
    },
    {
      ids: ['S1-01'],
      does: 'hardware tokens are not for this contract: the kinds are never mixed',
      play: neverMixed,
    },
    ...issuesByMail,
    {
      ids: ['S1-10'],
      does: 'soft tokens are free',
      play: async (day) => {
        const query = { contract_id: day.contract };
        const { body } = await day.channel.call('list_fees', { query });
        expectSame('the fees', body.data, []);
        return 'no fee';
      },
    },
  ],
};

async function openContract(day: Day): Promise<string> {
  const { number } = await openCompany(day, {
    people: [
      ['master', '萌黄 一', 'master', payments],
      ['admin', '萌黄 二', 'admin', payments],
      ['clerk', '萌黄 三', 'member', payments],
      ['reader', '萌黄 四', 'member', []],
    ],
  });
  const login = await atLogin(day, 'master');
  expectSame('login', login, 'fixed_factors: login_credential (not_adopted)');
  return `contract ${number}; login: ${login}`;
}

async function adopt(day: Day): Promise<string> {
  const paper = await filePaper(day, { kind: 'adoption' });
  const { expected_to_on: by } = paper;
  expectThat('recording takes days', by !== null && by > paper.filed_on, by);
  const refusal = await refusalOf(apply(day, { kind: 'adoption', paper }));
  expectSame('without a kind', refusal, '422 authenticator_not_chosen');
  const application = await apply(day, { kind: 'adoption', authenticator: 'phone_app', paper });
  expectSame('the kind', application.authenticator, 'phone_app');
  await expectDone(day, paper);
  return `filed on ${paper.filed_on}, expected by ${by}; ${refusal}; recorded for ${application.authenticator}`;
}

async function coversAll(day: Day): Promise<string> {
  for (const person of ['master', 'admin', 'clerk', 'reader'] as const) {
    const { state, skip_allowed: skip } = await standing(day, person);
    expectSame(`the ${person}`, [state, skip], ['required', false]);
  }
  const params = { user_id: day.id('clerk') };
  const skip = await refusalOf(day.channel.call('skip_enrolment', { params }));
  expectSame('skipping', skip, '409 grace_over');
  const login = await atLogin(day, 'reader');
  expectSame('the reader’s login', login, asks.loginToRegister);
  return `required of all four; skip: ${skip}; login: ${login}`;
}

async function neverMixed(day: Day): Promise<string> {
  const another = apply(day, { kind: 'addition', authenticator: 'key_fob' });
  const fob = await refusalOf(another);
  expectSame('an addition of fobs', fob, '409 authenticator_not_for_contract');
  const body = { user_id: day.id('master'), authenticator: 'key_fob' };
  const issue = await refusalOf(day.channel.call('issue_software_token', { body }));
  expectSame('the issue of a fob', issue, '409 authenticator_not_for_contract');
  return `an addition: ${fob}; an issue: ${issue}`;
}
