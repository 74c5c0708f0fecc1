import { describe, expect, it } from 'vitest';
import type { Policy } from '../policy/policy-schema.ts';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import { dueReplacements, replacementHorizon } from './replacement-horizon.ts';

describe('a successor before the token expires', () => {
  const named = (tokens: Policy['replacement']['tokens']) =>
    policyWith(({ replacement }) => {
      replacement.tokens = tokens;
    });

  it.each(['none', 'on_application'] as const)(
    'S0-12 ALL-03 · no successors by themselves where the policy says %s',
    (tokens) => {
      expect(replacementHorizon(named(tokens), tokyo('2015-06-01'))).toBeNull();
      expect(dueReplacements(named(tokens), tokyo('2015-06-01'))).toBeNull();
    },
  );

  it.each([
    { tokens: 'all', freeTokensOnly: false },
    { tokens: 'free_tokens', freeTokensOnly: true },
  ] as const)('S3-07 · of $tokens only the free ones: $freeTokensOnly', (row) => {
    expect(dueReplacements(named(row.tokens), tokyo('2015-05-01'))).toEqual({
      expiresOnOrBefore: '2015-06-30',
      freeTokensOnly: row.freeTokensOnly,
    });
  });

  it.each([
    { lead: 60, now: '2015-04-30T23:59:59.999', horizon: '2015-06-29' },
    { lead: 60, now: '2015-05-01T00:00:00.000', horizon: '2015-06-30' },
    { lead: 90, now: '2015-12-03T23:59:59.999', horizon: '2016-03-02' },
    { lead: 90, now: '2015-12-01T00:00:00.000', horizon: '2016-02-29' },
    { lead: 0, now: '2015-12-31T23:59:59.999', horizon: '2015-12-31' },
  ])('S0-12 ALL-02 · $lead days from $now reach $horizon', ({ lead, now, horizon }) => {
    const policy = policyWith(({ replacement }) => {
      replacement.lead_days = lead;
    });
    expect(replacementHorizon(policy, tokyo(now))).toBe(horizon);
  });
});
