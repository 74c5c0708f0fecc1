import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import { aShipment, aToken, aView, viewAfter } from '../testing/views.ts';
import type { Token } from '../token/token.ts';
import type { Shipment } from './shipment.ts';
import { unreturnedFees } from './unreturned-fees.ts';

const postedAt = tokyo('2015-02-10T23:30:00.000');

const priced = (yen: number | undefined, days: number | undefined) =>
  policyWith(({ fees }) => {
    if (yen !== undefined) fees.broken_unreturned_yen = yen;
    if (days !== undefined) fees.return_within_days = days;
  });
const policy = priced(2_200, 30);

function exchanged(shipment: Partial<Shipment> = {}, broken: Partial<Token> = {}): ContractView {
  return aView({
    tokens: [aToken('t1', { ...broken }), aToken('t2', { shipmentId: 's2', state: 'shipped' })],
    shipments: [
      aShipment('s2', { reason: 'exchange', replacesTokenId: 't1', postedAt, ...shipment }),
    ],
  });
}

function owed(view: ContractView, at: number, by: Policy = policy) {
  return unreturnedFees(view, (id) => `fee-${id}`, { policy: by, now: at });
}

describe('broken tokens that do not come back', () => {
  const late = tokyo('2015-06-01');
  // Thirty days after 10 February are the end of 12 March.
  const last = tokyo('2015-03-12T23:59:59.999');
  const rows: {
    what: string;
    shipment?: Partial<Shipment>;
    broken?: Partial<Token>;
    at: number;
    by?: Policy;
    count: number;
  }[] = [
    { what: 'the last millisecond', at: last, count: 0 },
    { what: 'the next one', at: last + 1, count: 1 },
    { what: 'back in the last millisecond', broken: { returnedAt: last }, at: late, count: 0 },
    { what: 'back in the next one', broken: { returnedAt: last + 1 }, at: late, count: 1 },
    { what: 'a reissue', shipment: { reason: 'reissue' }, at: late, count: 0 },
    {
      what: 'an exchange for nothing named',
      shipment: { replacesTokenId: null },
      at: late,
      count: 0,
    },
    { what: 'a policy without the fee', at: late, by: priced(undefined, undefined), count: 0 },
    { what: 'a fee of nothing', at: late, by: priced(0, 30), count: 0 },
  ];
  it.each(rows)('S3-08 ALL-02 · $what: $count', ({ shipment, broken, at, by, count }) => {
    expect(owed(exchanged(shipment, broken), at, by)).toHaveLength(count);
  });

  it('S3-08 · what never arrived owes nothing', () => {
    const view = exchanged();
    const lost = {
      ...view,
      tokens: view.tokens.map((one) => ({ ...one, state: 'retired' as const })),
    };
    expect(owed(lost, late)).toEqual([]);
    const arrived = exchanged({ deliveredAt: postedAt + 1 });
    expect(owed(arrived, late)).toHaveLength(1);
  });

  it('S3-08 · once for each exchange, for the token that is missing', () => {
    const view = exchanged();
    const events = owed(view, late);
    expect(events).toMatchObject([
      {
        type: 'fee_assessed',
        feeId: 'fee-s2',
        kind: 'broken_unreturned',
        amountYen: 2_200,
        tokenId: 't1',
        shipmentId: 's2',
      },
    ]);
    const after = viewAfter(view, { ok: true, events }, { policy, now: late });
    expect(owed(after, late)).toEqual([]);
  });
});
