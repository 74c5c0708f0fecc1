import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import {
  aBinding,
  aContract,
  aToken,
  aUser,
  aView,
  lockedGuard,
  outcome,
  viewAfter,
} from '../testing/views.ts';
import { decideExtension } from './decide-extension.ts';
import type { Token } from './token.ts';
import { lastDayOf } from './validity.ts';

const issuedAt = tokyo('2015-02-10T12:00:00.000');

const living = (years: number, extendable: boolean, edit: (policy: Policy) => void = () => {}) =>
  policyWith((policy) => {
    const [fob] = policy.authenticators;
    if (fob) fob.lifetime = { ends: 'years_after_issue', years, extendable_in_app: extendable };
    edit(policy);
  });
const policy = living(2, true);

function company(token: Partial<Token> = {}): ContractView {
  return aView({
    users: [aUser('u1'), aUser('u2')],
    tokens: [aToken('t1', { issuedAt, ...token })],
    bindings: [aBinding('u1', 't1')],
  });
}

describe('an app token lives longer', () => {
  const last = tokyo('2017-02-10T23:59:59.999');
  const rows: {
    what: string;
    view?: ContractView;
    userId?: string;
    at?: number;
    by?: Policy;
    expected: string;
  }[] = [
    { what: 'in its last millisecond', at: last, expected: 'ok' },
    { what: 'in the next one', at: last + 1, expected: 'not_extendable' },
    { what: 'by another', userId: 'u2', expected: 'token_unknown' },
    { what: 'by nobody', userId: 'u9', expected: 'token_unknown' },
    { what: 'where the policy does not let him', by: living(2, false), expected: 'not_extendable' },
    { what: 'where a date is printed', by: policyWith(), expected: 'not_extendable' },
    { what: 'while it is paused', view: company({ suspendedAt: 1 }), expected: 'not_extendable' },
    {
      what: 'while his service is locked',
      view: { ...company(), users: [aUser('u1', { guard: lockedGuard() })] },
      by: living(2, true, ({ lockout }) => {
        lockout.scope = 'user_service';
      }),
      expected: 'actor_locked',
    },
    {
      what: 'while everything is stopped',
      view: { ...company(), contract: aContract({ stoppedAt: 1 }) },
      by: living(2, true, (document) => {
        document.emergency_stop = {
          roles: [],
          scheduled_transfers: 'stop',
          lifted_by_desk: 'desk',
        };
      }),
      expected: 'already_stopped',
    },
  ];
  it.each(rows)(
    'ALL-02 · $what: $expected',
    ({ view = company(), userId = 'u1', at, by, expected }) => {
      const context = { policy: by ?? policy, now: at ?? issuedAt + 1 };
      expect(outcome(decideExtension(view, { userId, tokenId: 't1' }, context))).toBe(expected);
    },
  );

  it('ALL-02 · for its whole lifetime from then on', () => {
    const at = tokyo('2016-02-29T09:00:00.000');
    const context = { policy, now: at };
    const decision = decideExtension(company(), { userId: 'u1', tokenId: 't1' }, context);
    const [token] = viewAfter(company(), decision, context).tokens;
    // Two years after a 29 February that the year does not have.
    expect(token && lastDayOf(token, policy)).toBe('2018-02-28');
  });
});
