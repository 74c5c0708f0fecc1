import { describe } from 'vitest';
import type { Policy } from '../policy/policy-schema.ts';
import {
  afterwards,
  both,
  byUser,
  check,
  inGrace,
  mandatory,
  noGrace,
  type Row,
  unadopted,
} from '../testing/enrolling.ts';
import { tokyo } from '../testing/instants.ts';
import { aBinding, aHotpToken, aToken } from '../testing/views.ts';

describe('tokens that no longer do', () => {
  const bound = (...tokens: ReturnType<typeof aToken>[]) => ({
    tokens,
    bindings: tokens.map(({ id }) => aBinding('u1', id)),
  });
  const expired = aToken('t1', { expiresOn: '2015-01-31' });
  const failsOpen = ({ replacement }: Policy) => {
    replacement.at_expiry = 'fails_open_otp_is_no_longer_asked';
  };
  const cutOver = ({ adoption }: Policy) => {
    adoption.migration = { from: 'fob', to: 'card', cut_over_on: '2015-02-05' };
  };
  check(
    [
      {
        what: 'expired',
        view: bound(expired),
        now: afterwards,
        expected: ['required', 'token_expired', false],
      },
      {
        what: 'expired, where that frees',
        view: bound(expired),
        edit: failsOpen,
        now: afterwards,
        expected: ['not_concerned', 'token_expired_fails_open', false],
      },
      {
        what: 'on its last day, where expiry frees',
        view: bound(expired),
        edit: failsOpen,
        now: '2015-01-31T23:59:59.999',
        expected: ['enrolled', 'enrolled', false],
      },
      {
        what: 'the day before the cut-over',
        view: bound(aToken('t1')),
        edit: cutOver,
        now: '2015-02-04T23:59:59.999',
        expected: ['enrolled', 'enrolled', false],
      },
      {
        what: 'from the cut-over on',
        view: bound(aToken('t1')),
        edit: cutOver,
        now: afterwards,
        expected: ['required', 'token_cut_over', false],
      },
      {
        what: 'the kind that stays',
        view: bound(aHotpToken('t1')),
        edit: cutOver,
        now: afterwards,
        expected: ['enrolled', 'enrolled', false],
      },
      {
        what: 'a cut-over frees nobody, even where expiry does',
        view: bound(aToken('t1')),
        edit: both(cutOver, failsOpen),
        now: afterwards,
        expected: ['required', 'token_cut_over', false],
      },
      {
        what: 'two tokens, one expired',
        view: bound(expired, aHotpToken('t2')),
        now: afterwards,
        expected: ['enrolled', 'enrolled', false],
      },
      {
        what: 'two tokens, the first cut over and the second there',
        view: bound(aToken('t1'), aHotpToken('t2')),
        edit: cutOver,
        now: afterwards,
        expected: ['enrolled', 'enrolled', false],
      },
      {
        what: 'two tokens, both expired',
        view: bound(expired, aHotpToken('t2', { expiresOn: '2015-02-04' })),
        now: afterwards,
        expected: ['required', 'token_expired', false],
      },
    ],
    'S0-12 S3-07 ALL-02',
  );
});

describe('a registration that takes effect at the next login', () => {
  const nextLogin = ({ enrolment }: Policy) => {
    enrolment.takes_effect = 'next_login';
  };
  const startedAt = tokyo('2015-01-10T12:00:00.000');
  const view = {
    tokens: [aToken('t1')],
    bindings: [aBinding('u1', 't1', { startedAt })],
  };
  const first = { firstEnrolledAt: startedAt };
  const waiting = ['offered', 'takes_effect_at_next_login', true] as const;
  const enrolled = ['enrolled', 'enrolled', false] as const;
  const row = (what: string, parts: Partial<Row>): Row => ({
    what,
    view,
    user: first,
    edit: nextLogin,
    now: inGrace,
    expected: enrolled,
    ...parts,
  });
  check(
    [
      row('has not logged in since', { expected: waiting }),
      row('logged in before', {
        user: { ...first, lastLoginAt: startedAt - 1 },
        expected: waiting,
      }),
      row('logged in with it', { user: { ...first, lastLoginAt: startedAt } }),
      row('logged in after it', { user: { ...first, lastLoginAt: startedAt + 1 } }),
      row('at once, as elsewhere', { edit: () => {} }),
      // It frees nobody who had to register, nor anybody who gives one token for another.
      row('after grace', { now: afterwards }),
      row('where there is no grace', { edit: both(nextLogin, noGrace) }),
      row('an exchange', { user: { firstEnrolledAt: startedAt - 86_400_000 } }),
      row('where he adopts for himself', {
        contract: unadopted,
        user: { ...first, adoptedAt: startedAt },
        edit: both(nextLogin, byUser, noGrace),
        expected: ['offered', 'takes_effect_at_next_login', false],
      }),
      row('where he adopts for himself and has to', {
        contract: unadopted,
        user: { ...first, adoptedAt: startedAt },
        edit: both(nextLogin, byUser, noGrace, mandatory),
      }),
      row('where he had adopted and owed the registration', {
        contract: unadopted,
        user: { ...first, adoptedAt: startedAt - 1 },
        edit: both(nextLogin, byUser, noGrace),
      }),
    ],
    'S4-02',
  );
});
