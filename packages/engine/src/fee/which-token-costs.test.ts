import { describe, expect, it } from 'vitest';
import type { ShipmentReason } from '../audit/events.ts';
import type { ContractView } from '../contract/contract-view.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { decideShipment } from '../shipment/decide-shipment.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import {
  aContract,
  anApplication,
  aView,
  outcome,
  stockToken,
  viewAfter,
} from '../testing/views.ts';
import type { Token } from '../token/token.ts';
import { assessFees, isCounted, isFreeToken } from './assess-fees.ts';

/** As Hokushin: the first token and its successors are free, all else costs 2,200 yen. */
const policy = policyWith((draft) => {
  Object.assign(draft.fees, {
    free_tokens: 1,
    additional_yen: 2_200,
    reissue_yen: 2_200,
    replacement_yen: 2_200,
    replacement_free: 'free_tokens',
  });
});
const now = tokyo('2016-02-01');

/** Posts one token for a reason, in the place of another or of none; it is named after its shipment. */
function post(
  view: ContractView,
  reason: ShipmentReason,
  { id, replaces = null }: { readonly id: string; readonly replaces?: string | null },
): ContractView {
  const fresh: Token = stockToken(id);
  const applied = { ...view, applications: [anApplication(`a-${id}`, { kind: kindOf(reason) })] };
  const command = {
    shipmentId: `s-${id}`,
    applicationId: reason === 'replacement' ? null : `a-${id}`,
    reason,
    replacesTokenId: replaces,
    picks: [{ token: fresh, feeId: `f-${id}` }],
  };
  const decision = decideShipment(applied, command, { policy, now });
  expect(outcome(decision)).toBe('ok');
  const stocked = { ...applied, tokens: [...view.tokens, fresh] };
  return viewAfter(stocked, decision, { policy, now });
}

function kindOf(reason: ShipmentReason) {
  return reason === 'replacement' || reason === 'unasked' ? 'adoption' : reason;
}

/** What was assessed, as `token kind yen`. */
function fees(view: ContractView): string[] {
  return view.fees.map((fee) => `${fee.tokenId} ${fee.kind} ${fee.amountYen}`);
}

const first = post(aView({ contract: aContract() }), 'adoption', { id: 't1' });
const second = post(first, 'addition', { id: 't2' });

describe('S3-07 S3-08 · the replacement at expiry', () => {
  it('the first token is free, the second one costs', () => {
    expect(fees(second)).toEqual(['t2 additional 2200']);
    expect([isFreeToken(second, 't1'), isFreeToken(second, 't2')]).toEqual([true, false]);
  });

  const lines: { what: string; view: ContractView; replaces: string; yen: string[] }[] = [
    { what: 'of the free token', view: second, replaces: 't1', yen: [] },
    { what: 'of the second', view: second, replaces: 't2', yen: ['new replacement 2200'] },
    {
      what: 'of the successor of the free one',
      view: post(second, 'replacement', { id: 't3', replaces: 't1' }),
      replaces: 't3',
      yen: [],
    },
    {
      what: 'of the successor of the second',
      view: post(second, 'replacement', { id: 't3', replaces: 't2' }),
      replaces: 't3',
      yen: ['new replacement 2200'],
    },
    {
      what: 'of the successor’s successor of the free one',
      view: post(post(second, 'replacement', { id: 't3', replaces: 't1' }), 'replacement', {
        id: 't4',
        replaces: 't3',
      }),
      replaces: 't4',
      yen: [],
    },
    {
      what: 'of the successor’s successor of the second',
      view: post(post(second, 'replacement', { id: 't3', replaces: 't2' }), 'replacement', {
        id: 't4',
        replaces: 't3',
      }),
      replaces: 't4',
      yen: ['new replacement 2200'],
    },
    // Lost, and reissued for a fee: what follows it is still the line of the free one.
    {
      what: 'of the reissued free one',
      view: post(second, 'reissue', { id: 't3', replaces: 't1' }),
      replaces: 't3',
      yen: [],
    },
    {
      what: 'of the exchanged second one',
      view: post(second, 'exchange', { id: 't3', replaces: 't2' }),
      replaces: 't3',
      yen: ['new replacement 2200'],
    },
  ];

  it.each(lines)('$what: $yen', ({ view, replaces, yen }) => {
    const after = post(view, 'replacement', { id: 'new', replaces });
    expect(fees(after).slice(view.fees.length)).toEqual(yen);
  });

  it('a circle in bad data ends', () => {
    const [token] = first.tokens;
    const circle = {
      ...first,
      tokens: token ? [token] : [],
      shipments: first.shipments.map((one) => ({ ...one, replacesTokenId: 't1' })),
    };
    expect(isFreeToken(circle, 't1')).toBe(true);
  });
});

describe('S3-08 · which replacements are free', () => {
  const rows: { free: Policy['fees']['replacement_free']; yen: number[] }[] = [
    { free: 'all', yen: [0, 0] },
    { free: 'free_tokens', yen: [0, 2_200] },
    { free: 'none', yen: [2_200, 2_200] },
  ];

  it.each(rows)('$free: the first and the second cost $yen', ({ free, yen }) => {
    const chosen = { ...policy, fees: { ...policy.fees, replacement_free: free } };
    const costs = ['t1', 't2'].map((replacesTokenId) => {
      const cause = { reason: 'replacement' as const, shipmentId: 's9', replacesTokenId, now };
      const subjects = [{ tokenId: 'n', feeId: 'f' }];
      const [event] = assessFees(second, subjects, { policy: chosen, cause });
      return event?.type === 'fee_assessed' ? event.amountYen : 0;
    });
    expect(costs).toEqual(yen);
  });
});

describe('S0-11 S3-08 · a reissue', () => {
  const rows = [
    { charged: 'always', returned: false, yen: 2_200 },
    { charged: 'always', returned: true, yen: 2_200 },
    { charged: 'unless_returned', returned: false, yen: 2_200 },
    { charged: 'unless_returned', returned: true, yen: 0 },
  ] as const;

  it.each(rows)('charged $charged, the old one came back $returned: $yen', (row) => {
    const chosen = { ...policy, fees: { ...policy.fees, reissue_charged: row.charged } };
    const view = {
      ...second,
      tokens: second.tokens.map((token) => ({
        ...token,
        returnedAt: row.returned && token.id === 't1' ? now : null,
      })),
    };
    const cause = { reason: 'reissue' as const, shipmentId: 's9', replacesTokenId: 't1', now };
    const events = assessFees(view, [{ tokenId: 'n', feeId: 'f' }], { policy: chosen, cause });
    expect(events.map((event) => event.type === 'fee_assessed' && event.amountYen)).toEqual(
      row.yen === 0 ? [] : [row.yen],
    );
  });
});

describe('what counts against the free number', () => {
  const rows: { reason: ShipmentReason; counts: boolean; yen: number[] }[] = [
    { reason: 'adoption', counts: true, yen: [2_200] },
    { reason: 'addition', counts: true, yen: [2_200] },
    { reason: 'method_change', counts: true, yen: [2_200] },
    { reason: 'unasked', counts: true, yen: [2_200] },
    { reason: 'reissue', counts: false, yen: [2_200, 2_200] },
    { reason: 'exchange', counts: false, yen: [] },
    { reason: 'replacement', counts: false, yen: [] },
  ];

  it.each(rows)('S0-11 S1-10 · two tokens by $reason: counted $counts, $yen', (row) => {
    expect(isCounted(row.reason)).toBe(row.counts);
    const cause = { reason: row.reason, shipmentId: 's9', replacesTokenId: null, now };
    const subjects = ['n1', 'n2'].map((id) => ({ tokenId: id, feeId: `f-${id}` }));
    const events = assessFees(aView(), subjects, { policy, cause });
    expect(events.map((event) => event.type === 'fee_assessed' && event.amountYen)).toEqual(
      row.yen,
    );
  });
});
