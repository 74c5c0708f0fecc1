import { activate, beginIssue, complete, issueToPhone } from '../../acts/issuing.ts';
import { expectDone, filePaper, staffOn } from '../../acts/papers.ts';
import {
  ask,
  askTransfer,
  atLogin,
  authorise,
  prove,
  refusedWith,
  requirementOf,
} from '../../acts/proving.ts';
import { revoke } from '../../acts/revoking.ts';
import { type Day, refusalOf } from '../../day.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';
import { asks } from './the-notice.ts';

/** What a new phone takes, and the three ways to it. */
export const phoneChange: Chapter = {
  title: 'The clerk changes his phone',
  steps: [
    {
      ids: ['S1-06'],
      does: 'the old phone is gone and nothing was revoked: no new token, and no transfer',
      play: withoutRevocation,
    },
    {
      ids: ['S1-06'],
      does: 'an admin may not revoke, and nobody does it for himself but a master',
      play: othersMayNot,
    },
    {
      ids: ['S1-06'],
      does: 'the master revokes it by his confirmation password; the clerk gets one on his new phone',
      play: masterRevokes,
    },
    {
      ids: ['S1-06'],
      does: 'another time he files it at the web notification desk, without login; staff carry it out',
      play: webNotification,
    },
    {
      ids: ['S1-06'],
      does: 'or it comes to the paper procedure: the branch restores him',
      play: onPaper,
    },
  ],
};

async function withoutRevocation(day: Day): Promise<string> {
  const issue = await refusalOf(beginIssue(day, 'clerk'));
  expectSame('a new token', issue, '409 already_in_service');
  const challenge = await askTransfer(day, 'clerk');
  expectSame('a transfer', requirementOf(challenge), asks.paymentWithCode);
  // He cannot read the old phone, so he guesses.
  await prove(day, challenge, await day.tokens.wrong('clerk’s app'));
  return `${issue}; a transfer without a code: ${await refusedWith(day, 'clerk', 'code_wrong')}`;
}

async function othersMayNot(day: Day): Promise<string> {
  const details = { target_user_ids: [day.id('clerk')] };
  const asked = await ask(day, 'admin', { operation: 'revoke_token', details });
  expectSame('the admin asks', requirementOf(asked), 'blocked: permission_missing');
  const admin = await refusalOf(revoke(day, 'clerk', { acting: { user_id: day.id('admin') } }));
  expectSame('the admin', admin, '403 role_not_allowed');
  const oneself = await refusalOf(revoke(day, 'clerk', { acting: { user_id: day.id('clerk') } }));
  expectSame('the clerk himself', oneself, '403 role_not_allowed');
  return `the admin: ${requirementOf(asked)}, ${admin}; the clerk himself: ${oneself}`;
}

async function masterRevokes(day: Day): Promise<string> {
  const question = {
    operation: 'revoke_token',
    details: { target_user_ids: [day.id('clerk')] },
  };
  const challengeId = await authorise(day, { person: 'master', asks: asks.password }, question);
  await revoke(day, 'clerk', { acting: { user_id: day.id('master') }, challengeId });
  const login = await atLogin(day, 'clerk');
  expectSame('his login', login, asks.loginToRegister);
  await beginIssue(day, 'clerk');
  await activate(day, 'clerk', { phone: 'new phone', token: 'clerk’s second app' });
  await complete(day, 'clerk', await day.tokens.read('clerk’s app'));
  const old = await refusedWith(day, 'clerk', 'code_wrong');
  const code = await day.tokens.read('clerk’s second app');
  const { result } = await complete(day, 'clerk', code);
  expectSame('the new app’s code', result, 'accepted');
  return `revoked; login: ${login}; the old app’s code: ${old}; the new one’s: ${result}`;
}

const webDesk = 'web_notification_desk';

async function webNotification(day: Day): Promise<string> {
  const unasked = revoke(day, 'clerk', { acting: day.staff('nothing', webDesk) });
  const refusal = await refusalOf(unasked);
  expectSame('that desk without a notification', refusal, '403 desk_not_allowed');
  const paper = await filePaper(day, {
    kind: 'revocation',
    channel: 'web',
    documents: [],
    person: 'clerk',
  });
  await revoke(day, 'clerk', { acting: staffOn(day, paper, webDesk) });
  await expectDone(day, paper);
  const app = { phone: 'newer phone', token: 'clerk’s third app' };
  const { result } = await issueToPhone(day, 'clerk', app);
  return `without one: ${refusal}; ${paper.channel} ${paper.state}, then carried out; the new app: ${result}`;
}

async function onPaper(day: Day): Promise<string> {
  const paper = await filePaper(day, { kind: 'restore', person: 'clerk' });
  await revoke(day, 'clerk', { acting: staffOn(day, paper) });
  await expectDone(day, paper);
  const app = { phone: 'newest phone', token: 'clerk’s fourth app' };
  const { result } = await issueToPhone(day, 'clerk', app);
  return `${paper.kind} on ${paper.channel}, carried out by the ${day.desk}; the new app: ${result}`;
}
