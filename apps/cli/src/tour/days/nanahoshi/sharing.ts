import { meetStranger } from '../../acts/company.ts';
import { acceptNextCode, refusedWith, typeCode } from '../../acts/proving.ts';
import { register, sharersOf, tryRegistering } from '../../acts/registering.ts';
import type { Day, Person } from '../../day.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';
import { inFullWidth } from '../../tokens.ts';

/** Several users on one fob, and what "one-time" means there. */
export const sharing: Chapter = {
  title: 'Fobs are shared, and a code works once',
  steps: [
    {
      ids: ['S0-08'],
      does: 'three users on one fob: the assistant registers it too, and each verifies',
      play: async (day) => {
        await register(day, 'assistant', 'shared');
        return eachVerifies(day, { approver: 'shared', clerk: 'shared', assistant: 'shared' });
      },
    },
    {
      ids: ['S0-08', 'ALL-06'],
      does: 'three users on two fobs: the assistant moves; the old binding ends in the same step',
      play: async (day) => {
        const { ended_binding_id: ended } = await register(day, 'assistant', 'spare');
        expectSame('an old binding ended', ended !== undefined, true);
        return eachVerifies(day, { approver: 'shared', clerk: 'shared', assistant: 'spare' });
      },
    },
    {
      ids: ['S0-08'],
      does: 'three users on three fobs: the clerk moves to the admin’s',
      play: async (day) => {
        await register(day, 'clerk', 'second');
        return eachVerifies(day, { approver: 'shared', clerk: 'second', assistant: 'spare' });
      },
    },
    {
      ids: ['S0-08'],
      does: 'the clerk goes back to the shared one; nobody has two',
      play: backAgain,
    },
    {
      ids: ['S0-08'],
      does: 'another company’s user types the serial and a right code: a fob serves one contract',
      play: otherContract,
    },
    {
      ids: ['ALL-01', 'ALL-07'],
      does: 'the clerk’s code is accepted; typed again by him it is refused',
      play: replayByOneself,
    },
    {
      ids: ['ALL-01', 'ALL-07'],
      does: 'the approver, on the same fob, types the clerk’s code: refused',
      play: async (day) => {
        await typeCode(day, 'approver', day.note('spent code'));
        return refusedWith(day, 'approver', 'code_replayed');
      },
    },
    {
      ids: ['ALL-05'],
      does: 'the approver’s own next code in full-width digits is accepted',
      play: async (day) => {
        const { result } = await typeCode(
          day,
          'approver',
          inFullWidth(await day.tokens.read('shared')),
        );
        expectSame('the code', result, 'accepted');
        return result;
      },
    },
    {
      ids: ['ALL-07'],
      does: 'a wrong code gives the very same bytes as a spent one',
      play: async (day) => {
        await typeCode(day, 'clerk', await day.tokens.wrong('shared'));
        return refusedWith(day, 'clerk', 'code_wrong');
      },
    },
  ],
};

type Grouping = Readonly<Partial<Record<Person, 'shared' | 'second' | 'spare'>>>;

async function eachVerifies(day: Day, grouping: Grouping): Promise<string> {
  const pairs: string[] = [];
  for (const person of ['approver', 'clerk', 'assistant'] as const) {
    const fob = grouping[person];
    if (!fob) continue;
    await acceptNextCode(day, person, fob);
    pairs.push(`${person} with "${fob}"`);
  }
  return `accepted: ${pairs.join(', ')}`;
}

async function backAgain(day: Day): Promise<string> {
  await register(day, 'clerk', 'shared');
  const at = new Date(await day.clock.now()).toISOString();
  const query = { user_id: day.id('clerk'), at };
  const { body } = await day.channel.call('list_bindings', { query });
  expectSame('the clerk’s bindings in force', body.data.length, 1);
  const sharers = await sharersOf(day, 'shared');
  expectSame('who shares it', sharers, 'approver, clerk');
  return `one binding in force; the fob serves ${sharers}`;
}

async function otherContract(day: Day): Promise<string> {
  await meetStranger(day);
  const { serial } = day.tokens.named('shared');
  const otp = await day.tokens.read('shared');
  await tryRegistering(day, 'stranger', { serial, otp });
  return refusedWith(day, 'stranger', 'serial_unknown');
}

async function replayByOneself(day: Day): Promise<string> {
  const code = await day.tokens.read('shared');
  day.notes.set('spent code', code);
  const first = await typeCode(day, 'clerk', code);
  expectSame('the first time', first.result, 'accepted');
  await typeCode(day, 'clerk', code);
  return `${first.result}; then ${await refusedWith(day, 'clerk', 'code_replayed')}`;
}
