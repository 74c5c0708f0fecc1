import { createHash, createHmac, createSecretKey } from 'node:crypto';
import { hotp, timeStep } from '@warifu/otp';

/*
 * The people of the benchmark. Everything about user number n follows from n, so that the store is
 * filled and the load is made by different processes without a file between them:
 *   0 … tokens−1              ordinary users with one token each, in service
 *   the next `lockedUsers`    the same, but locked before the first request
 *   the next `unboundUsers`   users who have no token
 * Their order in the load is not their order in the store: a stride that shares no divisor with
 * their number visits each once, far from the last, so that no cache is flattered.
 */
export const stepSeconds = 60;
export const usersPerContract = 5;
export const lockedUsers = 1_000;
export const unboundUsers = 1_000;

/** The servers' fixed clock begins here; a later round stands some whole steps after it. */
export const clockStartsAt = Date.UTC(2026, 10, 22, 0, 0, 30);

export type Group = 'ordinary' | 'locked' | 'unbound';

export interface GroupRange {
  readonly first: number;
  readonly size: number;
}

/** Which user numbers a group has, in a population with that many ordinary tokens. */
export function groupRange(group: Group, tokens: number): GroupRange {
  if (group === 'ordinary') return { first: 0, size: tokens };
  if (group === 'locked') return { first: tokens, size: lockedUsers };
  return { first: tokens + lockedUsers, size: unboundUsers };
}

/** All users of a population. */
export function populationSize(tokens: number): number {
  return tokens + lockedUsers + unboundUsers;
}

/**
 * The user number at a position of the load's order; positions beyond the group's size go round.
 */
export function userAt({ first, size }: GroupRange, position: number): number {
  return first + ((position * strideOf(size)) % size);
}

function strideOf(size: number): number {
  let stride = Math.max(1, Math.floor(size * 0.618));
  while (greatestCommonDivisor(stride, size) !== 1) stride += 1;
  return stride;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

export type IdKind = 'con' | 'usr' | 'tok' | 'bnd';

/**
 * An id as the server makes them: 26 characters after the prefix, the first ones growing with time,
 * the others scattered. Hexadecimal digits are part of the alphabet.
 */
export function idAt(kind: IdKind, index: number): string {
  const time = (clockStartsAt - 86_400_000_000 + index * 10).toString(16).padStart(10, '0');
  const scattered = createHash('sha256').update(`${kind} ${index}`).digest('hex').slice(0, 16);
  return `${kind}_${time.slice(-10)}${scattered}`;
}

const seedsKey = createSecretKey(Buffer.from('the seeds of the benchmark'));

/** 160 bits (RFC 4226 R6). */
export function seedAt(index: number): Buffer {
  return createHmac('sha256', seedsKey).update(String(index)).digest().subarray(0, 20);
}

export function serialAt(index: number): string {
  return String(10_000_000_000 + index);
}

/** The code that the user's token shows at an instant. */
export function rightCode(index: number, atMs: number): string {
  return hotp(hmacOf(index), timeStep(atMs, stepSeconds), 6);
}

/** A code that the token shows neither now nor one step before or after. */
export function wrongCode(index: number, atMs: number): string {
  const hmac = hmacOf(index);
  const step = timeStep(atMs, stepSeconds);
  const live = [step - 1, step, step + 1].map((one) => Number(hotp(hmac, one, 6)));
  let guess = (live[1] ?? 0) + 1;
  while (live.includes(guess % 1_000_000)) guess += 1;
  return String(guess % 1_000_000).padStart(6, '0');
}

function hmacOf(index: number): (message: Uint8Array) => Uint8Array {
  // A KeyObject makes the HMAC several times cheaper than a Buffer key.
  const seed = createSecretKey(seedAt(index));
  return (message) => createHmac('sha1', seed).update(message).digest();
}
