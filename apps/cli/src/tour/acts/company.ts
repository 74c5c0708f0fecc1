import type { AddUser, Contract } from '@warifu/wire';
import { newNumber } from '../begin-day.ts';
import type { Day, Person } from '../day.ts';
import { japaneseDate } from '../japanese-days.ts';

type Role = AddUser['role'];

/** A user of a company: who, his name, his role, and what he may do. */
export type Employee = readonly [Person, string, Role, readonly string[]];

export interface Company {
  readonly kind?: Contract['kind'];
  readonly openedOn?: string;
  readonly people: readonly Employee[];
}

/** Opens a contract with its users; from now on the day is about this company. */
export async function openCompany(
  day: Day,
  { kind = 'corporate', openedOn = '2014-10-01', people }: Company,
): Promise<Contract> {
  const contract = await openContract(day, { kind, openedOn });
  day.notes.set('contract', contract.id);
  day.notes.set('contract number', contract.number);
  for (const employee of people) await addEmployee(day, contract.id, employee);
  return contract;
}

async function openContract(
  day: Day,
  { kind, openedOn }: { readonly kind: Contract['kind']; readonly openedOn: string },
): Promise<Contract> {
  const { body } = await day.channel.call('open_contract', {
    body: { number: newNumber(), kind, opened_on: openedOn },
  });
  day.contracts.push(body.id);
  return body;
}

/** The bank adds a user to a contract. */
export async function addEmployee(
  day: Day,
  contractId: string,
  [person, name, role, permissions]: Employee,
): Promise<void> {
  const { body } = await day.channel.call('add_user', {
    body: {
      contract_id: contractId,
      login_id: loginIdOf(day, person),
      name,
      role,
      permissions: [...permissions],
    },
  });
  day.meet(person, body.id);
}

/** What a person types as his login ID. */
export function loginIdOf(day: Day, person: Person): string {
  return `${person.replace(' ', '-')}-${day.run}`;
}

export interface Neighbour {
  readonly contractId: string;
  readonly applicationId: string;
}

/** A stranger, the master of another company that has applied too; the day stays with its own. */
export async function meetStranger(day: Day, authenticator?: string): Promise<Neighbour> {
  const contract = { kind: 'corporate', openedOn: '2014-10-01' } as const;
  const { id: contractId } = await openContract(day, contract);
  await addEmployee(day, contractId, ['stranger', '柊 隣', 'master', ['one_off_transfer']]);
  const { body } = await day.channel.call('record_application', {
    body: {
      contract_id: contractId,
      kind: 'adoption',
      token_count: 1,
      filed_on: japaneseDate(await day.clock.now()),
      ...(authenticator === undefined ? {} : { authenticator }),
    },
  });
  return { contractId, applicationId: body.id };
}
