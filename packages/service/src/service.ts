import { graceOf, replacementHorizon } from '@warifu/engine';
import type { CallContext } from './acts/call-context.ts';
import { consumeChallenge, createChallenge } from './acts/challenges.ts';
import { addUser, changeUser, openContract, removeUser } from './acts/contracts.ts';
import { registerToken, skipEnrolment } from './acts/enrolments.ts';
import { unlock } from './acts/locks.ts';
import { postShipment, recordApplication, recordDelivery, reverseFee } from './acts/post.ts';
import { revoke } from './acts/revocations.ts';
import { verify } from './acts/verify.ts';
import type { ServiceDeps } from './deps.ts';
import type { RunResult } from './ports/store.ts';
import type { PageRequest } from './ports/store-queries.ts';
import { readEnrolment } from './reads/enrolment.ts';
import { readLocks } from './reads/locks.ts';
import { readOtpStatus } from './reads/otp-status.ts';
import { readLockAdvice } from './reads/retry-advice.ts';

/**
 * Everything that the service does, one method per operation. Acts take a command and the context of
 * the call and give what the store gave: an answer that is on disk. Reads give plain values, or
 * undefined when the institution has no such thing.
 */
export function createService(deps: ServiceDeps) {
  type Act<C, T> = (deps: ServiceDeps, command: C, context: CallContext<T>) => Promise<RunResult>;
  const act =
    <C, T>(run: Act<C, T>) =>
    (command: C, context: CallContext<T>) =>
      run(deps, command, context);
  return {
    openContract: act(openContract),
    addUser: act(addUser),
    changeUser: act(changeUser),
    removeUser: act(removeUser),
    recordApplication: act(recordApplication),
    postShipment: act(postShipment),
    recordDelivery: act(recordDelivery),
    reverseFee: act(reverseFee),
    skipEnrolment: act(skipEnrolment),
    registerToken: act(registerToken),
    createChallenge: act(createChallenge),
    consumeChallenge: act(consumeChallenge),
    verify: act(verify),
    unlock: act(unlock),
    revoke: act(revoke),
    ...reads(deps),
  };
}

export type Service = ReturnType<typeof createService>;

function reads(deps: ServiceDeps) {
  const { queries } = deps.store;
  return {
    /** Lists and single rows straight from the store, bound to one institution by their first argument. */
    queries,
    readEnrolment: (institutionId: string, userId: string) =>
      readEnrolment(deps, institutionId, userId),
    readLocks: (institutionId: string, contractId: string) =>
      readLocks(deps, institutionId, contractId),
    readOtpStatus: (institutionId: string, asked: { userId: string; at: number }) =>
      readOtpStatus(deps, institutionId, asked),
    readLockAdvice: (
      institutionId: string,
      by: { readonly userId: string } | { readonly challengeId: string },
    ) => readLockAdvice(deps, institutionId, by),
    /** The policy in force now and all versions, latest first. */
    policies: (institutionId: string) => ({
      inForce: deps.policies.inForce(institutionId, deps.clock.now()),
      versions: deps.policies.versions(institutionId),
    }),
    /** The grace of a contract now. */
    graceOfContract: (contract: Parameters<typeof graceOf>[0]) => {
      const now = deps.clock.now();
      const inForce = deps.policies.inForce(contract.institutionId, now);
      return inForce && graceOf(contract, inForce.policy, now);
    },
    /** Tokens that want a successor within the policy's lead time (S0-12); null when it replaces none. */
    dueReplacements: (institutionId: string, page: PageRequest) => {
      const now = deps.clock.now();
      const policy = deps.policies.inForce(institutionId, now)?.policy;
      const horizon = policy ? replacementHorizon(policy, now) : null;
      if (horizon === null) return Promise.resolve({ rows: [], next: null });
      return queries.dueForReplacement(institutionId, { expiresOnOrBefore: horizon }, page);
    },
    now: () => deps.clock.now(),
  };
}
