import { addEmployee, meetStranger } from '../../acts/company.ts';
import { activate, beginIssue, issueToPhone, screenOf } from '../../acts/issuing.ts';
import { type Day, type Person, refusalOf } from '../../day.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';
import { notice } from './the-notice.ts';

/** A phone of somebody who works for two companies. */
export const onePhone: Chapter = {
  title: 'One phone holds ten registrations',
  steps: [
    {
      ids: ['S1-03'],
      does: 'nine further users of two companies register on one phone, besides the admin: ten',
      play: registerTen,
    },
    {
      ids: ['S1-03'],
      does: 'the eleventh is refused, and his issue goes on: another phone takes it',
      play: eleventh,
    },
  ],
};

const phone = 'shared phone';

const last = notice.registrationsPerPhone;

async function registerTen(day: Day): Promise<string> {
  const { contractId: neighbour } = await meetStranger(day, 'phone_app');
  await issueToPhone(day, 'admin', { phone, token: 'app 1' });
  for (let number = 2; number <= last + 1; number++) {
    const person: Person = `user ${number}`;
    const contract = number % 2 === 0 ? day.contract : neighbour;
    await addEmployee(day, contract, [person, `若竹 ${number}`, 'member', []]);
    if (number <= last) await issueToPhone(day, person, { phone, token: `app ${number}` });
  }
  return `${last} registrations, each with its first code accepted`;
}

async function eleventh(day: Day): Promise<string> {
  const person: Person = `user ${last + 1}`;
  await beginIssue(day, person);
  const token = `app ${last + 1}`;
  const refusal = await refusalOf(activate(day, person, { phone, token }));
  expectSame('the eleventh', refusal, '409 device_full');
  const screen = await screenOf(day, person);
  expectSame('his issue', screen, 'open');
  await activate(day, person, { phone: 'another phone', token });
  expectSame('on another phone', await screenOf(day, person), 'activated');
  return `${refusal}; the issue is still ${screen}; another phone: activated`;
}
