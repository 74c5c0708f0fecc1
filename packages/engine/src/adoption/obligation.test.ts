import { describe, expect, it } from 'vitest';
import type { Contract } from '../contract/contract.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import { aContract, aUser } from '../testing/views.ts';
import type { UserRole } from '../user/user.ts';
import { isObliged } from './obligation.ts';

type Phase = Policy['adoption']['obligation'][number];

interface Asked {
  readonly contract?: Partial<Contract>;
  readonly role?: UserRole;
  readonly now: string;
}

function obliged(phases: readonly Phase[], { contract, role = 'member', now }: Asked): boolean {
  const policy = policyWith(({ adoption }) => {
    adoption.obligation = [...phases];
  });
  return isObliged(aContract(contract), aUser('u1', { role }), { policy, now: tokyo(now) });
}

const optional: Phase = { effect: 'optional' };
const mandatory: Phase = { effect: 'mandatory' };

describe('S3-06 · mandatory for contracts made on or after 1 December 2015', () => {
  const phases = [optional, { ...mandatory, contracts_opened_from: '2015-12-01' }];
  const rows = [
    { openedOn: '2015-11-30', expected: false },
    { openedOn: '2015-12-01', expected: true },
    { openedOn: '2015-12-02', expected: true },
    { openedOn: '2000-01-04', expected: false },
  ];

  it.each(rows)('opened $openedOn: $expected', ({ openedOn, expected }) => {
    expect(obliged(phases, { contract: { openedOn }, now: '2016-06-01' })).toBe(expected);
  });
});

describe('a phase begins with its day', () => {
  const phases = [optional, { ...mandatory, from_on: '2016-04-01' }];
  const rows = [
    { now: '2016-03-31T23:59:59.999', expected: false },
    { now: '2016-04-01T00:00:00.000', expected: true },
    { now: '2030-01-01T00:00:00.000', expected: true },
  ];

  it.each(rows)('ALL-02 · at $now: $expected', ({ now, expected }) => {
    expect(obliged(phases, { now })).toBe(expected);
  });
});

describe('whom a phase is about', () => {
  const rows: { what: string; phase: Phase; asked: Omit<Asked, 'now'>; expected: boolean }[] = [
    { what: 'everybody', phase: mandatory, asked: {}, expected: true },
    { what: 'nobody', phase: optional, asked: {}, expected: false },
    {
      what: 'companies',
      phase: { ...mandatory, contract_kinds: ['corporate'] },
      asked: {},
      expected: true,
    },
    {
      what: 'a person',
      phase: { ...mandatory, contract_kinds: ['corporate', 'sole_proprietor'] },
      asked: { contract: { kind: 'retail' } },
      expected: false,
    },
    {
      what: 'a sole proprietor',
      phase: { ...mandatory, contract_kinds: ['corporate', 'sole_proprietor'] },
      asked: { contract: { kind: 'sole_proprietor' } },
      expected: true,
    },
    {
      what: 'a master, by role',
      phase: { ...mandatory, roles: ['master', 'admin'] },
      asked: { role: 'master' },
      expected: true,
    },
    {
      what: 'a member, by role',
      phase: { ...mandatory, roles: ['master', 'admin'] },
      asked: { role: 'member' },
      expected: false,
    },
    {
      what: 'all conditions at once',
      phase: { ...mandatory, roles: ['admin'], contracts_opened_from: '2015-01-01' },
      asked: { role: 'admin', contract: { openedOn: '2014-12-31' } },
      expected: false,
    },
  ];

  it.each(rows)('S3-06 · $what: $expected', ({ phase, asked, expected }) => {
    expect(obliged([phase], { ...asked, now: '2016-01-01' })).toBe(expected);
  });
});

describe('of several phases the last one that has begun and fits decides', () => {
  /** New contracts first, administrators half a year later, in the end everybody but people. */
  const three: Phase[] = [
    optional,
    { ...mandatory, from_on: '2016-01-01', contracts_opened_from: '2016-01-01' },
    { ...mandatory, from_on: '2016-07-01', roles: ['master', 'admin'] },
    { ...mandatory, from_on: '2017-01-01' },
    { ...optional, from_on: '2017-01-01', contract_kinds: ['retail'] },
  ];
  const old = { openedOn: '2014-04-01' };
  const fresh = { openedOn: '2016-02-01' };
  const rows: { asked: Asked; expected: boolean }[] = [
    { asked: { contract: fresh, now: '2015-12-31T23:59:59.999' }, expected: false },
    { asked: { contract: fresh, now: '2016-01-01' }, expected: true },
    { asked: { contract: old, now: '2016-01-01' }, expected: false },
    { asked: { contract: old, role: 'master', now: '2016-06-30T23:59:59.999' }, expected: false },
    { asked: { contract: old, role: 'master', now: '2016-07-01' }, expected: true },
    { asked: { contract: old, role: 'member', now: '2016-12-31T23:59:59.999' }, expected: false },
    { asked: { contract: old, role: 'member', now: '2017-01-01' }, expected: true },
    { asked: { contract: { ...old, kind: 'retail' }, now: '2017-01-01' }, expected: false },
    // The later phase frees again whom an earlier one had bound.
    {
      asked: { contract: { ...fresh, kind: 'retail' }, now: '2016-12-31T23:59:59.999' },
      expected: true,
    },
    { asked: { contract: { ...fresh, kind: 'retail' }, now: '2017-01-01' }, expected: false },
  ];

  it.each(rows)('S3-06 · $asked: $expected', ({ asked, expected }) => {
    expect(obliged(three, asked)).toBe(expected);
  });

  it('nobody is obliged where no phase fits', () => {
    expect(obliged([{ ...mandatory, roles: ['master'] }], { now: '2020-01-01' })).toBe(false);
  });
});
