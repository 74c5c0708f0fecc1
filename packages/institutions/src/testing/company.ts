import {
  type Contract,
  type ContractView,
  cleanGuard,
  type Decision,
  evolve,
  type Policy,
  parsePolicy,
  type Token,
  type User,
} from '@warifu/engine';
import { demoPolicy } from '../index.ts';

/** The policy of Nanahoshi, parsed as the server parses it. */
export function nanahoshi(): Policy {
  const parsed = parsePolicy(demoPolicy('nanahoshi'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.policy;
}

/** A wall-clock time in Japan. */
export function tokyo(wallClock: string): number {
  return Date.parse(`${wallClock.includes('T') ? wallClock : `${wallClock}T00:00:00.000`}+09:00`);
}

const contract: Contract = {
  id: 'c1',
  institutionId: 'nanahoshi',
  number: '0001',
  kind: 'corporate',
  openedOn: '2014-04-01',
  adoptedAt: null,
  firstDeliveredAt: null,
  countedTokens: 0,
  version: 0,
};

export function person(id: string, parts: Partial<User> = {}): User {
  return {
    id,
    contractId: 'c1',
    loginId: id,
    name: id,
    role: 'member',
    permissions: ['one_off_transfer', 'registered_transfer'],
    state: 'active',
    firstEnrolledAt: null,
    guard: cleanGuard,
    version: 0,
    ...parts,
  };
}

/** A key fob as it lies in stock. */
export function fob(id: string, parts: Partial<Token> = {}): Token {
  return {
    id,
    institutionId: 'nanahoshi',
    contractId: null,
    serial: id,
    kind: 'totp',
    algorithm: 'SHA1',
    digits: 6,
    stepSeconds: 60,
    state: 'in_stock',
    retireReason: null,
    startsOn: null,
    expiresOn: '2019-12-31',
    shipmentId: null,
    lostReportedAt: null,
    lastAcceptedStep: -1,
    driftSteps: 0,
    guard: cleanGuard,
    version: 0,
    ...parts,
  };
}

/** A contract of a master, an admin and two members, which has not applied for anything. */
export function company(): ContractView {
  return {
    contract,
    users: [
      person('master', { role: 'master' }),
      person('admin', { role: 'admin' }),
      person('member'),
      person('clerk', { permissions: ['registered_transfer'] }),
    ],
    tokens: [],
    bindings: [],
    applications: [],
    shipments: [],
    fees: [],
    challenges: [],
  };
}

/** The view after a decision under this policy; a refusal that was not expected is a fault of the test. */
export function after(view: ContractView, decision: Decision, now: number): ContractView {
  const { lockout } = nanahoshi();
  return evolve(view, decision.events, { now, limits: lockout, lockScope: lockout.scope });
}

export function outcome(decision: Decision): string {
  return decision.ok ? 'ok' : decision.reason;
}
