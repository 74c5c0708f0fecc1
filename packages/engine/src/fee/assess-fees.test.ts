import { describe, expect, it } from 'vitest';
import type { ShipmentReason } from '../audit/events.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import { aContract, aView } from '../testing/views.ts';
import { assessFees, isCounted } from './assess-fees.ts';

const now = tokyo('2015-03-01');

interface Row {
  readonly reason: ShipmentReason;
  readonly counted: number;
  readonly tokens: number;
  readonly yen: readonly number[];
}

/** Three free, each further one 1,080 yen. */
const rows: Row[] = [
  { reason: 'adoption', counted: 0, tokens: 1, yen: [] },
  { reason: 'adoption', counted: 0, tokens: 3, yen: [] },
  { reason: 'adoption', counted: 0, tokens: 4, yen: [1_080] },
  { reason: 'adoption', counted: 0, tokens: 6, yen: [1_080, 1_080, 1_080] },
  { reason: 'addition', counted: 1, tokens: 2, yen: [] },
  { reason: 'addition', counted: 1, tokens: 3, yen: [1_080] },
  { reason: 'addition', counted: 2, tokens: 1, yen: [] },
  { reason: 'addition', counted: 3, tokens: 1, yen: [1_080] },
  { reason: 'addition', counted: 9, tokens: 2, yen: [1_080, 1_080] },
  { reason: 'reissue', counted: 0, tokens: 1, yen: [1_080] },
  { reason: 'reissue', counted: 1, tokens: 1, yen: [1_080] },
  { reason: 'reissue', counted: 3, tokens: 2, yen: [1_080, 1_080] },
  { reason: 'exchange', counted: 1, tokens: 1, yen: [] },
  { reason: 'exchange', counted: 9, tokens: 1, yen: [] },
  { reason: 'replacement', counted: 9, tokens: 1, yen: [] },
];

function assess({ reason, counted, tokens }: Row, policy = policyWith()) {
  const subjects = Array.from({ length: tokens }, (_, index) => ({
    tokenId: `n${index}`,
    feeId: `f${index}`,
  }));
  const cause = { reason, shipmentId: 's9', replacesTokenId: null, now };
  const view = aView({ contract: aContract({ countedTokens: counted }) });
  return assessFees(view, subjects, { policy, cause });
}

describe('what a shipment costs', () => {
  it.each(rows)(
    'S0-11 S0-12 S0-14 · $tokens by $reason after $counted counted: $yen',
    ({ yen, ...row }) => {
      const amounts = assess({ ...row, yen }).map((event) =>
        event.type === 'fee_assessed' ? event.amountYen : event.type,
      );
      expect(amounts).toEqual(yen);
    },
  );

  it('S0-11 · an assessment names the token beyond the free ones, its cause and its instant', () => {
    expect(assess({ reason: 'adoption', counted: 0, tokens: 4, yen: [] })).toEqual([
      {
        type: 'fee_assessed',
        feeId: 'f3',
        kind: 'additional',
        amountYen: 1_080,
        taxYen: 0,
        dueOn: '2015-03-02', // 1 March was a Sunday
        tokenId: 'n3',
        shipmentId: 's9',
        at: now,
      },
    ]);
  });

  it.each([
    { reason: 'exchange' as const, kind: 'broken', yen: 550 },
    { reason: 'replacement' as const, kind: 'replacement', yen: 660 },
    { reason: 'reissue' as const, kind: 'reissue', yen: 770 },
  ])('ALL-03 · the price of an $reason is the policy’s: $yen', ({ reason, kind, yen }) => {
    const policy = policyWith(({ fees }) => {
      Object.assign(fees, { broken_yen: 550, replacement_yen: 660, reissue_yen: 770 });
      fees.replacement_free = 'none';
    });
    const events = assess({ reason, counted: 0, tokens: 1, yen: [] }, policy);
    expect(events).toMatchObject([{ kind, amountYen: yen }]);
  });

  it.each([
    { reason: 'adoption' as const, counts: true },
    { reason: 'addition' as const, counts: true },
    { reason: 'reissue' as const, counts: false },
    { reason: 'exchange' as const, counts: false },
    { reason: 'replacement' as const, counts: false },
  ])('S0-11 · $reason counts against the free ones: $counts', ({ reason, counts }) => {
    expect(isCounted(reason)).toBe(counts);
  });
});
