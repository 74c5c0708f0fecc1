import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import { aBinding, aToken, aUser, aView, viewAfter } from '../testing/views.ts';
import { decideFeeReversal } from './decide-fee-reversal.ts';
import { monthlyFee } from './monthly-fee.ts';

const since = tokyo('2015-02-10T12:00:00.000');

function inUse(parts: Partial<ContractView> = {}): ContractView {
  return aView({
    users: [aUser('u1')],
    tokens: [aToken('t1')],
    bindings: [aBinding('u1', 't1', { startedAt: since })],
    ...parts,
  });
}

function policyOf(monthlyYen: number, edit: (policy: Policy) => void = () => {}): Policy {
  return policyWith((policy) => {
    policy.fees.monthly_yen = monthlyYen;
    edit(policy);
  });
}

const taxed = ({ fees }: Policy) => {
  fees.tax = { mode: 'excluded', rates: [{ from_on: '2014-04-01', percent: 8 }] };
  fees.debit.on = 'end_of_next_month';
};

function assessed(view: ContractView, on: string, policy = policyOf(200)): string {
  const now = tokyo(`${on}T00:00:00.000`);
  const events = monthlyFee(view, { feeId: 'f1', on }, { policy, now });
  return events
    .map((event) =>
      event.type === 'fee_assessed'
        ? `${event.kind} ${event.month} ${event.amountYen} with ${event.taxYen} on ${event.dueOn}`
        : event.type,
    )
    .join();
}

describe('a month of use costs once, in every month in which a token was held', () => {
  const rows: { what: string; view?: ContractView; on: string; policy?: Policy; fee: string }[] = [
    // 10 February 2015 is a Tuesday.
    {
      what: 'the day on which it began',
      on: '2015-02-10',
      fee: 'monthly 2015-02 200 with 0 on 2015-02-10',
    },
    { what: 'the day before', on: '2015-02-09', fee: '' },
    // 1 March 2015 is a Sunday: it is debited on Monday.
    { what: 'the next month', on: '2015-03-01', fee: 'monthly 2015-03 200 with 0 on 2015-03-02' },
    // 8 % of 199 yen are 15.92; the last day of April 2015 is a Thursday.
    {
      what: 'tax and the end of the next month',
      on: '2015-03-31',
      policy: policyOf(199, taxed),
      fee: 'monthly 2015-03 214 with 15 on 2015-04-30',
    },
    { what: 'a policy without such a fee', on: '2015-02-10', policy: policyOf(0), fee: '' },
    { what: 'nobody holds a token', view: inUse({ bindings: [] }), on: '2015-02-10', fee: '' },
    {
      what: 'it was given up',
      view: inUse({
        bindings: [
          aBinding('u1', 't1', { startedAt: since, endedAt: since + 1, endReason: 'revoked' }),
        ],
      }),
      on: '2015-02-10',
      fee: '',
    },
    {
      what: 'the token is retired',
      view: inUse({ tokens: [aToken('t1', { state: 'retired', retireReason: 'lost' })] }),
      on: '2015-02-10',
      fee: '',
    },
  ];

  it.each(rows)('$what, $on: $fee', ({ view = inUse(), on, policy, fee }) => {
    expect(assessed(view, on, policy)).toBe(fee);
  });

  it('a month is assessed once, also when it was taken back; the next month again', () => {
    const policy = policyOf(200);
    const now = tokyo('2015-02-10T12:00:00.000');
    const events = monthlyFee(inUse(), { feeId: 'f1', on: '2015-02-10' }, { policy, now });
    const after = viewAfter(inUse(), { ok: true, events }, { policy, now });
    expect(after.fees).toMatchObject([{ id: 'f1', month: '2015-02', tokenId: null }]);
    expect(assessed(after, '2015-02-28')).toBe('');
    const command = { feeId: 'f1', reversalId: 'r1', note: 'waived' };
    const reversal = decideFeeReversal(after, command, { policy, now });
    const back = viewAfter(after, reversal, { policy, now });
    expect(back.fees.map((fee) => [fee.month, fee.amountYen])).toEqual([
      ['2015-02', 200],
      [null, -200],
    ]);
    expect(assessed(back, '2015-02-28')).toBe('');
    expect(assessed(back, '2015-03-02')).toBe('monthly 2015-03 200 with 0 on 2015-03-02');
  });
});
