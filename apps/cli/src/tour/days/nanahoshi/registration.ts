import { ask, askTransfer, refusedWith, requirementOf, transfer } from '../../acts/proving.ts';
import { register, sharersOf, standing, tryRegistering } from '../../acts/registering.ts';
import type { Day } from '../../day.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';
import { inFullWidth } from '../../tokens.ts';

/** Each user registers for himself, by serial and code. */
export const registration: Chapter = {
  title: 'Users register the fobs that came',
  steps: [
    {
      ids: ['S0-05', 'ALL-07'],
      does: 'the latecomer types the right serial and a wrong code',
      play: async (day) => {
        const { serial } = day.tokens.named('spare');
        await tryRegistering(day, 'latecomer', { serial, otp: await day.tokens.wrong('spare') });
        return refusedWith(day, 'latecomer', 'code_wrong');
      },
    },
    {
      ids: ['S0-05', 'row 27'],
      does: 'a serial that does not exist looks exactly the same',
      play: async (day) => {
        const otp = await day.tokens.wrong('spare');
        await tryRegistering(day, 'latecomer', { serial: '000000000000', otp });
        return refusedWith(day, 'latecomer', 'serial_unknown');
      },
    },
    {
      ids: ['S0-05', 'row 27'],
      does: 'so does a fob in the bank’s stock, with its right code',
      play: async (day) => {
        const { serial } = day.tokens.named('never posted');
        const otp = await day.tokens.read('never posted');
        await tryRegistering(day, 'latecomer', { serial, otp });
        return refusedWith(day, 'latecomer', 'serial_unknown');
      },
    },
    {
      ids: ['S0-05', 'ALL-05'],
      does: 'the master registers his, the code typed in full-width digits',
      play: registerMaster,
    },
    {
      ids: ['S0-05'],
      does: 'the admin registers another',
      play: async (day) => {
        const { binding } = await register(day, 'admin', 'second');
        return `accepted, binding since ${binding?.started_at}`;
      },
    },
    {
      ids: ['S0-05', 'S0-08'],
      does: 'the approver and the clerk register one fob together',
      play: registerTogether,
    },
    {
      ids: ['S0-05', 'S0-15'],
      does: 'the reader is still not asked, and his transfers to registered payees ask the PIN',
      play: readerNeedsNone,
    },
  ],
};

async function registerMaster(day: Day): Promise<string> {
  const otp = inFullWidth(await day.tokens.read('short-lived'));
  const { serial } = day.tokens.named('short-lived');
  const { result, binding } = await tryRegistering(day, 'master', { serial, otp });
  expectSame('the registration', result, 'accepted');
  const challenge = await askTransfer(day, 'master');
  expectSame('a transfer from now on', requirementOf(challenge), 'otp: pin + otp');
  return `accepted, binding since ${binding?.started_at}; a transfer now asks ${requirementOf(challenge)}`;
}

async function registerTogether(day: Day): Promise<string> {
  day.notes.set('before the clerk registered', new Date(await day.clock.now()).toISOString());
  await register(day, 'approver', 'shared');
  const { binding } = await register(day, 'clerk', 'shared');
  day.notes.set('the clerk registered', binding?.started_at ?? '');
  const sharers = await sharersOf(day, 'shared');
  expectSame('who shares it', sharers, 'approver, clerk');
  return `accepted twice; the fob serves ${sharers}`;
}

async function readerNeedsNone(day: Day): Promise<string> {
  const { state } = await standing(day, 'reader');
  expectSame('his registration', state, 'not_concerned');
  const details = transfer('none');
  const challenge = await ask(day, 'reader', { operation: 'registered_transfer', details });
  expectSame('what is required', requirementOf(challenge), 'fixed_factors: pin');
  const other = await askTransfer(day, 'reader');
  expectSame('a one-off transfer', requirementOf(other), 'blocked: permission_missing');
  return `${state}; ${requirementOf(challenge)}; a one-off transfer is ${requirementOf(other)}`;
}
