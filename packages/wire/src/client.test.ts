import { describe, expect, expectTypeOf, it } from 'vitest';
import { createClient, ProblemError } from './client.ts';

interface Seen {
  readonly url: string;
  readonly method: string | undefined;
  readonly headers: Headers;
  readonly body: unknown;
}

function fake(status: number, body: string, headers: Record<string, string> = {}) {
  const seen: Seen[] = [];
  const client = createClient({
    baseUrl: 'http://warifu.test',
    apiKey: 'wrf_a_b',
    fetch: async (url, init) => {
      const sent = new Headers(init?.headers);
      seen.push({ url: String(url), method: init?.method, headers: sent, body: init?.body });
      return new Response(body, { status, headers });
    },
  });
  return { client, seen };
}

const userId = 'usr_01k4y8m2v5t7q9r3w6x0z1b2c3';

describe('createClient', () => {
  it('sends a body, the key and a fresh Idempotency-Key', async () => {
    const { client, seen } = fake(200, '{"result":"accepted","retry":"none"}');
    const body = { user_id: userId, purpose: 'login', otp: '755224' };
    const answer = await client.call('create_verification', { body });
    await client.call('create_verification', { body });
    expect(answer).toEqual({
      status: 200,
      body: { result: 'accepted', retry: 'none' },
      replayed: false,
    });
    expectTypeOf(answer.body.result).toEqualTypeOf<'accepted' | 'refused'>();
    expect(seen[0]?.url).toBe('http://warifu.test/v1/verifications');
    expect(seen[0]?.body).toBe(JSON.stringify(body));
    expect(seen[0]?.headers.get('authorization')).toBe('Bearer wrf_a_b');
    expect(seen[0]?.headers.get('idempotency-key')).toMatch(/^[0-9a-f-]{36}$/);
    expect(seen[1]?.headers.get('idempotency-key')).not.toBe(
      seen[0]?.headers.get('idempotency-key'),
    );
  });

  it('keeps the Idempotency-Key that is given and says when the answer is an earlier one', async () => {
    const { client, seen } = fake(200, '{}', { 'idempotent-replayed': 'true' });
    const input = { params: { user_id: userId }, idempotencyKey: 'k-1' };
    expect((await client.call('remove_user', input)).replayed).toBe(true);
    expect(seen[0]?.headers.get('idempotency-key')).toBe('k-1');
    expect(seen[0]?.method).toBe('DELETE');
    expect(seen[0]?.body).toBeUndefined();
  });

  it('puts parameters into path and query', async () => {
    const { client, seen } = fake(200, '{}');
    const at = '2026-11-22T09:00:00+09:00';
    await client.call('get_otp_status', { params: { user_id: userId }, query: { at } });
    await client.call('list_contracts');
    expect(seen[0]?.url).toBe(
      `http://warifu.test/v1/users/${userId}/otp_status?at=2026-11-22T09%3A00%3A00%2B09%3A00`,
    );
    expect(seen[1]?.url).toBe('http://warifu.test/v1/contracts');
    expect(seen[1]?.headers.has('idempotency-key')).toBe(false);
  });

  it('throws a ProblemError with the code of a refusal', async () => {
    const { client } = fake(404, '{"code":"user_unknown","status":404,"title":"t","type":"u"}');
    const call = client.call('get_user', { params: { user_id: userId } });
    await expect(call).rejects.toThrow(ProblemError);
    await expect(call).rejects.toMatchObject({ status: 404, code: 'user_unknown' });
  });

  it('throws a ProblemError without code when something else answered', async () => {
    const { client } = fake(502, '<html>bad gateway</html>');
    await expect(client.call('list_institutions')).rejects.toMatchObject({
      status: 502,
      code: undefined,
    });
  });

  it('does not compile without what an operation needs', () => {
    const { client } = fake(200, '{}');
    const wrong = () => [
      // @ts-expect-error: the operation has a parameter in its path
      client.call('get_user'),
      // @ts-expect-error: the body lacks its members
      client.call('open_contract', { body: {} }),
      // @ts-expect-error: there is no such operation
      client.call('make_tea'),
    ];
    expect(wrong).toBeTypeOf('function');
  });
});
