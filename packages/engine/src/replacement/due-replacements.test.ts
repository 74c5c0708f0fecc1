import { describe, expect, it } from 'vitest';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import { aBinding, aShipment, aToken, aUser, aView } from '../testing/views.ts';
import type { Token } from '../token/token.ts';
import { dueReplacements, replacementHorizon } from './due-replacements.ts';

/** The printed day is 30 June 2015; 60 days before is 1 May (31 days of May and 29 of June). */
const token = (parts: Partial<Token> = {}) => aToken('t1', { expiresOn: '2015-06-30', ...parts });

interface Row {
  readonly what: string;
  readonly now: string;
  readonly token?: Partial<Token>;
  readonly bound?: boolean;
  readonly replacedBy?: string;
  readonly due: boolean;
}

const rows: Row[] = [
  { what: 'the day before the lead', now: '2015-04-30T23:59:59.999', due: false },
  { what: 'the first day of the lead', now: '2015-05-01T00:00:00.000', due: true },
  { what: 'its last day', now: '2015-06-30T23:59:59.999', due: true },
  { what: 'expired and never replaced', now: '2015-07-10', due: true },
  { what: 'no printed day', now: '2015-06-01', token: { expiresOn: null }, due: false },
  { what: 'in the post', now: '2015-06-01', token: { state: 'shipped' }, due: true },
  { what: 'delivered', now: '2015-06-01', token: { state: 'delivered' }, due: true },
  { what: 'in stock', now: '2015-06-01', token: { state: 'in_stock' }, due: false },
  { what: 'retired', now: '2015-06-01', token: { state: 'retired' }, due: false },
  { what: 'replacement on its way', now: '2015-06-01', replacedBy: 't1', due: false },
  { what: 'another one’s replacement', now: '2015-06-01', replacedBy: 't2', due: true },
  // What is lost and used by nobody is reissued for its fee, not replaced for nothing (S0-11).
  {
    what: 'lost, used by nobody',
    now: '2015-06-01',
    token: { lostReportedAt: 1 },
    bound: false,
    due: false,
  },
  { what: 'lost, a sharer keeps it', now: '2015-06-01', token: { lostReportedAt: 1 }, due: true },
];

describe('a successor before the token expires', () => {
  it.each(rows)('S0-12 ALL-02 · $what at $now: $due', (row) => {
    const view = aView({
      users: [aUser('u1')],
      tokens: [token(row.token)],
      bindings: row.bound === false ? [] : [aBinding('u1', 't1')],
      shipments: [aShipment('s2', { replacesTokenId: row.replacedBy ?? null })],
    });
    const found = dueReplacements(view, policyWith(), tokyo(row.now));
    expect(found.map((one) => one.token.id)).toEqual(row.due ? ['t1'] : []);
    if (row.due)
      expect(found[0]).toMatchObject({ dueFromOn: '2015-05-01', expiresOn: '2015-06-30' });
  });

  it('S0-12 ALL-03 · no successors where the policy sends none', () => {
    const policy = policyWith(({ replacement }) => {
      replacement.tokens = 'none';
    });
    const now = tokyo('2015-06-01');
    expect(replacementHorizon(policy, now)).toBeNull();
    expect(dueReplacements(aView({ tokens: [token()] }), policy, now)).toEqual([]);
  });

  it.each([
    { lead: 90, now: '2015-12-03T23:59:59.999', horizon: '2016-03-02' },
    { lead: 90, now: '2015-12-01T00:00:00.000', horizon: '2016-02-29' },
    { lead: 0, now: '2015-12-31T23:59:59.999', horizon: '2015-12-31' },
  ])('ALL-02 · $lead days from $now reach $horizon', ({ lead, now, horizon }) => {
    const policy = policyWith(({ replacement }) => {
      replacement.lead_days = lead;
    });
    expect(replacementHorizon(policy, tokyo(now))).toBe(horizon);
  });
});
