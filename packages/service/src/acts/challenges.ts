import {
  type Approval,
  type ApprovalStage,
  type Challenge,
  type ContractView,
  type CreateChallenge,
  challengeCreated,
  type Decision,
  decideConsumption,
  decided,
  type Grace,
  loginEvents,
  type Policy,
  type Requirement,
  refused,
  requirementFor,
  type User,
  type UserChange,
} from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import type { RunResult } from '../ports/store.ts';
import { sha256Hex } from '../vault/key-vault.ts';
import type { CallContext } from './call-context.ts';
import { canonicalJson } from './canonical-json.ts';
import { contractScope } from './contracts.ts';
import { challengeNamed } from './on-challenge.ts';
import { type ActInput, type ActOutput, perform } from './perform.ts';

/** What the operation is about, as the institution's system states it and the customer was shown it. */
export interface ChallengeDetails {
  readonly approval?: Approval | undefined;
  readonly stage?: ApprovalStage | undefined;
  readonly amountYen?: number | undefined;
  readonly channel?: string | undefined;
  readonly payeeClass?: string | undefined;
  readonly clientCertificate?: boolean | undefined;
  /** Whether it is to be carried out today (S3-09). */
  readonly sameDay?: boolean | undefined;
  readonly targetUserIds?: readonly string[] | undefined;
  /** What is to be done to a user, when the operation adds or changes one. */
  readonly userChange?: UserChange | undefined;
  readonly reference?: string | undefined;
  readonly display?: Readonly<Record<string, string>> | undefined;
}

export interface CreateChallengeCommand {
  readonly userId: string;
  readonly operation: string;
  readonly details: ChallengeDetails;
}

export interface CreatedChallenge {
  readonly challenge: Challenge;
  readonly detailsDigest: string;
  readonly grace: Grace | null;
  /** When what stops the user ends by itself; null when nothing does. */
  readonly blockedUntil: number | null;
  readonly user: User;
  readonly view: ContractView;
  readonly policy: Policy;
}

/** Asks what an operation requires of a user now, and opens a challenge for it. */
export function createChallenge(
  deps: ServiceDeps,
  command: CreateChallengeCommand,
  context: CallContext<CreatedChallenge>,
): Promise<RunResult> {
  const challengeId = deps.newId('chl');
  const details = detailsText(command.details);
  return perform(
    deps,
    {
      action: 'create_challenge',
      scope: contractScope(context, { userId: command.userId }, undefined),
      missing: 'user_unknown',
      decide: (input) => creation({ command, challengeId, details }, input),
    },
    context,
  );
}

interface Creation {
  readonly command: CreateChallengeCommand;
  readonly challengeId: string;
  readonly details: string;
}

function creation(
  { command, challengeId, details }: Creation,
  input: ActInput,
): ActOutput<CreatedChallenge> {
  const { view, policy, now } = input;
  const { operation, userId } = command;
  const question: CreateChallenge = {
    challengeId,
    userId,
    facts: { operation, ...factsOf(command.details) },
  };
  const answer = requirementFor(view, question, { policy, now });
  if (!answer.ok) return { decision: refused(answer.reason), userId: null, value: neverAsked };
  const challenge = challengeRow({ command, challengeId, details }, answer.requirement, input);
  return {
    decision: created(question, answer.requirement, input),
    userId,
    extra: () => ({ challenges: [challenge] }),
    value: (after) => {
      const user = after.users.find((one) => one.id === userId);
      if (!user) throw new Error('a challenge was made for a user who is not in the view');
      const detailsDigest = sha256Hex(details);
      return {
        challenge,
        detailsDigest,
        grace: answer.requirement.grace,
        blockedUntil: answer.requirement.blockedUntil,
        user,
        view: after,
        policy,
      };
    },
  };
}

/** A challenge that asks nothing is satisfied at once: a login by it has happened. */
function created(
  question: CreateChallenge,
  requirement: Requirement,
  { policy, now }: ActInput,
): Decision {
  const decision = challengeCreated(question, requirement);
  if (requirement.required !== 'none') return decision;
  const { userId, facts } = question;
  return decided(...decision.events, ...loginEvents(userId, facts.operation, { policy, now }));
}

function neverAsked(): never {
  throw new Error('a refused act has no value');
}

function factsOf(details: ChallengeDetails) {
  const { approval, stage, amountYen, channel, payeeClass, clientCertificate, sameDay } = details;
  return { approval, stage, amountYen, channel, payeeClass, clientCertificate, sameDay };
}

function challengeRow(
  { command, challengeId, details }: Creation,
  requirement: Requirement,
  { view, policy, now }: ActInput,
): Challenge {
  const satisfied = requirement.required === 'none';
  return {
    id: challengeId,
    contractId: view.contract.id,
    userId: command.userId,
    operation: command.operation,
    details,
    targetUserIds: command.details.targetUserIds ?? [],
    required: requirement.required,
    reason: requirement.reason,
    rule: requirement.rule,
    factors: requirement.factors,
    state: satisfied ? 'satisfied' : 'open',
    createdAt: now,
    expiresAt: now + policy.challenge.lifetime_seconds * 1_000,
    satisfiedAt: satisfied ? now : null,
  };
}

/**
 * The details as JSON in the names of the API, with sorted keys and no white space: what is digested,
 * so that whoever knows the details can compute the digest.
 */
function detailsText(details: ChallengeDetails): string {
  const { amountYen, payeeClass, clientCertificate, sameDay, targetUserIds, userChange, ...same } =
    details;
  return canonicalJson({
    ...same,
    amount_yen: amountYen,
    payee_class: payeeClass,
    client_certificate: clientCertificate,
    same_day: sameDay,
    target_user_ids: targetUserIds,
    user_change: userChange && userChangeText(userChange),
  });
}

function userChangeText({ loginId, mailAddress, ...same }: UserChange) {
  return { ...same, login_id: loginId, mail_address: mailAddress };
}

export interface ConsumeChallenge {
  readonly challengeId: string;
  /** The digest of what is executed; it must be the digest of what was shown. */
  readonly detailsDigest?: string | undefined;
}

/** Uses a satisfied challenge up at the moment of execution; it serves once. */
export function consumeChallenge(
  deps: ServiceDeps,
  command: ConsumeChallenge,
  context: CallContext<Challenge>,
): Promise<RunResult> {
  const { institutionId } = context.client;
  const { challengeId } = command;
  return perform(
    deps,
    {
      action: 'consume_challenge',
      scope: { kind: 'contract', institutionId, by: { challengeId }, challengeId },
      missing: 'challenge_unknown',
      decide: (input) => consumption(command, input),
    },
    context,
  );
}

function consumption(
  { challengeId, detailsDigest }: ConsumeChallenge,
  { view, policy, now }: ActInput,
): ActOutput<Challenge> {
  const challenge = challengeNamed(view, challengeId);
  const decision = decideConsumption(view, { challengeId }, { policy, now });
  const differs = challenge && !isDigestOf(challenge, detailsDigest);
  return {
    decision: decision.ok && differs ? refused('challenge_mismatch') : decision,
    userId: challenge?.userId ?? null,
    challenge,
    value: (after) => {
      const consumed = challengeNamed(after, challengeId);
      if (!consumed) throw new Error('a challenge was consumed that is not in the view');
      return consumed;
    },
  };
}

/** What has details is carried out by whoever knows them; what has none needs no digest. */
function isDigestOf({ details }: Challenge, digest: string | undefined): boolean {
  return digest === undefined ? details === '{}' : digest === sha256Hex(details);
}
