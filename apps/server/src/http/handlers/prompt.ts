import type { Lock, RefusalReason } from '@warifu/engine';
import type { ApiClient, LockAdvice, PromptSubject, Service } from '@warifu/service';
import { isPromptRefusal, type PromptRefusal, promptRefusal } from './refusals.ts';

const noAdvice: LockAdvice = { administratorCan: false };

/**
 * How a refusal at the prompt is told to this client. Who could lift a lock is looked up beforehand
 * and only for a client that may know, so that others wait for nothing and learn nothing (ALL-07).
 */
export async function promptBody(
  service: Service,
  client: ApiClient,
  by: PromptSubject,
): Promise<(reason: RefusalReason, lock: Lock | null) => PromptRefusal | undefined> {
  const advice = client.scopes.has('verifications:reasons')
    ? await service.readLockAdvice(client.institutionId, by)
    : noAdvice;
  const { scopes } = client;
  return (reason, lock) =>
    isPromptRefusal(reason) ? promptRefusal(reason, { scopes, advice, lock }) : undefined;
}
