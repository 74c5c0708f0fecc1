import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import type { Fee } from '../fee/fee.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { staff, user } from '../testing/cast.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import { aShipment, aToken, aView, eventTypes, outcome, viewAfter } from '../testing/views.ts';
import type { ActingParty } from '../user/acting-party.ts';
import { decideReturn } from './decide-return.ts';

const assessedAt = tokyo('2015-02-10T23:30:00.000');
const now = tokyo('2015-02-20T12:00:00.000');

function fee(parts: Partial<Fee> = {}): Fee {
  return {
    id: 'f1',
    contractId: 'c1',
    kind: 'reissue',
    amountYen: 1_080,
    taxYen: 80,
    dueOn: '2015-02-10',
    tokenId: 't2',
    shipmentId: 's2',
    month: null,
    reversesFeeId: null,
    note: null,
    assessedAt,
    ...parts,
  };
}

/** `t1` was lost, and `t2` was sent for it. */
function reissued(fees: readonly Fee[] = [fee()]): ContractView {
  return aView({
    tokens: [aToken('t1', { state: 'retired' }), aToken('t2', { shipmentId: 's2' })],
    shipments: [aShipment('s2', { reason: 'reissue', replacesTokenId: 't1' })],
    fees,
  });
}

const charging = (charged: 'always' | 'unless_returned', days?: number) =>
  policyWith(({ fees }) => {
    fees.reissue_charged = charged;
    if (days !== undefined) {
      fees.return_within_days = days;
      fees.broken_unreturned_yen = 500;
    }
  });
const free = charging('unless_returned', 14);

function giveBack(view: ContractView, policy: Policy = free, at = now, acting = staff()) {
  const decision = decideReturn(
    view,
    { tokenId: 't1', acting, reversalId: 'r1' },
    { policy, now: at },
  );
  return { decision, after: viewAfter(view, decision, { policy, now: at }) };
}

describe('who records it', () => {
  const rows: { who: ActingParty; expected: string }[] = [
    { who: staff(), expected: 'ok' },
    { who: staff('other'), expected: 'desk_not_allowed' },
    { who: user('u1'), expected: 'institution_only' },
  ];
  it.each(rows)('S3-08 · $who: $expected', ({ who, expected }) => {
    expect(outcome(giveBack(reissued(), free, now, who).decision)).toBe(expected);
  });

  it('S3-08 · once, and a token of the contract', () => {
    const { after } = giveBack(reissued());
    expect(after.tokens[0]?.returnedAt).toBe(now);
    expect(outcome(giveBack(after).decision)).toBe('already_returned');
    expect(outcome(giveBack(aView()).decision)).toBe('token_unknown');
  });
});

describe('what is taken back', () => {
  const reversal = fee({ id: 'r0', kind: 'reversal', amountYen: -1_080, reversesFeeId: 'f1' });
  const rows: { what: string; fees: Fee[]; policy?: Policy; at?: string; back: boolean }[] = [
    { what: 'in time', fees: [fee()], back: true },
    { what: 'the last second', fees: [fee()], at: '2015-02-24T23:59:59.999', back: true },
    { what: 'the day after', fees: [fee()], at: '2015-02-25T00:00:00.000', back: false },
    {
      what: 'no limit of days',
      fees: [fee()],
      policy: charging('unless_returned'),
      at: '2016-01-01',
      back: true,
    },
    { what: 'always charged', fees: [fee()], policy: charging('always', 14), back: false },
    { what: 'reversed before', fees: [fee(), reversal], back: false },
    { what: 'no fee', fees: [], back: false },
    { what: 'a fee of another shipment', fees: [fee({ shipmentId: 's9' })], back: false },
    { what: 'a fee of another kind', fees: [fee({ kind: 'broken' })], back: false },
    {
      what: 'what was owed for not returning',
      fees: [fee({ kind: 'broken_unreturned' })],
      back: false,
    },
    {
      what: 'beside a fee of another kind',
      fees: [fee({ id: 'f0', kind: 'broken' }), fee()],
      back: true,
    },
  ];
  it.each(rows)('S3-08 ALL-02 · $what: $back', ({ fees, policy = free, at, back }) => {
    const instant = at === undefined ? now : tokyo(at);
    const { decision } = giveBack(reissued(fees), policy, instant);
    expect(eventTypes(decision)).toEqual(['token_returned', ...(back ? ['fee_reversed'] : [])]);
  });

  it('S3-08 · whole, with its tax, and never as minus nothing', () => {
    const [, event] = giveBack(reissued()).decision.events;
    expect(event).toMatchObject({ reversesFeeId: 'f1', amountYen: -1_080, taxYen: -80 });
    const [, untaxed] = giveBack(reissued([fee({ taxYen: 0 })])).decision.events;
    expect(untaxed && 'taxYen' in untaxed && Object.is(untaxed.taxYen, 0)).toBe(true);
  });
});
