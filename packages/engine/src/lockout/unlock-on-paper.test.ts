import { describe, expect, it } from 'vitest';
import type { Policy } from '../policy/policy-schema.ts';
import { all, cast, staffOn, user } from '../testing/cast.ts';
import { tokyo } from '../testing/instants.ts';
import { aRequest } from '../testing/papers.ts';
import { policyWith } from '../testing/policies.ts';
import { aContract, eventTypes, lockedGuard, outcome } from '../testing/views.ts';
import { decideUnlock, helpedBy } from './decide-unlock.ts';

const now = tokyo('2015-02-02T12:00:00.000');

const asking = (documents: string[], edit: (policy: Policy) => void = () => {}) =>
  policyWith((policy) => {
    Object.assign(policy.lockout.unlock, { documents, desk_when: 'always' });
    edit(policy);
  });
const sealed = asking(['form', 'seal']);

const company = () => ({
  ...cast({ ...all, mate: '!' }, [['t1', 'member', 'mate']]),
  requests: [
    aRequest('req_member', { userId: 'member', documents: ['form', 'seal'] }),
    aRequest('req_old', { userId: 'member', documents: ['form'] }),
    aRequest('req_nobody', { userId: null, documents: ['form', 'seal'] }),
    aRequest('req_other', { userId: 'member', kind: 'revocation', documents: ['form', 'seal'] }),
  ],
});

describe('a desk unlocks against the documents of the policy', () => {
  const rows: { on: string; users?: string[]; policy?: Policy; expected: string }[] = [
    { on: 'form 7', expected: 'documents_missing' },
    { on: 'form 7', policy: asking([]), expected: 'ok' },
    { on: 'req_member', expected: 'ok' },
    { on: 'req_member', users: ['mate'], expected: 'request_unknown' },
    { on: 'req_member', users: ['member', 'mate'], expected: 'request_unknown' },
    { on: 'req_nobody', users: ['member', 'mate'], expected: 'ok' },
    { on: 'req_old', expected: 'documents_missing' },
    { on: 'req_other', expected: 'request_unknown' },
    { on: 'req_9', expected: 'request_unknown' },
    { on: 'req_9', policy: asking([]), expected: 'request_unknown' },
  ];
  it.each(rows)(
    'S4-05 S1-09 · $users on $on: $expected',
    ({ on, users, policy = sealed, expected }) => {
      const command = { userIds: users ?? ['member'], tokenIds: [], acting: staffOn(on) };
      const decision = decideUnlock(company(), command, { policy, now });
      expect(outcome(decision)).toBe(expected);
      if (!decision.ok) expect(decision.events).toEqual([]);
      else if (on.startsWith('req_')) expect(eventTypes(decision).at(-1)).toBe('request_closed');
    },
  );

  it('S2-05 · an administrator needs no paper', () => {
    const command = { userIds: ['member'], tokenIds: [], acting: user('admin') };
    expect(outcome(decideUnlock(company(), command, { policy: sealed, now }))).toBe('ok');
  });

  it('S1-09 · a locked token: the paper of anybody who shares it', () => {
    const view = company();
    const tokens = view.tokens.map((one) => ({ ...one, guard: lockedGuard() }));
    const command = { userIds: [], tokenIds: ['t1'], acting: staffOn('req_member') };
    expect(outcome(decideUnlock({ ...view, tokens }, command, { policy: sealed, now }))).toBe('ok');
    expect(helpedBy(view, command)).toEqual([['member', 'mate']]);
  });
});

describe('the customer has stopped everything', () => {
  const stopping = asking([], (policy) => {
    policy.emergency_stop = { roles: [], scheduled_transfers: 'stop', lifted_by_desk: 'desk' };
  });
  const stopped = { ...company(), contract: aContract({ stoppedAt: 1 }) };
  it.each([
    { acting: user('admin'), policy: stopping, expected: 'already_stopped' },
    { acting: staffOn('call 3'), policy: stopping, expected: 'ok' },
    { acting: user('admin'), policy: asking([]), expected: 'ok' },
  ])('ALL-03 · $acting: $expected', ({ acting, policy, expected }) => {
    const command = { userIds: ['member'], tokenIds: [], acting };
    expect(outcome(decideUnlock(stopped, command, { policy, now }))).toBe(expected);
  });
});
