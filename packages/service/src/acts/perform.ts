import {
  type Challenge,
  type ContractView,
  type Decision,
  evolve,
  type Lock,
  lockAt,
  lockOfAll,
  type Policy,
  type RefusalReason,
  tokensOf,
} from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import { noticesOfEvents } from '../mail/notices-of-events.ts';
import type { AuditDraft } from '../ports/audit.ts';
import type { OutboxMail } from '../ports/mails.ts';
import type {
  Changes,
  Loaded,
  RunResult,
  Scope,
  StoredAnswer,
  Work,
  WorkOutcome,
} from '../ports/store.ts';
import type { ActResult } from './act-result.ts';
import { auditActor, type CallContext } from './call-context.ts';
import { changesBetween, joined } from './changes.ts';

/** What a decision of an act may look at. */
export interface ActInput {
  readonly view: ContractView;
  readonly loaded: Loaded;
  readonly policy: Policy;
  readonly now: number;
}

export interface ActOutput<T> {
  readonly decision: Decision;
  /** The view that the events are applied to, where it is not the loaded one (tokens from stock). */
  readonly base?: ContractView;
  /** Changes that are no events of the contract: a challenge's row, a seed that is sealed anew. */
  readonly extra?: (after: ContractView) => Changes;
  readonly value: (after: ContractView) => T;
  readonly outcome?: AuditDraft['outcome'];
  readonly userId?: string | null;
  readonly tokenId?: string | null;
  readonly factors?: readonly string[];
  /** The challenge that the act uses up: its user acts, and its factors are the act's (ALL-04). */
  readonly challenge?: Challenge | undefined;
}

export interface Act<T> {
  /** The command, as an imperative, for the audit record. */
  readonly action: string;
  readonly scope: Scope;
  readonly decide: (input: ActInput) => ActOutput<T>;
  /** The refusal when the scope finds nothing in this institution. */
  readonly missing: RefusalReason;
}

/**
 * Carries out one act: load, decide, apply, and save state, audit record and answer in one durable
 * step. Whatever the decision, exactly one audit record is written (row 83).
 */
export function perform<T>(
  deps: ServiceDeps,
  act: Act<T>,
  context: CallContext<T>,
): Promise<RunResult> {
  const work: Work = {
    scope: act.scope,
    idempotency: context.idempotency,
    decide: (loaded) => outcomeOf(deps, { act, context, loaded }),
  };
  return deps.store.run(work);
}

interface Performing<T> {
  readonly act: Act<T>;
  readonly context: CallContext<T>;
  readonly loaded: Loaded;
}

function outcomeOf<T>(deps: ServiceDeps, performing: Performing<T>): WorkOutcome {
  const { act, context, loaded } = performing;
  const now = deps.clock.now();
  const inForce = deps.policies.inForce(context.client.institutionId, now);
  if (!inForce) throw new Error(`no policy in force for ${context.client.institutionId}`);
  const { view } = loaded;
  if (!view) {
    const audit = auditDraft(performing, { now, reason: act.missing, version: inForce.version });
    return {
      changes: {},
      audit,
      answer: presented(context, { ok: false, reason: act.missing }),
    };
  }
  const output = act.decide({ view, loaded, policy: inForce.policy, now });
  const base = output.base ?? view;
  const after = evolve(base, output.decision.events, {
    now,
    limits: inForce.policy.lockout,
  });
  const { events } = output.decision;
  const notices = noticesOfEvents({ events, before: base, after, newId: deps.newId, now });
  const changes = withMails(
    joined(changesBetween(base, after), output.extra?.(after) ?? {}),
    notices,
  );
  const reason = output.decision.ok ? null : output.decision.reason;
  const audit = auditDraft(performing, {
    now,
    reason,
    version: inForce.version,
    output,
    view: base,
  });
  const result: ActResult<T> = output.decision.ok
    ? { ok: true, value: output.value(after) }
    : { ok: false, reason: output.decision.reason, lock: lockOver(after, output.userId, now) };
  return { changes, audit, answer: presented(context, result) };
}

/** What the decision owes to its users goes into its own transaction (row 31). */
function withMails(changes: Changes, notices: readonly OutboxMail[]): Changes {
  if (notices.length === 0) return changes;
  return { ...changes, mails: [...(changes.mails ?? []), ...notices] };
}

/** The lock under which a user is after the decision: his own, or that of the tokens that he holds. */
function lockOver(
  after: ContractView,
  userId: string | null | undefined,
  now: number,
): Lock | null {
  const user = after.users.find((one) => one.id === userId);
  return user ? (lockAt(user.guard, now) ?? lockOfAll(tokensOf(after, user.id), now)) : null;
}

/**
 * The answer to store. Presenting may not undo a decision: should it throw, the decision is saved all
 * the same and the caller learns only that something went wrong (row 13).
 */
function presented<T>(context: CallContext<T>, result: ActResult<T>): StoredAnswer {
  try {
    return context.present(result);
  } catch {
    return context.failed;
  }
}

interface AuditFacts<T> {
  readonly now: number;
  readonly reason: RefusalReason | null;
  readonly version: number;
  readonly output?: ActOutput<T>;
  readonly view?: ContractView;
}

function auditDraft<T>({ act, context }: Performing<T>, facts: AuditFacts<T>): AuditDraft {
  const { output, view, reason } = facts;
  const { challenge } = output ?? {};
  const usedUp = reason === null && challenge ? challenge.factors : [];
  return {
    at: facts.now,
    institutionId: context.client.institutionId,
    contractId: view?.contract.id ?? null,
    userId: output?.userId ?? null,
    tokenId: output?.tokenId ?? null,
    action: act.action,
    outcome: reason === null ? (output?.outcome ?? 'done') : 'refused',
    reason,
    actor: auditActor(context, challenge?.userId),
    source: context.source,
    factors: output?.factors ?? usedUp,
    policyVersion: facts.version,
    events: output?.decision.events ?? [],
  };
}
