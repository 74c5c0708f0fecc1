import { routes } from '@warifu/wire';
import { describe, expect, it } from 'vitest';
import { parseQuery } from './query-string.ts';
import { compileCheck } from './validation.ts';

const checkVerification = compileCheck(routes.create_verification.body);
const checkUnlock = compileCheck(routes.unlock.body);
const challengeId = 'chl_01k4y8m2v5t7q9r3w6x0z1b2c3';

describe('compileCheck', () => {
  it('tells every fault with its path, and no value', () => {
    const body = { challenge_id: 4711, otp: '', factors: [{ kind: 'PIN' }], 'a/b~c': 1 };
    expect(
      checkVerification(body)
        ?.map(({ path, message }) => `${path} ${message}`)
        .sort(),
    ).toEqual([
      '/a~1b~0c is unknown',
      '/challenge_id must be string',
      '/factors/0/checked_at is missing',
      '/factors/0/kind must match pattern "^[a-z][a-z0-9_]{0,63}$"',
      '/otp must NOT have fewer than 1 characters',
    ]);
  });

  it('of two alternatives tells about the one that was meant', () => {
    expect(checkVerification({ challenge_id: challengeId, opt: '1' })).toEqual([
      { path: '/opt', message: 'is unknown' },
    ]);
    const user = { user_id: challengeId.replace('chl', 'usr'), purpose: 'login' };
    expect(checkVerification(user)).toEqual([{ path: '/otp', message: 'is missing' }]);
  });

  it('looks into alternatives within alternatives', () => {
    const body = {
      token_ids: ['tok_01k4y8m2v5t7q9r3w6x0z1b2c3'],
      acting: { staff_id: 's', desk: 'd' },
    };
    expect(checkUnlock(body)).toEqual([{ path: '/acting/evidence', message: 'is missing' }]);
  });

  it('names the members any one of which would do', () => {
    expect(compileCheck(routes.change_user.body)({})).toEqual([
      { path: '', message: 'needs one of name, role, permissions, mail_address' },
    ]);
  });

  it('tells at most twenty faults', () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`n${i}`, 1]));
    expect(checkVerification({ ...many, challenge_id: challengeId })).toHaveLength(20);
  });
});

describe('parseQuery', () => {
  const parse = (text: string) => parseQuery(text, routes.list_tokens.query);

  it('reads text and integers as the schema says', () => {
    expect(parse('limit=20&serial=NH%2000+7&state=in_stock')).toEqual({
      ok: true,
      value: { limit: 20, serial: 'NH 00 7', state: 'in_stock' },
    });
    expect(parse('')).toEqual({ ok: true, value: {} });
  });

  it.each([
    ['limit=1&limit=1', 'query_duplicated'],
    ['limit=1&%6cimit=1', 'query_duplicated'],
    ['limit=１', 'query_invalid'],
    ['limit', 'query_invalid'],
    ['constructor=1', 'query_invalid'],
    ['serial=%ff', 'query_invalid'],
    ['serial=%00', 'query_invalid'],
  ])('refuses %s as %s', (text, code) => {
    expect(parse(text)).toMatchObject({ ok: false, problem: { code } });
  });
});

describe('who acts at a removal', () => {
  const check = compileCheck(routes.remove_user.query);
  const user = { acting_user_id: 'usr_01k4y8m2v5t7q9r3w6x0z1b2c3' };
  const staff = { acting_staff_id: 's', acting_desk: 'desk', acting_evidence: 'form' };

  it.each([
    [{}, true],
    [user, true],
    [staff, true],
    [{ ...user, ...staff }, false],
    [{ ...user, acting_desk: 'desk' }, false],
    [{ acting_staff_id: 's' }, false],
    [{ acting_staff_id: 's', acting_desk: 'desk' }, false],
  ])('S0-07 · %j: %s', (query, fits) => {
    expect(check(query) === undefined).toBe(fits);
  });
});
