import { createHmac, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { OneShotHmac } from './one-shot-hmac.ts';

const hex = (text: string) => Buffer.from(text, 'hex');

/** RFC 2202 section 3 (SHA-1) and RFC 4231 section 4 (SHA-256, SHA-512). */
const published = [
  ['sha1', '0b'.repeat(20), 'Hi There', 'b617318655057264e28bc0b6fb378c8ef146be00'],
  ['sha1', 'Jefe', 'what do ya want for nothing?', 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79'],
  [
    'sha1',
    'aa'.repeat(80),
    'Test Using Larger Than Block-Size Key - Hash Key First',
    'aa4ae5e15272d00e95705637ce8a3b55ed402112',
  ],
  [
    'sha256',
    '0b'.repeat(20),
    'Hi There',
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  ],
  [
    'sha256',
    'aa'.repeat(131),
    'Test Using Larger Than Block-Size Key - Hash Key First',
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
  [
    'sha512',
    'Jefe',
    'what do ya want for nothing?',
    '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737',
  ],
] as const;

test.each(published)('the vectors of the RFCs: %s %s', (name, key, message, mac) => {
  const bytes = key === 'Jefe' ? Buffer.from(key) : hex(key);
  expect(new OneShotHmac(name, bytes).digest(Buffer.from(message))).toEqual(hex(mac));
});

test('equals createHmac for keys and messages around the block and beyond the room', () => {
  for (const name of ['sha1', 'sha256', 'sha512'] as const)
    for (const keyBytes of [0, 1, 63, 64, 65, 127, 128, 129])
      for (const messageBytes of [0, 8, 9, 300]) {
        const [key, message] = [randomBytes(keyBytes), randomBytes(messageBytes)];
        const expected = createHmac(name, key).update(message).digest();
        expect(new OneShotHmac(name, key, 8).digest(message)).toEqual(expected);
      }
});

test('one key makes MACs of messages of any order of lengths, and none after it was forgotten', () => {
  const key = randomBytes(20);
  const mac = new OneShotHmac('sha1', key, 16);
  for (const length of [16, 8, 40, 0, 16]) {
    const message = randomBytes(length);
    expect(mac.digest(message)).toEqual(createHmac('sha1', key).update(message).digest());
  }
  const message = randomBytes(8);
  mac.forget();
  expect(mac.digest(message)).not.toEqual(createHmac('sha1', key).update(message).digest());
});
