import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import {
  aContract,
  anApplication,
  aShipment,
  aToken,
  aView,
  eventTypes,
  outcome,
  stockToken,
  viewAfter,
} from '../testing/views.ts';
import type { Token } from '../token/token.ts';
import { decideDelivery } from './decide-delivery.ts';
import { decideShipment, type PostShipment } from './decide-shipment.ts';

const now = tokyo('2015-03-01T12:00:00.000');
const context = { policy: policyWith(), now };

/** The service lays the picked tokens into the view before it applies the events. */
function post(view: ContractView, parts: Partial<PostShipment>, stock: readonly Token[]) {
  const command: PostShipment = {
    shipmentId: 's9',
    applicationId: 'a1',
    reason: 'adoption',
    replacesTokenId: null,
    picks: stock.map((token) => ({ token, feeId: `fee-${token.id}` })),
    ...parts,
  };
  const decision = decideShipment(view, command, context);
  const base = { ...view, tokens: [...view.tokens, ...stock] };
  return { decision, after: viewAfter(base, decision, context) };
}

function stock(count: number, parts: Partial<Token> = {}): Token[] {
  return Array.from({ length: count }, (_, index) => stockToken(`n${index}`, parts));
}

const applications = [
  anApplication('a1', { kind: 'adoption', tokenCount: 2 }),
  anApplication('a2', { kind: 'reissue', tokenCount: 1 }),
  anApplication('a3', { kind: 'addition', tokenCount: 1 }),
  anApplication('a4', { kind: 'exchange', tokenCount: 1 }),
];
const old = aToken('t1', { shipmentId: 's0' });
const view = aView({ applications, tokens: [old] });
/** Of the two tokens that `a1` asked for one was sent. */
const halfSent = aView({
  applications,
  shipments: [aShipment('s0', { applicationId: 'a1' })],
  tokens: [old],
});

const onApplication: {
  what: string;
  view: ContractView;
  parts: Partial<PostShipment>;
  picks: number;
  expected: string;
}[] = [
  { what: 'all at once', view, parts: {}, picks: 2, expected: 'ok' },
  { what: 'fewer than asked', view, parts: {}, picks: 1, expected: 'ok' },
  { what: 'more than asked', view, parts: {}, picks: 3, expected: 'application_exhausted' },
  { what: 'the rest', view: halfSent, parts: {}, picks: 1, expected: 'ok' },
  {
    what: 'past the rest',
    view: halfSent,
    parts: {},
    picks: 2,
    expected: 'application_exhausted',
  },
  {
    what: 'on an unknown application',
    view,
    parts: { applicationId: 'a9' },
    picks: 1,
    expected: 'application_unknown',
  },
  {
    what: 'without an application',
    view,
    parts: { applicationId: null },
    picks: 1,
    expected: 'application_unknown',
  },
  {
    what: 'a reissue on an adoption',
    view,
    parts: { reason: 'reissue' },
    picks: 1,
    expected: 'application_kind_differs',
  },
  {
    what: 'an adoption on a reissue',
    view,
    parts: { applicationId: 'a2' },
    picks: 1,
    expected: 'application_kind_differs',
  },
  {
    what: 'a reissue',
    view,
    parts: { applicationId: 'a2', reason: 'reissue' },
    picks: 1,
    expected: 'ok',
  },
  {
    what: 'an addition',
    view,
    parts: { applicationId: 'a3', reason: 'addition' },
    picks: 1,
    expected: 'ok',
  },
  {
    what: 'an exchange for a known token',
    view,
    parts: { applicationId: 'a4', reason: 'exchange', replacesTokenId: 't1' },
    picks: 1,
    expected: 'ok',
  },
  {
    what: 'an exchange for an unknown token',
    view,
    parts: { applicationId: 'a4', reason: 'exchange', replacesTokenId: 't9' },
    picks: 1,
    expected: 'replaced_token_missing',
  },
  {
    what: 'a replacement, which needs no application',
    view,
    parts: { applicationId: null, reason: 'replacement', replacesTokenId: 't1' },
    picks: 1,
    expected: 'ok',
  },
  {
    what: 'a replacement of nothing',
    view,
    parts: { applicationId: null, reason: 'replacement' },
    picks: 1,
    expected: 'replaced_token_missing',
  },
  {
    what: 'a replacement of a token of others',
    view,
    parts: { applicationId: null, reason: 'replacement', replacesTokenId: 't9' },
    picks: 1,
    expected: 'replaced_token_missing',
  },
];

describe('a shipment keeps to its application', () => {
  it.each(onApplication)(
    'S0-02 S0-12 · $what: $expected',
    ({ view: before, parts, picks, expected }) => {
      const { decision } = post(before, parts, stock(picks));
      expect(outcome(decision)).toBe(expected);
      if (!decision.ok) expect(decision.events).toEqual([]);
    },
  );
});

describe('what may leave the stock', () => {
  // Posted on 1 March, it arrives on 8 March; what is good through the 8th only is not sent.
  const rows: { what: string; token: Partial<Token>; expected: string }[] = [
    { what: 'in stock', token: {}, expected: 'ok' },
    { what: 'shipped before', token: { state: 'shipped' }, expected: 'token_not_in_stock' },
    { what: 'delivered', token: { state: 'delivered' }, expected: 'token_not_in_stock' },
    { what: 'in service', token: { state: 'in_service' }, expected: 'token_not_in_stock' },
    { what: 'retired', token: { state: 'retired' }, expected: 'token_not_in_stock' },
    { what: 'expired', token: { expiresOn: '2015-02-28' }, expected: 'token_expires_too_soon' },
    { what: 'to 8 March', token: { expiresOn: '2015-03-08' }, expected: 'token_expires_too_soon' },
    { what: 'to 9 March', token: { expiresOn: '2015-03-09' }, expected: 'ok' },
  ];

  it.each(rows)('S0-02 S0-08 ALL-02 · $what: $expected', ({ token, expected }) => {
    expect(outcome(post(view, {}, [stockToken('n1', token)]).decision)).toBe(expected);
  });

  it('S0-08 · a serial that is not in stock is unknown', () => {
    const picks = [{ token: undefined, feeId: 'f' }];
    expect(outcome(post(view, { picks }, []).decision)).toBe('token_unknown');
  });

  it('S0-08 S0-11 · one token is not posted twice in one envelope', () => {
    const [token] = stock(1);
    const picks = [
      { token, feeId: 'f1' },
      { token, feeId: 'f2' },
    ];
    expect(outcome(post(view, { picks }, []).decision)).toBe('token_not_in_stock');
  });
});

describe('what a shipment does', () => {
  it('S0-02 S0-08 · binds the tokens to the contract, inactive', () => {
    const { decision, after } = post(view, {}, stock(2));
    expect(eventTypes(decision)).toEqual(['shipment_posted', 'token_shipped', 'token_shipped']);
    expect(after.tokens.slice(1)).toMatchObject([
      { contractId: 'c1', shipmentId: 's9', state: 'shipped' },
      { contractId: 'c1', shipmentId: 's9', state: 'shipped' },
    ]);
    expect(after.contract.countedTokens).toBe(2);
    expect(after.shipments).toMatchObject([{ id: 's9', postedAt: now, deliveredAt: null }]);
  });

  it('S0-04 · the first delivery is the one that grace counts from', () => {
    const none = { ...view, contract: aContract({ firstDeliveredAt: null }) };
    const posted = post(none, {}, stock(1)).after;
    const first = viewAfter(posted, decideDelivery(posted, 's9', now + 5), context);
    expect(first.contract.firstDeliveredAt).toBe(now + 5);
    expect(first.tokens.map((token) => token.state)).toEqual(['in_service', 'delivered']);
    const more = post(first, { shipmentId: 's10' }, [stockToken('m1')]).after;
    const second = viewAfter(more, decideDelivery(more, 's10', now + 9), context);
    expect(second.contract.firstDeliveredAt).toBe(now + 5);
  });

  it('S0-04 · delivery is recorded once, and only of what was posted', () => {
    const posted = post(view, {}, stock(1)).after;
    const once = viewAfter(posted, decideDelivery(posted, 's9', now), context);
    expect(outcome(decideDelivery(once, 's9', now))).toBe('shipment_already_delivered');
    expect(outcome(decideDelivery(posted, 's8', now))).toBe('shipment_unknown');
  });

  it('S0-02 · a token registered while its delivery was not on record stays in service', () => {
    const posted = post(view, {}, stock(1)).after;
    const early = {
      ...posted,
      tokens: posted.tokens.map((token) => ({ ...token, state: 'in_service' as const })),
    };
    const after = viewAfter(early, decideDelivery(early, 's9', now), context);
    expect(after.tokens.map((token) => token.state)).toEqual(['in_service', 'in_service']);
  });

  it.each([
    ['shipped', 0],
    ['in_service', 1],
  ] as const)('S0-11 · a token that ends %s leaves %i counted', (state, counted) => {
    const posted = post(view, {}, stock(1)).after;
    const tokens = posted.tokens.map((token) => ({ ...token, state }));
    const ended = {
      type: 'token_retired',
      tokenId: tokens.at(-1)?.id ?? '',
      reason: 'lost',
    } as const;
    const decision = { ok: true, events: [ended] } as const;
    const after = viewAfter({ ...posted, tokens }, decision, context);
    expect(after.contract.countedTokens).toBe(counted);
  });
});
