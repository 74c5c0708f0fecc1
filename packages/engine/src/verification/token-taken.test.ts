import { describe, expect, it } from 'vitest';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import { aToken, lockedGuard } from '../testing/views.ts';
import type { Token } from '../token/token.ts';
import { type ComparedToken, tokenTaken } from './token-taken.ts';

const now = tokyo('2015-02-02T12:00:00.000');
const step = now / 60_000;
const context = { policy: policyWith(), now };

const fresh = aToken('fresh');
const spent = aToken('spent', { lastAcceptedStep: step });
const locked = aToken('locked', { guard: lockedGuard() });
const paused = aToken('paused', { suspendedAt: now - 1 });
const expired = aToken('expired', { expiresOn: '2015-02-01' });

const right = (token: Token): ComparedToken => ({ token, matches: [step], wellFormed: true });
const wrong = (token: Token): ComparedToken => ({ token, matches: [], wellFormed: true });
const unfit = (token: Token): ComparedToken => ({ token, matches: [], wellFormed: false });

describe('ALL-06 · which of several tokens a code is taken to be of', () => {
  const rows: readonly [string, ComparedToken[], string | undefined][] = [
    ['none is held', [], undefined],
    ['the one that shows it', [wrong(aToken('other')), right(fresh)], 'fresh'],
    // Two tokens may show the same digits by chance.
    ['not the one that spent it', [right(spent), right(fresh)], 'fresh'],
    ['the one that spent it, when no other shows it', [wrong(fresh), right(spent)], 'spent'],
    ['not the locked one, when another shows it too', [right(locked), right(fresh)], 'fresh'],
    ['the locked one, when it alone shows it', [wrong(fresh), right(locked)], 'locked'],
    ['wrong: the first that could take it', [wrong(locked), wrong(fresh)], 'fresh'],
    ['wrong: not a paused one', [wrong(paused), wrong(fresh)], 'fresh'],
    ['wrong: not an expired one', [wrong(expired), wrong(fresh)], 'fresh'],
    ['wrong: one with codes of that length', [unfit(aToken('eight')), wrong(fresh)], 'fresh'],
    ['no code of any length: the first', [unfit(fresh), unfit(aToken('other'))], 'fresh'],
    ['all are locked: the first, and never none', [wrong(locked), wrong(paused)], 'locked'],
  ];

  it.each(rows)('%s', (_, compared, expected) => {
    expect(tokenTaken(compared, context)?.token.id).toBe(expected);
  });
});
