import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { tokyo } from '../testing/instants.ts';
import { policyWith } from '../testing/policies.ts';
import { aHotpToken, aToken } from '../testing/views.ts';
import { authenticatorOf } from '../token/authenticator.ts';
import type { Token } from '../token/token.ts';
import { candidateSteps, driftAfter, matchingSteps } from './matching-steps.ts';

/** The key of RFC 4226 appendix D and, for SHA-1, of RFC 6238 appendix B. */
const hmac = (message: Uint8Array) =>
  createHmac('sha1', '12345678901234567890').update(message).digest();

const rfc4226 = ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583'];

describe('RFC 4226 appendix D: an event-based token', () => {
  const rows: { last: number; code: string | undefined; window: number; matches: number[] }[] = [
    { last: -1, code: rfc4226[0], window: 4, matches: [0] },
    { last: -1, code: rfc4226[4], window: 4, matches: [4] },
    { last: -1, code: rfc4226[5], window: 4, matches: [] },
    { last: -1, code: rfc4226[0], window: 0, matches: [0] },
    { last: -1, code: rfc4226[1], window: 0, matches: [] },
    { last: 0, code: rfc4226[0], window: 4, matches: [] },
    { last: 2, code: rfc4226[3], window: 4, matches: [3] },
    { last: 2, code: rfc4226[7], window: 4, matches: [7] },
    { last: 2, code: rfc4226[2], window: 4, matches: [] },
    { last: -1, code: undefined, window: 4, matches: [] },
    { last: -1, code: '75522', window: 4, matches: [] },
  ];

  it.each(rows)(
    'row 42 row 5 · after counter $last, code $code, look-ahead $window: $matches',
    ({ last, code, window, matches }) => {
      const token = aHotpToken('t1', { lastAcceptedStep: last });
      expect(matchingSteps({ hmac, token, code, windowSteps: window, now: 0 })).toEqual(matches);
    },
  );
});

describe('RFC 6238 appendix B: a time-based token with 8 digits and 30 s', () => {
  const rows: { seconds: number; code: string; window: number; matches: number[] }[] = [
    { seconds: 59, code: '94287082', window: 0, matches: [1] },
    { seconds: 1111111109, code: '07081804', window: 0, matches: [37037036] },
    { seconds: 1111111111, code: '14050471', window: 0, matches: [37037037] },
    { seconds: 1111111109, code: '14050471', window: 0, matches: [] },
    { seconds: 1111111109, code: '14050471', window: 1, matches: [37037037] },
    { seconds: 1111111111, code: '07081804', window: 1, matches: [37037036] },
    { seconds: 2000000000, code: '69279037', window: 1, matches: [66666666] },
    { seconds: 20000000000, code: '65353130', window: 1, matches: [666666666] },
  ];

  it.each(rows)(
    'row 42 row 77 · at $seconds s, code $code, window $window: $matches',
    ({ seconds, code, window, matches }) => {
      const token = aToken('t1', { digits: 8, stepSeconds: 30 });
      const now = seconds * 1_000;
      expect(matchingSteps({ hmac, token, code, windowSteps: window, now })).toEqual(matches);
    },
  );
});

describe('what is compared', () => {
  it.each(['07081804', '00000000', undefined])('row 20 · %s: all of the window', (code) => {
    let computed = 0;
    const counting = (message: Uint8Array) => {
      computed += 1;
      return hmac(message);
    };
    const token = aToken('t1', { digits: 8, stepSeconds: 30 });
    matchingSteps({ hmac: counting, token, code, windowSteps: 1, now: 1111111109_000 });
    expect(computed).toBe(3);
  });
});

describe('candidateSteps', () => {
  const totp = (parts: Partial<Token> = {}) => aToken('t1', parts);
  const rows: { token: Token; window: number; now: number; steps: number[] }[] = [
    { token: totp(), window: 0, now: 600_000, steps: [10] },
    { token: totp(), window: 2, now: 600_000, steps: [10, 9, 11, 8, 12] },
    { token: totp(), window: 1, now: 659_999, steps: [10, 9, 11] },
    { token: totp(), window: 1, now: 660_000, steps: [11, 10, 12] },
    { token: totp({ stepSeconds: 30 }), window: 1, now: 600_000, steps: [20, 19, 21] },
    { token: totp({ driftSteps: 2 }), window: 1, now: 600_000, steps: [12, 11, 13] },
    { token: totp({ driftSteps: -2 }), window: 1, now: 600_000, steps: [8, 7, 9] },
    { token: totp(), window: 2, now: 60_000, steps: [1, 0, 2, 3] },
    { token: aHotpToken('t1', { lastAcceptedStep: 6 }), window: 2, now: 0, steps: [7, 8, 9] },
  ];

  it.each(rows)(
    'row 10 · drift $token.driftSteps, window $window, $now ms: $steps',
    ({ token, window, now, steps }) => {
      expect(candidateSteps(token, window, now)).toEqual(steps);
    },
  );
});

describe('driftAfter, bounded by ±3 steps', () => {
  const rows: { step: number; now: string; drift: number }[] = [
    { step: 0, now: '2015-02-02T12:00:00.000', drift: 0 },
    { step: 1, now: '2015-02-02T12:00:59.999', drift: 1 },
    // Late may be slow of hand: one step less is learnt, so that a prompt code stays in the window.
    { step: -1, now: '2015-02-02T12:00:00.000', drift: 0 },
    { step: -2, now: '2015-02-02T12:00:00.000', drift: -1 },
    { step: 3, now: '2015-02-02T12:00:00.000', drift: 3 },
    { step: 4, now: '2015-02-02T12:00:00.000', drift: 3 },
    { step: -9, now: '2015-02-02T12:00:00.000', drift: -3 },
  ];

  it.each(rows)(
    'RFC 6238 6 · a code $step steps off gives drift $drift',
    ({ step, now, drift }) => {
      const authenticator = authenticatorOf(aToken('t1'), policyWith());
      if (!authenticator) throw new Error('the sample policy has a time-based authenticator');
      const accepted = { step: tokyo('2015-02-02T12:00:00.000') / 60_000 + step, now: tokyo(now) };
      expect(driftAfter(aToken('t1'), accepted, authenticator)).toBe(drift);
      expect(driftAfter(aHotpToken('t1'), accepted, authenticator)).toBe(0);
    },
  );
});

describe('authenticatorOf', () => {
  const rows: { token: Token; id: string | undefined }[] = [
    { token: aToken('t1'), id: 'fob' },
    { token: aHotpToken('t1'), id: 'card' },
    { token: aToken('t1', { stepSeconds: 30 }), id: undefined },
    { token: aToken('t1', { digits: 8 }), id: undefined },
    { token: aToken('t1', { algorithm: 'SHA256' }), id: undefined },
  ];

  it.each(rows)(
    'S0-01 · $token.kind, $token.stepSeconds s, $token.digits digits, $token.algorithm: $id',
    ({ token, id }) => {
      expect(authenticatorOf(token, policyWith())?.id).toBe(id);
    },
  );
});
