import { describe, expect, test } from 'vitest';
import { Secrets } from '../secrets.ts';
import { leaksIn } from './leaks.ts';

const secrets = new Secrets();
secrets.addCode('287082');
secrets.addSeed(Buffer.from('12345678901234567890'));
secrets.addPassword('27182818');
secrets.addIssueId('K7QD-2M9X-4TRB');

const event = 'event verify_otp';
const screen = 'answer of /v1/issuances/iss_1';
const app = 'answer of /v1/app/some_bank/activations';
const base32 = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('ALL-04 a secret is found where it does not belong', () => {
  test.each([
    [event, '{"otp":"287082"}', ['a code in event verify_otp']],
    [event, '{"otp":287082}', ['a code in event verify_otp']],
    [event, 'the code is 287082。', ['a code in event verify_otp']],
    [event, `{"secret":"${base32}"}`, ['a seed in event verify_otp']],
    [event, '{"seed":"3132333435363738393031323334353637383930"}', ['a seed in event verify_otp']],
    [event, '27182818', ['a password in event verify_otp']],
    [event, 'K7QD2M9X4TRB', ['an issue’s ID in event verify_otp']],
    [app, 'K7QD-2M9X-4TRB', [`an issue’s ID in ${app}`]],
    [screen, base32, [`a seed in ${screen}`]],
    [screen, '27182818', [`a password in ${screen}`]],
  ])('%s: %s', (name, text, found) => {
    expect(leaksIn([{ name, text }], secrets)).toEqual(found);
  });

  test.each([
    [screen, '{"service_id":"K7QD-2M9X-4TRB"}'],
    [app, `{"secret":"${base32}"}`],
    [event, '{"hash":"ab287082cd","serial":"1287082","at":"2026-11-22T00:00:00.287082Z"}'],
    [event, '{"sequence":287082,"telephone":"0120-287082"}'],
  ])('and nothing where it does: %s: %s', (name, text) => {
    expect(leaksIn([{ name, text }], secrets)).toEqual([]);
  });
});
