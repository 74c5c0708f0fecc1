import type { IdempotencyClaim } from '@warifu/service';
import type { Admission } from './door.ts';

/** What a key is used for: everything that the answer depends on. */
export interface KeyedInput {
  readonly operationId: string;
  /** Path and query as they were sent. */
  readonly url: string;
  readonly body: Buffer | undefined;
}

const nothing = Buffer.alloc(0);

/**
 * The claim of an Idempotency-Key: a MAC over client, operation, address and body, so that the same
 * key with another input is noticed (row 8) and no input can be guessed from what is stored. None of
 * the parts before the body can hold a line break, so no two inputs look the same.
 */
export function idempotencyClaim(
  { client, idempotencyKey }: Admission,
  { operationId, url, body = nothing }: KeyedInput,
  { mac, now }: { readonly mac: (bytes: Uint8Array) => Uint8Array; readonly now: number },
): IdempotencyClaim {
  const head = Buffer.from(`${client.keyId}\n${operationId}\n${url}\n`, 'latin1');
  return {
    institutionId: client.institutionId,
    key: idempotencyKey,
    inputMac: mac(Buffer.concat([head, body], head.length + body.length)),
    at: now,
  };
}
