import { ask, askTransfer, carryOut, prove, requirementOf, transfer } from '../../acts/proving.ts';
import type { Day } from '../../day.ts';
import { refusalOf } from '../../day.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';

/** Where the OTP is asked, and where it is not. */
export const transfers: Chapter = {
  title: 'Transfers',
  steps: [
    {
      ids: ['S0-06'],
      does: 'no approval flow: the clerk who commits it gives PIN and OTP',
      play: (day) =>
        carryOut(day, 'clerk', { details: transfer('none'), asks: byPinAndCode, token: 'shared' }),
    },
    {
      ids: ['S0-06'],
      does: 'without the PIN the code does not count, and it is not spent',
      play: codeWithoutPin,
    },
    {
      ids: ['S0-06'],
      does: 'single approval: the clerk commits with his PIN',
      play: (day) => carryOut(day, 'clerk', { details: transfer('single'), asks: byPin }),
    },
    {
      ids: ['S0-06'],
      does: 'single approval: the approver gives PIN and OTP',
      play: (day) =>
        carryOut(day, 'approver', {
          details: transfer('single', 'final_approval'),
          asks: byPinAndCode,
          token: 'shared',
        }),
    },
    {
      ids: ['S0-06'],
      does: 'double approval: the clerk commits and the approver approves first, by PIN',
      play: async (day) => {
        const commit = await carryOut(day, 'clerk', { details: transfer('double'), asks: byPin });
        const details = transfer('double', 'first_approval');
        return `${commit}; then ${await carryOut(day, 'approver', { details, asks: byPin })}`;
      },
    },
    {
      ids: ['S0-06'],
      does: 'double approval: only the final approver, the master, gives PIN and OTP',
      play: (day) =>
        carryOut(day, 'master', {
          details: transfer('double', 'final_approval'),
          asks: byPinAndCode,
          token: 'short-lived',
        }),
    },
    {
      ids: ['S0-15'],
      does: 'a transfer to a registered payee asks no OTP',
      play: (day) =>
        carryOut(day, 'clerk', {
          operation: 'registered_transfer',
          details: transfer('none'),
          asks: byPin,
        }),
    },
    {
      ids: ['S0-15'],
      does: 'login asks no OTP',
      play: async (day) => {
        const challenge = await ask(day, 'clerk', { operation: 'login' });
        expectSame('what is required', requirementOf(challenge), 'fixed_factors: login_credential');
        return requirementOf(challenge);
      },
    },
  ],
};

const byPin = 'fixed_factors: pin';
const byPinAndCode = 'otp: pin + otp';

async function codeWithoutPin(day: Day): Promise<string> {
  const { id } = await askTransfer(day, 'clerk');
  const otp = await day.tokens.read('shared');
  const body = { challenge_id: id, otp };
  const refusal = await refusalOf(day.channel.call('create_verification', { body }));
  expectSame('without the PIN', refusal, '422 factors_missing');
  const challenge = await day.channel.call('get_challenge', { params: { challenge_id: id } });
  const { result } = await prove(day, challenge.body, otp);
  expectSame('the same code with the PIN', result, 'accepted');
  return `${refusal}; the same code with the PIN: ${result}`;
}
