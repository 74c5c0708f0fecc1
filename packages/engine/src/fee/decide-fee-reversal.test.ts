import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import { aView, outcome, viewAfter } from '../testing/views.ts';
import { decideFeeReversal } from './decide-fee-reversal.ts';
import type { Fee } from './fee.ts';

function aFee(id: string, amountYen = 1_080): Fee {
  return {
    id,
    contractId: 'c1',
    kind: 'additional',
    amountYen,
    taxYen: 0,
    dueOn: '2015-03-02',
    tokenId: 't1',
    shipmentId: 's1',
    month: null,
    reversesFeeId: null,
    note: null,
    assessedAt: 0,
  };
}

const context = { policy: policyWith(), now: tokyo('2015-03-10') };
const reverse = (fees: readonly Fee[], feeId: string, reversalId = 'r1') => {
  const view = aView({ fees });
  const decision = decideFeeReversal(view, { feeId, reversalId, note: 'waived' }, context);
  return { decision, after: viewAfter(view, decision, context).fees };
};

describe('a fee is taken back by a further row', () => {
  const reversed = reverse([aFee('f1')], 'f1').after;
  const rows: { what: string; fees: readonly Fee[]; feeId: string; expected: string }[] = [
    { what: 'an assessment', fees: [aFee('f1')], feeId: 'f1', expected: 'ok' },
    { what: 'an unknown one', fees: [aFee('f1')], feeId: 'f9', expected: 'fee_unknown' },
    { what: 'one reversed already', fees: reversed, feeId: 'f1', expected: 'fee_already_reversed' },
    { what: 'a reversal', fees: reversed, feeId: 'r1', expected: 'fee_unknown' },
    {
      what: 'another one beside a reversed one',
      fees: [...reversed, aFee('f2')],
      feeId: 'f2',
      expected: 'ok',
    },
  ];

  it.each(rows)('S0-11 · $what: $expected', ({ fees, feeId, expected }) => {
    expect(outcome(reverse(fees, feeId).decision)).toBe(expected);
  });

  it('S0-11 · the assessment stays as it was', () => {
    const fee = aFee('f1');
    const { after } = reverse([fee], 'f1');
    expect(after[0]).toBe(fee);
    expect(after[1]).toEqual({
      ...fee,
      id: 'r1',
      kind: 'reversal',
      amountYen: -1_080,
      dueOn: '2015-03-10',
      tokenId: null,
      shipmentId: null,
      reversesFeeId: 'f1',
      note: 'waived',
      assessedAt: context.now,
    });
  });
});

describe('property', () => {
  it('S0-11 · assessments and reversals add up to the balance of what was not taken back', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 10_000 }), { maxLength: 8 });
    const attempts = fc.array(fc.nat(12), { maxLength: 20 });
    fc.assert(
      fc.property(amounts, attempts, (yen, tries) => {
        const tax = (amount: number) => Math.floor(amount / 11); // 10 % within the amount
        let fees: readonly Fee[] = yen.map((amount, index) => ({
          ...aFee(`f${index}`, amount),
          taxYen: tax(amount),
        }));
        tries.forEach((target, index) => {
          fees = reverse(fees, `f${target}`, `r${index}`).after;
        });
        const standing = yen.filter((_, index) => !tries.includes(index));
        const sum = (all: readonly number[]) => all.reduce((a, b) => a + b, 0);
        expect(sum(fees.map((fee) => fee.amountYen))).toBe(sum(standing));
        expect(sum(fees.map((fee) => fee.taxYen))).toBe(sum(standing.map(tax)));
      }),
      { seed: 20_150_301, numRuns: 300 },
    );
  });
});
