import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DemoClock } from './demo-clock.ts';
import { Surprise } from './surprise.ts';

/** The demo's clock, standing still but for what its test lets pass. */
let now = 0;
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  if (body !== '') now = Date.parse(JSON.parse(body).now);
  response.end(JSON.stringify({ now: new Date(now).toISOString() }));
});
let clock: DemoClock;
beforeEach(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  clock = new DemoClock(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

const at = Date.UTC(2027, 0, 22, 14, 59, 59);
const surprise = new Surprise('an act', { expected: 'accepted', got: 'refused' });

/** An act that takes so long each time, and comes out well when it is in time. */
function acting(durationsMs: readonly number[]) {
  const begun: number[] = [];
  const act = async () => {
    begun.push(now - at);
    now += durationsMs[begun.length - 1] ?? 0;
    if (now >= at + 1_000) throw surprise;
    return 'in time';
  };
  return { act, begun };
}

describe('ALL-02 an act in one certain second', () => {
  test('is done when the clock stands there', async () => {
    const { act, begun } = acting([999]);
    expect(await clock.inSecond(at, act)).toBe('in time');
    expect(begun).toEqual([0]);
  });

  test('is tried again, from the same second, when it came too late', async () => {
    const { act, begun } = acting([1_000, 3_000, 10]);
    expect(await clock.inSecond(at, act)).toBe('in time');
    expect(begun).toEqual([0, 0, 0]);
  });

  test('a surprise in time is one', async () => {
    let times = 0;
    const act = async () => {
      times++;
      throw surprise;
    };
    await expect(clock.inSecond(at, act)).rejects.toBe(surprise);
    expect(times).toBe(1);
  });

  test('and so is one that is always late', async () => {
    const { act, begun } = acting(Array.from({ length: 20 }, () => 2_000));
    await expect(clock.inSecond(at, act)).rejects.toBe(surprise);
    expect(begun).toHaveLength(10);
  });
});
