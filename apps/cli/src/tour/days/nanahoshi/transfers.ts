import type { Day, Person } from '../../day.ts';
import { refusalOf } from '../../day.ts';
import { ask, askTransfer, type Details, prove, requirementOf, transfer } from '../../acts/proving.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';

/** Where the OTP is asked, and where it is not. */
export const transfers: Chapter = {
  title: 'Transfers',
  steps: [
    {
      ids: ['S0-06'],
      does: 'no approval flow: the clerk who commits it gives PIN and OTP',
      play: (day) => carryOut(day, 'clerk', { details: transfer('none'), fob: 'shared' }),
    },
    {
      ids: ['S0-06'],
      does: 'without the PIN the code does not count, and it is not spent',
      play: codeWithoutPin,
    },
    {
      ids: ['S0-06'],
      does: 'single approval: the clerk commits with his PIN',
      play: (day) => carryOut(day, 'clerk', { details: transfer('single') }),
    },
    {
      ids: ['S0-06'],
      does: 'single approval: the approver gives PIN and OTP',
      play: (day) =>
        carryOut(day, 'approver', { details: transfer('single', 'final_approval'), fob: 'shared' }),
    },
    {
      ids: ['S0-06'],
      does: 'double approval: the clerk commits and the approver approves first, by PIN',
      play: async (day) => {
        const commit = await carryOut(day, 'clerk', { details: transfer('double') });
        const details = transfer('double', 'first_approval');
        return `${commit}; then ${await carryOut(day, 'approver', { details })}`;
      },
    },
    {
      ids: ['S0-06'],
      does: 'double approval: only the final approver, the master, gives PIN and OTP',
      play: (day) =>
        carryOut(day, 'master', {
          details: transfer('double', 'final_approval'),
          fob: 'short-lived',
        }),
    },
    {
      ids: ['S0-15'],
      does: 'a transfer to a registered payee asks no OTP',
      play: (day) =>
        carryOut(day, 'clerk', { operation: 'registered_transfer', details: transfer('none') }),
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

interface Carried {
  readonly operation?: string;
  readonly details: Details;
  /** The fob whose code is asked; none where the PIN is enough. */
  readonly fob?: string;
}

/** Asks, proves and uses a challenge, and holds that exactly the named factors were asked. */
async function carryOut(
  day: Day,
  person: Person,
  { operation = 'one_off_transfer', details, fob }: Carried,
): Promise<string> {
  const challenge = await ask(day, person, { operation, details });
  const expected = fob === undefined ? 'fixed_factors: pin' : 'otp: pin + otp';
  expectSame('what is required', requirementOf(challenge), expected);
  const otp = fob === undefined ? undefined : await day.tokens.read(fob);
  const { result } = await prove(day, challenge, otp);
  expectSame('the proof', result, 'accepted');
  const { body } = await day.channel.call('consume_challenge', {
    params: { challenge_id: challenge.id },
    body: { details_digest: challenge.details_digest },
  });
  expectSame('the challenge', body.state, 'consumed');
  return `${requirementOf(challenge)} (${challenge.reason.rule}); ${result}, ${body.state}`;
}

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
