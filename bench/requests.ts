import { randomInt, randomUUID } from 'node:crypto';
import type { LoadPlan, Mix } from './load-plan.ts';
import { type GroupRange, groupRange, idAt, rightCode, userAt, wrongCode } from './population.ts';

/**
 * All requests of a round, written before the clock starts: making a UUID and a code costs as much
 * as a server needs to answer. They have one length, so that one buffer and a multiplication find
 * them.
 */
export interface PreparedRequests {
  readonly bytes: Buffer;
  readonly requestBytes: number;
  readonly count: number;
  readonly mixOf: Uint8Array;
}

export function prepareRequests(plan: LoadPlan): PreparedRequests {
  const mixOf = order(plan.mixes);
  const writers = plan.mixes.map((mix) => requestWriter(plan, mix));
  const first = requestText(plan, 'usr_00000000000000000000000000', '000000');
  const requestBytes = Buffer.byteLength(first, 'latin1');
  const bytes = Buffer.allocUnsafe(requestBytes * mixOf.length);
  mixOf.forEach((mix, index) => {
    const text = writers[mix]?.() ?? '';
    if (text.length !== requestBytes) throw new Error('requests must have one length');
    bytes.write(text, index * requestBytes, 'latin1');
  });
  return { bytes, requestBytes, count: mixOf.length, mixOf };
}

function requestWriter(plan: LoadPlan, mix: Mix): () => string {
  const range: GroupRange = groupRange(mix.group, plan.tokens);
  const codeOf = mix.code === 'right' ? rightCode : wrongCode;
  let position = mix.from;
  return () => {
    const user = userAt(range, position);
    position += 1;
    return requestText(plan, idAt('usr', user), codeOf(user, plan.atMs));
  };
}

function requestText(plan: LoadPlan, userId: string, otp: string): string {
  const body = JSON.stringify({ user_id: userId, purpose: 'one_off_transfer', otp });
  return [
    'POST /v1/verifications HTTP/1.1',
    `Host: 127.0.0.1:${plan.port}`,
    `Authorization: ${plan.authorization}`,
    'Content-Type: application/json',
    `Idempotency-Key: ${randomUUID()}`,
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}

/**
 * The mixes' numbers, as often as each has requests, shuffled (Fisher–Yates) when there are
 * several.
 */
function order(mixes: readonly Mix[]): Uint8Array {
  const numbers = Uint8Array.from(mixes.flatMap((mix, index) => Array(mix.count).fill(index)));
  if (mixes.length < 2) return numbers;
  for (let last = numbers.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    const kept = numbers[last] ?? 0;
    numbers[last] = numbers[other] ?? 0;
    numbers[other] = kept;
  }
  return numbers;
}
