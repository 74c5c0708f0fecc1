import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { ownFolder } from '../testing/own-warifu.ts';
import { DemoClock } from './demo-clock.ts';
import { demoRoutes } from './demo-routes.ts';

const minuteMs = 60_000;

test.each(['', '-', 'NaN', '1e999', '0x10', '99999999999999999', '{}'])(
  'an offset file with "%s" is no offset',
  (text) => {
    const file = join(ownFolder(), 'offset');
    writeFileSync(file, text);
    expect(Math.abs(new DemoClock(file).now() - Date.now())).toBeLessThan(minuteMs);
  },
);

test('the offset is kept in whole milliseconds', () => {
  const file = join(ownFolder(), 'offset');
  const clock = new DemoClock(file);
  expect(clock.advance(-1_234.4)).toBe(true);
  expect(readFileSync(file, 'utf8')).toBe('-1234');
  expect(new DemoClock(file).now() - Date.now()).toBeLessThan(-1_000);
});

async function move(payload: string, moved = () => {}) {
  const http = Fastify();
  http.removeAllContentTypeParsers();
  http.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  const clock = new DemoClock(join(ownFolder(), 'offset'));
  demoRoutes(http, { clock, mails: { mails: () => [] }, moved });
  const headers = { 'content-type': 'application/json' };
  return http.inject({ method: 'POST', url: '/demo/clock', headers, payload });
}

test.each([
  '{"now": "2026-11-22T09:00:00"}',
  '{"now": "2026-11-22"}',
  '{"now": "1999-12-31T23:59:59Z"}',
  '{"now": "2100-01-01T00:00:00Z"}',
  '{"advance_seconds": 1e12}',
  '{"advance_seconds": -1e308}',
  '{"advance_seconds": 1, "now": "2026-11-22T09:00:00Z"}',
  '[]',
])('the clock is not moved by %s', async (payload) => {
  const answer = await move(payload);
  expect(answer.statusCode).toBe(400);
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(answer.json()).toMatchObject({ status: 400, code: 'body_invalid' });
});

test.each(['2000-01-01T00:00:00Z', '2099-12-31T23:59:00Z', '2026-11-22T09:00:00+09:00'])(
  'the clock is moved to %s',
  async (now) => {
    const answer = await move(JSON.stringify({ now }));
    expect(answer.statusCode).toBe(200);
    expect(Date.parse(answer.json().now) - Date.parse(now)).toBeLessThan(minuteMs);
  },
);

test('whoever waits for the time hears of a move, and of nothing else', async () => {
  let moves = 0;
  const moved = () => {
    moves += 1;
  };
  await move('{"advance_seconds": 60}', moved);
  await move('{"advance_seconds": 1e12}', moved);
  await move('[]', moved);
  expect(moves).toBe(1);
});
