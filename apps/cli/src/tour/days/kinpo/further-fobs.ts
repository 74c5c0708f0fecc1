import { filePaper } from '../../acts/papers.ts';
import { apply, deliver, feesText, post } from '../../acts/post.ts';
import { acceptNextCode, authorise, refusedWith, typeCode } from '../../acts/proving.ts';
import { register, sharersOf } from '../../acts/registering.ts';
import { revoke } from '../../acts/revoking.ts';
import type { Day } from '../../day.ts';
import { daysAfter, instantOf } from '../../japanese-days.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';
import { asks, notice } from './the-notice.ts';

/** What comes after the first fob, and what it costs. */
export const furtherFobs: Chapter = {
  title: 'Further fobs cost 2,200 yen each',
  steps: [
    {
      ids: ['S1-10', 'S1-11'],
      does: 'a second fob is asked for on paper; it takes about a week and costs 2,200 yen',
      play: addition,
    },
    {
      ids: ['S1-08', 'ALL-06'],
      does: 'it splits the users: the clerk moves to it, and never has two',
      play: split,
    },
    {
      ids: ['S1-10', 'S1-11'],
      does: 'the clerk loses it: the master revokes it, and the reissue costs 2,200 yen',
      play: reissue,
    },
  ],
};

async function addition(day: Day): Promise<string> {
  const paper = await filePaper(day, { kind: 'addition' });
  await apply(day, { kind: 'addition', paper });
  const fees = await post(day, { reason: 'addition', fobs: ['second'] });
  expectSame('the fees', feesText(fees), `additional ${notice.feeYen} yen`);
  await day.clock.moveTo(instantOf(daysAfter(day.beganOn, 7), '10:00:00'));
  const { delivered_at: at } = await deliver(day);
  return `${feesText(fees)}, debited on ${fees[0]?.due_on}; delivered at ${at}`;
}

async function split(day: Day): Promise<string> {
  const { ended_binding_id: ended } = await register(day, 'clerk', 'second');
  expectSame('his old binding ended', ended !== undefined, true);
  await typeCode(day, 'clerk', await day.tokens.read('shared'));
  const refusal = await refusedWith(day, 'clerk', 'code_wrong');
  await acceptNextCode(day, 'clerk', 'second');
  const sharers = await sharersOf(day, 'shared');
  expectSame('who shares the first', sharers, 'master, assistant');
  return `the clerk has the second, and the first one’s code: ${refusal}; the first serves ${sharers}`;
}

async function reissue(day: Day): Promise<string> {
  const question = {
    operation: 'revoke_token',
    details: { target_user_ids: [day.id('clerk')] },
  };
  const challengeId = await authorise(day, { person: 'master', asks: asks.password }, question);
  const acting = { user_id: day.id('master') };
  await revoke(day, 'clerk', { acting, challengeId, reason: 'lost' });
  const paper = await filePaper(day, { kind: 'reissue' });
  await apply(day, { kind: 'reissue', paper });
  const fees = await post(day, { reason: 'reissue', fobs: ['reissued'], replaces: 'second' });
  expectSame('the fees', feesText(fees), `reissue ${notice.feeYen} yen`);
  await deliver(day);
  await register(day, 'clerk', 'reissued');
  return `revoked as lost; ${feesText(fees)}; the clerk registers the new one`;
}
