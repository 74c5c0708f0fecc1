import { dueReplacements, graceOf } from '@warifu/engine';
import { chooseOtp, recordSetUp } from './acts/adoption.ts';
import { activateApp, makeCredential } from './acts/app-activations.ts';
import type { CallContext } from './acts/call-context.ts';
import { consumeChallenge, createChallenge } from './acts/challenges.ts';
import { liftStop, recordSameDay, stopContract } from './acts/contract-care.ts';
import { addUser, changeUser, openContract, removeUser } from './acts/contracts.ts';
import { mailCode } from './acts/email-codes.ts';
import { registerToken, skipEnrolment } from './acts/enrolments.ts';
import { initialise } from './acts/initialisations.ts';
import { cancelIssue, issueSoftwareToken } from './acts/issuances.ts';
import { completeIssue } from './acts/issue-completion.ts';
import { unlock } from './acts/locks.ts';
import { postShipment, recordApplication, recordDelivery, reverseFee } from './acts/post.ts';
import { registerForUsers } from './acts/registration-for-users.ts';
import { fileRequest, rejectRequest } from './acts/requests.ts';
import { revoke } from './acts/revocations.ts';
import { selfRegister, selfStop } from './acts/self-service.ts';
import {
  extendToken,
  resumeToken,
  resynchroniseToken,
  returnToken,
  suspendToken,
} from './acts/token-care.ts';
import { type AssessUnreturned, assessUnreturned } from './acts/unreturned.ts';
import { verify } from './acts/verify.ts';
import type { ServiceDeps } from './deps.ts';
import type { OutboxMail } from './ports/mails.ts';
import type { RunResult } from './ports/store.ts';
import type { PageRequest } from './ports/store-queries.ts';
import { readEnrolment } from './reads/enrolment.ts';
import { readLocks } from './reads/locks.ts';
import { mailedCodeOf } from './reads/mailed-code.ts';
import { readOtpStatus } from './reads/otp-status.ts';
import { type PromptSubject, readLockAdvice } from './reads/retry-advice.ts';
import { readUserLimits } from './reads/user-limits.ts';

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
    registerForUsers: act(registerForUsers),
    selfRegister: act(selfRegister),
    selfStop: act(selfStop),
    recordSetUp: act(recordSetUp),
    chooseOtp: act(chooseOtp),
    issueSoftwareToken: act(issueSoftwareToken),
    completeIssue: act(completeIssue),
    cancelIssue: act(cancelIssue),
    activateApp: act(activateApp),
    makeCredential: act(makeCredential),
    mailCode: act(mailCode),
    createChallenge: act(createChallenge),
    consumeChallenge: act(consumeChallenge),
    verify: act(verify),
    unlock: act(unlock),
    revoke: act(revoke),
    initialise: act(initialise),
    fileRequest: act(fileRequest),
    rejectRequest: act(rejectRequest),
    suspendToken: act(suspendToken),
    resumeToken: act(resumeToken),
    returnToken: act(returnToken),
    resynchroniseToken: act(resynchroniseToken),
    extendToken: act(extendToken),
    stopContract: act(stopContract),
    liftStop: act(liftStop),
    recordSameDay: act(recordSameDay),
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
    readUserLimits: (institutionId: string, userId: string) =>
      readUserLimits(deps, institutionId, userId),
    readLockAdvice: (institutionId: string, by: PromptSubject) =>
      readLockAdvice(deps, institutionId, by),
    /** Assesses what was not returned in time; for due work. */
    assessUnreturned: (asked: AssessUnreturned) => assessUnreturned(deps, asked),
    /** The code of a mail, at the moment of sending. */
    mailedCodeOf: (mail: OutboxMail) => mailedCodeOf(deps, mail),
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
      const due = policy ? dueReplacements(policy, now) : null;
      if (due === null) return Promise.resolve({ rows: [], next: null });
      return queries.dueForReplacement(institutionId, due, page);
    },
    now: () => deps.clock.now(),
  };
}
