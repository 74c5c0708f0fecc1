import {
  ask,
  atLogin,
  carryOut,
  prove,
  refusedWith,
  requirementOf,
  typeCode,
} from '../../acts/proving.ts';
import { type Day, refusalOf } from '../../day.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';
import { asks, sendings } from './the-notice.ts';

/** Where the code is asked: wherever money is sent, and nowhere else. */
export const sending: Chapter = {
  title: 'Sending money asks the PIN and a code',
  steps: [
    {
      ids: ['S3-03'],
      does: 'transfers to anybody, Pay-easy, bulk and payroll: each asks PIN and code',
      play: async (day) => {
        for (const operation of sendings) {
          const challenge = await ask(day, 'clerk', { operation });
          expectSame(operation, requirementOf(challenge), asks.pinAndCode);
        }
        return `${sendings.join(', ')}: ${asks.pinAndCode}`;
      },
    },
    {
      ids: ['S3-03'],
      does: 'the clerk sends a transfer by PIN and code; without the PIN the code does not count',
      play: sendTransfer,
    },
    {
      ids: ['S3-03', 'ALL-01'],
      does: 'the code that he used is refused to the master, who reads the same token',
      play: async (day) => {
        const code = await day.tokens.read('first');
        const { result } = await typeCode(day, 'clerk', code);
        expectSame('the clerk’s code', result, 'accepted');
        await typeCode(day, 'master', code);
        return `the clerk: ${result}; the master: ${await refusedWith(day, 'master', 'code_replayed')}`;
      },
    },
    {
      ids: ['S3-03', 'S3-10'],
      does: 'login never asks it: still the password and the number table',
      play: login,
    },
  ],
};

async function sendTransfer(day: Day): Promise<string> {
  const { id } = await ask(day, 'clerk', { operation: 'one_off_transfer' });
  const body = { challenge_id: id, otp: await day.tokens.read('first') };
  const refusal = await refusalOf(day.channel.call('create_verification', { body }));
  expectSame('without the PIN', refusal, '422 factors_missing');
  const sent = await carryOut(day, 'clerk', { asks: asks.pinAndCode, token: 'first' });
  return `without the PIN: ${refusal}; ${sent}`;
}

async function login(day: Day): Promise<string> {
  const told = await atLogin(day, 'clerk');
  expectSame('login', told, `${asks.login} (rule)`);
  const challenge = await ask(day, 'clerk', { operation: 'login' });
  const { result } = await prove(day, challenge);
  expectSame('password and number table', result, 'accepted');
  return `${told}: ${result}`;
}
