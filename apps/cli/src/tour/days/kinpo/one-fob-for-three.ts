import { meetStranger } from '../../acts/company.ts';
import { locksNow, typeWrong } from '../../acts/locking.ts';
import { acceptNextCode, refusedWith, typeCode } from '../../acts/proving.ts';
import { register, sharersOf, tryRegistering } from '../../acts/registering.ts';
import { type Day, refusalOf } from '../../day.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';
import { branchAlone } from './locks.ts';

/** One fob for three users, and what that means when one of them mistypes. */
export const fobsShared: Chapter = {
  title: 'Users share a fob, and it locks for all of them',
  steps: [
    {
      ids: ['S1-08'],
      does: 'master, clerk and assistant set up the same fob',
      play: async (day) => {
        for (const person of ['master', 'clerk', 'assistant'] as const)
          await register(day, person, 'shared');
        const sharers = await sharersOf(day, 'shared');
        expectSame('who shares it', sharers, 'master, clerk, assistant');
        return sharers;
      },
    },
    {
      ids: ['S1-02', 'ALL-01'],
      does: 'a code that the clerk used is refused to the master, who reads the same fob',
      play: replayByAnother,
    },
    {
      ids: ['S1-09'],
      does: 'three wrong codes of the clerk and two of the assistant lock the fob for the master too',
      play: lockForAll,
    },
    {
      ids: ['S1-09'],
      does: 'none of them can lift it, only the branch, on its form',
      play: async (day) => {
        const told = await branchAlone(day);
        await acceptNextCode(day, 'master', 'shared');
        await acceptNextCode(day, 'clerk', 'shared');
        return `${told}; the next codes of master and clerk: accepted`;
      },
    },
    {
      ids: ['S1-08'],
      does: 'after its first set-up it is this company’s for good: nobody else can have it',
      play: companyToken,
    },
  ],
};

async function replayByAnother(day: Day): Promise<string> {
  const code = await day.tokens.read('shared');
  const { result } = await typeCode(day, 'clerk', code);
  expectSame('the clerk’s code', result, 'accepted');
  await typeCode(day, 'master', code);
  return `the clerk: ${result}; the master: ${await refusedWith(day, 'master', 'code_replayed')}`;
}

async function lockForAll(day: Day): Promise<string> {
  await typeWrong(day, { person: 'clerk', token: 'shared' }, 3);
  await typeWrong(day, { person: 'assistant', token: 'shared' }, 2);
  await typeCode(day, 'master', await day.tokens.read('shared'));
  const refusal = await refusedWith(day, 'master', 'token_locked');
  const locks = await locksNow(day);
  const expected = [{ user: 'master, clerk, assistant', cause: 'threshold', lifted_by: 'branch' }];
  expectSame('the locks', locks, expected);
  return `the master’s right code: ${refusal}; it stops ${expected[0]?.user}`;
}

async function companyToken(day: Day): Promise<string> {
  const { contractId, applicationId } = await meetStranger(day, 'key_fob');
  const { serial } = day.tokens.named('shared');
  await tryRegistering(day, 'stranger', { serial, otp: await day.tokens.read('shared') });
  const refusal = await refusedWith(day, 'stranger', 'serial_unknown');
  const posting = day.channel.call('post_shipment', {
    body: {
      contract_id: contractId,
      application_id: applicationId,
      reason: 'adoption',
      serials: [serial],
    },
  });
  const posted = await refusalOf(posting);
  expectSame('posted to another company', posted, '409 token_not_in_stock');
  return `a stranger with serial and code: ${refusal}; posted to him: ${posted}`;
}
