import { meetStranger } from '../../acts/company.ts';
import { apply, deliver, feesText, post } from '../../acts/post.ts';
import { ask, refusedWith, requirementOf } from '../../acts/proving.ts';
import { sharersOf, tryRegistering } from '../../acts/registering.ts';
import { type Day, refusalOf } from '../../day.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';
import { registerFor, tryRegisteringFor } from './registration-for-users.ts';
import { notice } from './the-notice.ts';

/** Administrators register, by place of work. */
export const registration: Chapter = {
  title: 'An administrator registers tokens for users',
  steps: [
    {
      ids: ['S3-02'],
      does: 'a user does not register for himself, nor for others',
      play: notByUsers,
    },
    {
      ids: ['S3-02'],
      does: 'the master registers one token for all four, by his PIN, its serial and a code',
      play: async (day) => {
        const users = ['master', 'admin', 'clerk', 'assistant'] as const;
        await registerFor(day, { by: 'master', fob: 'first', users });
        const sharers = await sharersOf(day, 'first');
        expectSame('who shares it', sharers, users.join(', '));
        return `accepted; it serves ${sharers}`;
      },
    },
    {
      ids: ['S3-08', 'S3-12'],
      does: 'a second token for the works, by the same form, costs 2,200 yen',
      play: async (day) => {
        await apply(day, { kind: 'addition' });
        const fees = await post(day, { reason: 'addition', fobs: ['works'] });
        expectSame('the fees', feesText(fees), `additional ${notice.feeYen} yen`);
        await deliver(day);
        return `${feesText(fees)}, debited on ${fees[0]?.due_on}`;
      },
    },
    {
      ids: ['S3-02', 'ALL-06'],
      does: 'the admin registers it for himself and the assistant: their old bindings end with it',
      play: differentOnes,
    },
    {
      ids: ['S3-02', 'row 27'],
      does: 'another contract needs its own: with the right code of this one it is refused as unknown',
      play: otherContract,
    },
  ],
};

async function notByUsers(day: Day): Promise<string> {
  const { serial } = day.tokens.named('first');
  const typed = { serial, otp: await day.tokens.read('first') };
  const oneself = await refusalOf(tryRegistering(day, 'clerk', typed));
  expectSame('for himself', oneself, '403 registration_by_administrator');
  const details = { target_user_ids: [day.id('clerk')] };
  const asked = await ask(day, 'clerk', { operation: 'register_for_users', details });
  expectSame('for others', requirementOf(asked), 'blocked: permission_missing');
  return `for himself: ${oneself}; for others: ${requirementOf(asked)}`;
}

async function differentOnes(day: Day): Promise<string> {
  const users = ['admin', 'assistant'] as const;
  const body = await registerFor(day, { by: 'admin', fob: 'works', users });
  expectSame('old bindings that ended', body.ended_binding_ids?.length, 2);
  const [first, works] = [await sharersOf(day, 'first'), await sharersOf(day, 'works')];
  expectSame('who shares which', [first, works], ['master, clerk', 'admin, assistant']);
  return `accepted; head office: ${first}; works: ${works}`;
}

async function otherContract(day: Day): Promise<string> {
  await meetStranger(day);
  await tryRegisteringFor(day, { by: 'stranger', fob: 'first', users: ['stranger'] });
  return refusedWith(day, 'stranger', 'serial_unknown');
}
