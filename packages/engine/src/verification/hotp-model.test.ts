import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContractView } from '../contract/contract-view.ts';
import { policyWith } from '../testing/policies.ts';
import { aBinding, aHotpToken, aUser, aView, viewAfter } from '../testing/views.ts';
import { decideVerification } from './decide-verification.ts';
import { matchingSteps } from './matching-steps.ts';

const secret = '12345678901234567890';
const histories = process.env['WARIFU_FULL'] === '1' ? 100_000 : 2_000;

/** The code of RFC 4226 5.3, written out here once more, independently of the package under test. */
function referenceCode(counter: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac('sha1', secret).update(message).digest();
  const offset = (mac[19] ?? 0) & 15;
  const number = Number(BigInt.asUintN(31, BigInt(mac.readUInt32BE(offset)))) % 1_000_000;
  return `00000${number}`.slice(-6);
}

const codes = Array.from({ length: 400 }, (_, counter) => referenceCode(counter));

/** RFC 4226 7.2 and 7.4: the server's counter, its look-ahead, and nothing else. */
class ReferenceServer {
  counter = 0;
  readonly lookAhead: number;

  constructor(lookAhead: number) {
    this.lookAhead = lookAhead;
  }

  accepts(code: string): boolean {
    for (let ahead = 0; ahead <= this.lookAhead; ahead++) {
      if (codes[this.counter + ahead] === code) {
        this.counter += ahead + 1;
        return true;
      }
    }
    return false;
  }
}

type Act =
  | { readonly act: 'press'; readonly times: number }
  | { readonly act: 'type'; readonly back: number }
  | { readonly act: 'guess'; readonly code: string };

const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.oneof(
    {
      weight: 2,
      arbitrary: fc.record({ act: fc.constant('press'), times: fc.integer({ min: 1, max: 7 }) }),
    },
    // The code on the display, or one that was there up to five presses ago.
    { weight: 5, arbitrary: fc.record({ act: fc.constant('type'), back: fc.nat(5) }) },
    {
      weight: 1,
      arbitrary: fc.record({ act: fc.constant('guess'), code: fc.constantFrom(...codes) }),
    },
  ),
  { maxLength: 40 },
);

const policy = policyWith(({ lockout }) => {
  Object.assign(lockout, { threshold: 1_000, cap: 1_000 });
});
const context = { policy, now: 0 };
const hmac = (message: Uint8Array) => createHmac('sha1', secret).update(message).digest();

function submit(view: ContractView, code: string, windowSteps: number) {
  const [token] = view.tokens;
  if (!token) throw new Error('the view has a token');
  const matches = matchingSteps({ hmac, token, code, windowSteps, now: 0 });
  const decision = decideVerification(view, { userId: 'u1', matches, wellFormed: true }, context);
  return { accepted: decision.ok, after: viewAfter(view, decision, context) };
}

/** Plays a history on both and says where they first differ, or null. */
function difference(history: readonly Act[], lookAhead: number): string | null {
  const reference = new ReferenceServer(lookAhead);
  let display = 0;
  let view = aView({
    users: [aUser('u1')],
    tokens: [aHotpToken('t1')],
    bindings: [aBinding('u1', 't1')],
  });
  for (const [index, one] of history.entries()) {
    if (one.act === 'press') {
      display = Math.min(display + one.times, 300);
      continue;
    }
    const shown = one.act === 'type' ? codes[Math.max(0, display - one.back)] : one.code;
    const { accepted, after } = submit(view, shown ?? '', lookAhead);
    const expected = reference.accepts(shown ?? '');
    view = after;
    if (accepted !== expected || view.tokens[0]?.lastAcceptedStep !== reference.counter - 1)
      return `act ${index}: accepted ${accepted}, the reference ${expected}`;
  }
  return null;
}

describe('an event-based token against a reference of 20 lines', () => {
  it(`row 5 · ${histories} random histories: 0 differences`, () => {
    fc.assert(
      fc.property(acts, fc.integer({ min: 0, max: 9 }), (history, lookAhead) => {
        expect(difference(history, lookAhead)).toBeNull();
      }),
      { seed: 4_226, numRuns: histories },
    );
  });
});
