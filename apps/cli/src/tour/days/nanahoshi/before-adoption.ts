import { type Employee, openCompany } from '../../acts/company.ts';
import { ask, askTransfer, prove, requirementOf } from '../../acts/proving.ts';
import type { Day } from '../../day.ts';
import type { Chapter } from '../../step.ts';
import { expectSame, expectThat } from '../../surprise.ts';

/** A company that has not applied for anything: everything goes by the old factors. */
export const beforeAdoption: Chapter = {
  title: 'A company before it applies',
  steps: [
    {
      ids: ['S0-08'],
      does: 'open a contract; a master, an admin, three members who transfer, one who only reads',
      play: openContract,
    },
    {
      ids: ['S0-16'],
      does: 'the master logs in: login password or certificate, and the notices to show him',
      play: login,
    },
    {
      ids: ['S0-03', 'S0-13'],
      does: 'a one-off transfer is carried out by the PIN alone, as always',
      play: async (day) => {
        const challenge = await askTransfer(day, 'clerk');
        expectSame('what is required', requirementOf(challenge), 'fixed_factors: pin');
        expectSame('why', challenge.reason.code, 'not_adopted');
        const { result } = await prove(day, challenge);
        expectSame('the PIN', result, 'accepted');
        return `${requirementOf(challenge)} (${challenge.reason.code}); ${result}`;
      },
    },
  ],
};

const transfers = ['one_off_transfer', 'registered_transfer'];

const people: readonly Employee[] = [
  ['master', '桂 一郎', 'master', transfers],
  ['admin', '桂 花子', 'admin', transfers],
  ['approver', '桂 次郎', 'member', transfers],
  ['clerk', '桂 三郎', 'member', transfers],
  ['latecomer', '桂 遅子', 'member', transfers],
  ['reader', '桂 読子', 'member', ['registered_transfer']],
];

async function openContract(day: Day): Promise<string> {
  const contract = await openCompany(day, { people });
  expectSame('its grace', contract.grace.state, 'none');
  return `contract ${contract.number}, ${people.length} users, grace ${contract.grace.state}`;
}

async function login(day: Day): Promise<string> {
  const challenge = await ask(day, 'master', { operation: 'login' });
  expectSame('what is required', requirementOf(challenge), 'fixed_factors: login_credential');
  const notices = challenge.notices.map(({ id }) => id);
  expectThat('the changed terms of use are shown', notices.includes('terms_of_use_otp'), notices);
  expectSame('his registration', challenge.enrolment?.state, 'not_adopted');
  return `${requirementOf(challenge)}; notices ${notices.join(', ')}`;
}
