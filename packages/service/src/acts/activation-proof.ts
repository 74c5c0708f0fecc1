import { canonicaliseReadableId } from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';

export interface ActivationProof {
  readonly institutionId: string;
  readonly serviceId: string;
  readonly appUserId: string;
  readonly password: string;
}

/**
 * The MAC under which an activation password is kept, under a key that is not in the store: whoever
 * steals the store cannot try the few passwords there are.
 */
export function activationMac({ vault }: ServiceDeps, proof: ActivationProof): Uint8Array {
  const { institutionId, serviceId, appUserId, password } = proof;
  const parts = ['warifu-activation/1', institutionId, serviceId, appUserId, password];
  return vault.mac(Buffer.from(parts.join('\n'), 'utf8'));
}

/** The two IDs of an issue in their one spelling. */
export function canonicalIds({
  serviceId,
  appUserId,
}: {
  readonly serviceId: string;
  readonly appUserId: string;
}) {
  return {
    serviceId: canonicaliseReadableId(serviceId),
    appUserId: canonicaliseReadableId(appUserId),
  };
}
