import { routes } from '@warifu/wire';
import { afterEach, describe, expect, it } from 'vitest';
import { goodRequest } from './testing/bad-requests.ts';
import { type Frame, startFrame } from './testing/frame.ts';

let running: Frame | undefined;

afterEach(async () => {
  await running?.close();
  running = undefined;
});

const forwarded = (value: string) => ['X-Forwarded-For', value];
const answer = { status: 201, body: '{}' };

/** The source that the audit record of one verification has. */
async function sourceWith(trustedProxies: readonly string[], headers: readonly string[]) {
  const sources: unknown[] = [];
  running = await startFrame({
    otherwise: (call) => {
      sources.push(call.source);
      return Promise.resolve({ kind: 'done', answer, replayed: false });
    },
    deps: { trustedProxies },
  });
  const good = goodRequest(routes.create_verification);
  await running.send({ ...good, headers: [...(good.headers ?? []), ...headers] });
  return sources;
}

describe('row 14: where a request came from is what trusted proxies say, and nobody else', () => {
  const here = '127.0.0.1';
  const customer = '203.0.113.9';
  const rows: { what: string; trusted?: string[]; says: string[]; source: string }[] = [
    { what: 'nobody is trusted, no header', says: [], source: here },
    { what: 'nobody is trusted', says: forwarded(customer), source: here },
    {
      what: 'the peer is not trusted',
      trusted: ['10.0.0.0/8'],
      says: forwarded(customer),
      source: here,
    },
    {
      what: 'not trusted, and claims to come from one that is',
      trusted: ['10.0.0.0/8'],
      says: forwarded(`${customer}, 10.0.0.5`),
      source: here,
    },
    { what: 'the peer is trusted', trusted: [here], says: forwarded(customer), source: customer },
    { what: 'by a range', trusted: ['127.0.0.0/8'], says: forwarded(customer), source: customer },
    { what: 'in IPv6', trusted: [here], says: forwarded('2001:db8::7'), source: '2001:db8::7' },
    { what: 'the peer is trusted and says nothing', trusted: [here], says: [], source: here },
    {
      what: 'the client wrote something before',
      trusted: [here],
      says: forwarded(`198.51.100.1, ${customer}`),
      source: customer,
    },
    {
      what: 'two proxies, one after the other',
      trusted: [here, '10.0.0.0/8'],
      says: forwarded(`198.51.100.1, ${customer}, 10.0.0.5`),
      source: customer,
    },
    {
      what: 'what is no address says nothing',
      trusted: [here],
      says: forwarded('unknown'),
      source: here,
    },
    {
      what: 'nor does an address with a port',
      trusted: [here],
      says: forwarded(`${customer}:4711`),
      source: here,
    },
    { what: 'nor does other text', trusted: [here], says: forwarded('<b>hello</b>'), source: here },
    {
      what: 'no other header is believed',
      trusted: [here],
      says: ['Forwarded', `for=${customer}`, 'X-Real-IP', customer],
      source: here,
    },
  ];

  it.each(rows)('$what: $source', async ({ trusted = [], says, source }) => {
    expect(await sourceWith(trusted, says)).toEqual([source]);
  });
});

describe('row 11: apps are counted by where they come from', () => {
  async function statuses(trustedProxies: readonly string[], sources: readonly string[]) {
    running = await startFrame({
      otherwise: () => Promise.resolve({ kind: 'done', answer, replayed: false }),
      deps: { trustedProxies, appLimits: { source: 2, name: 100, institution: 100 } },
    });
    const good = goodRequest(routes.activate_app);
    const found: number[] = [];
    for (const source of sources) {
      const headers = [...(good.headers ?? []), ...forwarded(source)];
      found.push((await running.send({ ...good, headers })).status);
    }
    return found;
  }

  const three = ['203.0.113.1', '203.0.113.2', '203.0.113.3'];

  it('a header from an untrusted peer changes nothing: it is one source, whatever it writes', async () => {
    expect(await statuses([], three)).toEqual([201, 201, 429]);
    await running?.close();
    expect(await statuses(['10.0.0.0/8'], three)).toEqual([201, 201, 429]);
  });

  it('behind a trusted proxy each customer has his own count', async () => {
    const four = [...three, '203.0.113.1'];
    expect(await statuses(['127.0.0.1'], four)).toEqual([201, 201, 201, 201]);
    await running?.close();
    const same = ['203.0.113.1', '198.51.100.7, 203.0.113.1', '198.51.100.8, 203.0.113.1'];
    expect(await statuses(['127.0.0.1'], same)).toEqual([201, 201, 429]);
  });
});
