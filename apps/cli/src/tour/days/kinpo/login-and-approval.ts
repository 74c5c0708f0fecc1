import {
  ask,
  carryOut,
  prove,
  refusedWith,
  requirementOf,
  transfer,
  typeCode,
} from '../../acts/proving.ts';
import type { Day } from '../../day.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';
import { asks, payments } from './the-notice.ts';

/** Both halves of the notice: a code at login, and another one at the final approval. */
export const loginAndApproval: Chapter = {
  title: 'A code at login, and a fresh one at the final approval',
  steps: [
    {
      ids: ['S1-02', 'ALL-01', 'ALL-07'],
      does: 'the code that completed the set-up is refused at login',
      play: async (day) => {
        await typeCode(day, 'clerk', day.note('spent code'));
        return refusedWith(day, 'clerk', 'code_replayed');
      },
    },
    {
      ids: ['S1-05'],
      does: 'the master logs in with password or certificate and a code; it is refused afterwards',
      play: login,
    },
    {
      ids: ['S1-05', 'S1-02'],
      does: 'at a transfer of his own that code is refused, and the next one is accepted',
      play: freshCode,
    },
    {
      ids: ['S1-05'],
      does: 'with approval: the clerk commits by PIN, the master approves by PIN and code',
      play: singleApproval,
    },
    {
      ids: ['S1-05'],
      does: 'with two approvals: only the last one, the master’s, asks a code',
      play: doubleApproval,
    },
    {
      ids: ['S1-05'],
      does: 'every payment that goes out is important: each asks PIN and code',
      play: everyPayment,
    },
  ],
};

const app = 'master’s app';

async function login(day: Day): Promise<string> {
  const code = await day.tokens.read(app);
  day.notes.set('login code', code);
  const challenge = await ask(day, 'master', { operation: 'login' });
  expectSame('what is required', requirementOf(challenge), asks.loginWithCode);
  const { result } = await prove(day, challenge, code);
  expectSame('the login', result, 'accepted');
  await typeCode(day, 'master', code);
  const again = await refusedWith(day, 'master', 'code_replayed');
  return `${requirementOf(challenge)}: ${result}; again: ${again}`;
}

async function freshCode(day: Day): Promise<string> {
  const question = { operation: 'one_off_transfer', details: transfer('none') };
  const challenge = await ask(day, 'master', question);
  await prove(day, challenge, day.note('login code'));
  const refusal = await refusedWith(day, 'master', 'code_replayed');
  const { result } = await prove(day, challenge, await day.tokens.read(app));
  expectSame('the next code', result, 'accepted');
  return `the login’s code: ${refusal}; the next one: ${result}`;
}

async function singleApproval(day: Day): Promise<string> {
  const commit = { details: transfer('single'), asks: asks.pin };
  const approve = { details: transfer('single', 'final_approval'), asks: asks.paymentWithCode };
  const committed = await carryOut(day, 'clerk', commit);
  return `${committed}; then ${await carryOut(day, 'master', { ...approve, token: app })}`;
}

async function doubleApproval(day: Day): Promise<string> {
  const first = { details: transfer('double', 'first_approval'), asks: asks.pin };
  const last = { details: transfer('double', 'final_approval'), asks: asks.paymentWithCode };
  await carryOut(day, 'clerk', { details: transfer('double'), asks: asks.pin });
  const approved = await carryOut(day, 'admin', first);
  return `${approved}; then ${await carryOut(day, 'master', { ...last, token: app })}`;
}

async function everyPayment(day: Day): Promise<string> {
  for (const operation of payments) {
    const { required, factors } = await ask(day, 'clerk', { operation, details: transfer('none') });
    expectSame(operation, `${required}: ${factors.join(' + ')}`, asks.paymentWithCode);
  }
  return `${payments.join(', ')}: ${asks.paymentWithCode}`;
}
