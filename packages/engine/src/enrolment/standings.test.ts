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
  unadopted,
} from '../testing/enrolling.ts';
import { tokyo } from '../testing/instants.ts';
import { graceRule } from '../testing/policies.ts';
import { aBinding, aToken } from '../testing/views.ts';

describe('a contract that must use OTP and has not applied', () => {
  check(
    [
      {
        what: 'obliged',
        contract: unadopted,
        edit: mandatory,
        now: inGrace,
        expected: ['application_due', 'obligation', false],
      },
      {
        what: 'obliged, a user whom it does not concern',
        contract: unadopted,
        user: { permissions: [] },
        edit: mandatory,
        now: inGrace,
        expected: ['not_concerned', 'no_otp_operation', false],
      },
      {
        what: 'obliged and applied: grace as for everybody',
        edit: mandatory,
        now: inGrace,
        expected: ['offered', 'grace_running', true],
      },
      {
        what: 'free',
        contract: unadopted,
        now: inGrace,
        expected: ['not_adopted', 'contract_not_adopted', false],
      },
    ],
    'S3-06',
  );
});

describe('where each user adopts for himself', () => {
  const adopted = { adoptedAt: tokyo('2015-01-10') };
  check(
    [
      {
        what: 'has not registered',
        contract: unadopted,
        edit: both(byUser, noGrace),
        now: inGrace,
        expected: ['not_adopted', 'user_not_adopted', false],
      },
      {
        what: 'has stopped it himself',
        contract: unadopted,
        user: { optedOutAt: tokyo('2015-01-15') },
        edit: both(byUser, noGrace),
        now: inGrace,
        expected: ['not_adopted', 'opted_out', false],
      },
      {
        what: 'has adopted, and his token was taken away',
        contract: unadopted,
        user: { ...adopted, firstEnrolledAt: tokyo('2015-01-10') },
        edit: both(byUser, noGrace),
        now: inGrace,
        expected: ['required', 'no_grace', false],
      },
      {
        what: 'has adopted, his token is on its way and blocks nobody',
        contract: unadopted,
        user: adopted,
        edit: byUser,
        now: '2016-01-01',
        expected: ['offered', 'token_not_delivered', true],
      },
      {
        what: 'has adopted, grace counts from there',
        contract: unadopted,
        user: adopted,
        edit: both(byUser, (policy) => {
          graceRule(policy).count_from = 'application';
        }),
        now: '2015-02-09T23:59:59.999',
        expected: ['offered', 'grace_running', true],
      },
      {
        what: 'has adopted, grace from there is over',
        contract: unadopted,
        user: adopted,
        edit: both(byUser, (policy) => {
          graceRule(policy).count_from = 'application';
        }),
        now: '2015-02-10T00:00:00.000',
        expected: ['required', 'grace_over', false],
      },
      {
        what: 'a colleague has adopted, he has not',
        edit: byUser,
        now: afterwards,
        expected: ['not_adopted', 'user_not_adopted', false],
      },
      {
        what: 'obliged by a phase',
        contract: unadopted,
        edit: both(byUser, noGrace, mandatory),
        now: inGrace,
        expected: ['required', 'obligation', false],
      },
      {
        what: 'obliged, though he stopped it',
        contract: unadopted,
        user: { optedOutAt: tokyo('2015-01-15') },
        edit: both(byUser, noGrace, mandatory),
        now: inGrace,
        expected: ['required', 'obligation', false],
      },
      {
        what: 'may do nothing that needs a code',
        contract: unadopted,
        user: { ...adopted, permissions: [] },
        edit: byUser,
        now: inGrace,
        expected: ['not_concerned', 'no_otp_operation', false],
      },
      {
        what: 'has his token',
        contract: unadopted,
        user: adopted,
        view: { tokens: [aToken('t1')], bindings: [aBinding('u1', 't1')] },
        edit: byUser,
        now: afterwards,
        expected: ['enrolled', 'enrolled', false],
      },
    ],
    'S4-04 S4-08',
  );
});

describe('grace that ends early, goes on, or is none', () => {
  const colleague = (policy: Policy) => {
    graceRule(policy).ends_when_a_colleague_registers = true;
  };
  const skipShown = ({ enrolment }: Policy) => {
    enrolment.skip_shown_after_grace = true;
  };
  const fobOnly = (policy: Policy) => {
    graceRule(policy).authenticators = ['fob'];
  };
  const registered = { firstEnrolledAt: tokyo('2015-01-07') };
  check(
    [
      {
        what: 'a colleague has registered',
        contract: registered,
        edit: colleague,
        now: inGrace,
        expected: ['required', 'colleague_registered', false],
      },
      {
        what: 'a colleague has registered before the delivery was recorded',
        contract: { ...registered, firstDeliveredAt: null },
        edit: colleague,
        now: inGrace,
        expected: ['required', 'colleague_registered', false],
      },
      {
        what: 'a colleague has registered, which ends nothing here',
        contract: registered,
        now: inGrace,
        expected: ['offered', 'grace_running', true],
      },
      {
        what: 'nobody has registered',
        edit: colleague,
        now: inGrace,
        expected: ['offered', 'grace_running', true],
      },
      {
        what: 'after grace the button is still shown',
        edit: skipShown,
        now: afterwards,
        expected: ['required', 'grace_over', true],
      },
      {
        what: 'after grace, where nothing was ever skipped',
        edit: both(skipShown, (policy) => {
          graceRule(policy).skip = false;
        }),
        now: afterwards,
        expected: ['required', 'grace_over', false],
      },
      {
        what: 'no grace at all',
        edit: noGrace,
        now: inGrace,
        expected: ['required', 'no_grace', false],
      },
      {
        what: 'no grace for the kind that was chosen',
        contract: { authenticator: 'card' },
        edit: fobOnly,
        now: inGrace,
        expected: ['required', 'no_grace', false],
      },
      {
        what: 'no grace for the kind that was chosen, and so no button after it',
        contract: { authenticator: 'card' },
        edit: both(fobOnly, skipShown),
        now: inGrace,
        expected: ['required', 'no_grace', false],
      },
      {
        what: 'grace for the kind that was chosen',
        contract: { authenticator: 'fob' },
        edit: fobOnly,
        now: inGrace,
        expected: ['offered', 'grace_running', true],
      },
    ],
    'S1-04 S1-07 ALL-02',
  );
});
