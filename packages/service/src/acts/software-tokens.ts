import {
  type Authenticator,
  canonicaliseSerial,
  type NewSoftwareToken,
  newSoftwareToken,
  seedBytes,
  serialFromPattern,
  type Token,
} from '@warifu/engine';
import { encodeBase32 } from '@warifu/otp';
import type { ServiceDeps } from '../deps.ts';
import type { Random } from '../ports/random.ts';
import type { SealedSeed } from '../ports/sealed-seed.ts';
import { type RunResult, StoreFailure } from '../ports/store.ts';
import { type SeedPlace, sha256Hex } from '../vault/key-vault.ts';

/** A new seed: sealed for the store, and as the one app is told it, once. */
export interface NewSeed {
  readonly sealed: SealedSeed;
  /** Base32; it goes into one answer and nowhere else (row 45). */
  readonly secret: string;
}

/** Makes a seed of full length from the generator (row 41) and seals it for its place. */
export function newSeed(
  { random, vault }: ServiceDeps,
  algorithm: Authenticator['algorithm'],
  place: SeedPlace,
): NewSeed {
  const bytes = random.bytes(seedBytes[algorithm]);
  const sealed = vault.seal(bytes, place);
  const secret = encodeBase32(bytes);
  bytes.fill(0);
  return { sealed, secret };
}

export interface MadeToken extends NewSeed {
  readonly token: Token;
}

/** Makes a token with its serial and seed. Throws when the policy's pattern makes no serial. */
export function madeToken(
  deps: ServiceDeps,
  authenticator: Authenticator,
  parts: Omit<NewSoftwareToken, 'serial'>,
): MadeToken {
  const { id: tokenId, institutionId, contractId } = parts;
  const serial = newSerial(authenticator, deps.random);
  const seed = newSeed(deps, authenticator.algorithm, { institutionId, tokenId, contractId });
  return { token: newSoftwareToken(authenticator, { ...parts, serial }), ...seed };
}

function newSerial({ serial_pattern: pattern, id }: Authenticator, random: Random): string {
  const serial = serialFromPattern(pattern, (count) => {
    // 48 bits are so many more than any class has members that none is likelier than another.
    const [hi = 0, ...rest] = random.bytes(6);
    return rest.reduce((sum, byte) => sum * 256 + byte, hi) % count;
  });
  if (serial === undefined) throw new Error(`the serial pattern of ${id} makes no serial`);
  return canonicaliseSerial(serial);
}

/**
 * The phone, PC or mailbox that holds a token, as the store names it: a digest, because what an app
 * calls itself stands in for it when an answer was lost.
 */
export function deviceOf(institutionId: string, kind: 'app' | 'mailbox', name: string): string {
  return sha256Hex(['warifu-device/1', institutionId, kind, name].join('\n'));
}

const attempts = 4;

/** Runs an act that makes a serial; should another token have that serial, it makes another one. */
export async function withFreshSerial(run: () => Promise<RunResult>): Promise<RunResult> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      const taken = error instanceof StoreFailure && error.code === 'conflict';
      if (!taken || attempt === attempts) throw error;
    }
  }
}
