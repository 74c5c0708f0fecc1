import { matchingRule, type StatedFacts } from '../challenge/challenge-rules.ts';
import { type Requirement, requirementFor } from '../challenge/decide-challenge.ts';
import type { ContractView } from '../contract/contract-view.ts';
import { mayDo } from '../enrolment/enrolment-status.ts';
import { questionsOf } from '../lint/walk/probes.ts';
import { operationOf } from '../policy/operations.ts';
import { contractKinds, roles } from '../policy/policy-parts.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { User } from '../user/user.ts';
import { type BoundaryCause, boundariesAfter } from './boundaries.ts';

/** What the new version does to a user who does one thing. */
export const simulatedChanges = ['newly_asked', 'newly_blocked', 'freed'] as const;
export type SimulatedChange = (typeof simulatedChanges)[number];

export interface SimulationPlan {
  /** The version in force. */
  readonly before: Policy;
  readonly after: Policy;
  /** From when the new version decides (ms). */
  readonly effectiveAt: number;
  /** How far ahead boundaries of contracts are looked at. */
  readonly horizonDays: number;
  /** How many examples are kept of each change. */
  readonly mostExamples: number;
}

export interface SimulationExample {
  readonly change: SimulatedChange;
  readonly contractNumber: string;
  readonly loginId: string;
  readonly operation: string;
  readonly stage: string | null;
  /** From when, and what happens then when it is not the new version itself. */
  readonly from: number;
  readonly cause: BoundaryCause | 'effective';
  readonly before: Answer;
  readonly after: Answer;
}

export type Answer = Pick<Requirement, 'required' | 'reason' | 'factors'>;

export interface SimulationCount {
  readonly change: SimulatedChange;
  readonly operation: string;
  readonly cause: BoundaryCause | 'effective';
  readonly users: number;
}

export interface Simulation {
  readonly contracts: number;
  readonly users: number;
  /** Users to whom anything at all happens. */
  readonly affected: number;
  readonly counts: readonly SimulationCount[];
  readonly examples: readonly SimulationExample[];
}

/**
 * Runs a new version of a policy over contracts as they are: per user and operation, who would newly be
 * asked for a code, blocked or freed, and from when. Compared are the version in force and the new one,
 * at the instant from which it decides and at the boundaries of each contract that lie ahead.
 */
export async function simulatePolicy(
  contracts: AsyncIterable<ContractView> | Iterable<ContractView>,
  plan: SimulationPlan,
): Promise<Simulation> {
  const tally = new Tally(plan);
  const questions = questionsOfBoth(plan);
  for await (const view of contracts) tally.add(view, questions);
  return tally.result();
}

/** One question for all that both versions answer alike, of the operations that both have. */
function questionsOfBoth({ before, after }: SimulationPlan): StatedFacts[] {
  const distinct = new Map<string, StatedFacts>();
  for (const { facts } of [...questionsOf(before), ...questionsOf(after)]) {
    if (![before, after].every((one) => operationOf(one, facts.operation))) continue;
    const asked = [before, after].map((policy) => whoIsAsked(policy, facts)).join();
    const key = [facts.operation, facts.stage, asked].join(' ');
    if (!distinct.has(key)) distinct.set(key, facts);
  }
  return [...distinct.values()];
}

function whoIsAsked(policy: Policy, facts: StatedFacts): string {
  const held = [[], ...policy.authenticators.map(({ id }) => [id])];
  return roles
    .flatMap((role) =>
      contractKinds.flatMap((contractKind) =>
        held.map((authenticators) => {
          const all = { ...facts, role, contractKind, authenticators, optedIn: true };
          return matchingRule(policy, all)?.factors.includes('otp') ? 1 : 0;
        }),
      ),
    )
    .join('');
}

class Tally {
  readonly #plan: SimulationPlan;
  readonly #counts = new Map<string, { count: SimulationCount; users: Set<string> }>();
  readonly #examples: SimulationExample[] = [];
  #contracts = 0;
  #users = 0;
  #affected = 0;

  constructor(plan: SimulationPlan) {
    this.#plan = plan;
  }

  add(view: ContractView, questions: readonly StatedFacts[]): void {
    this.#contracts += 1;
    const moments = momentsOf(view, this.#plan);
    for (const user of view.users.filter((one) => one.state === 'active')) {
      this.#users += 1;
      let affected = false;
      for (const facts of questions) {
        const found = firstChanges(view, user, { facts, moments, plan: this.#plan });
        affected ||= found.length > 0;
        for (const one of found) this.#count(view, user, { ...one, facts });
      }
      this.#affected += affected ? 1 : 0;
    }
  }

  #count(view: ContractView, user: User, found: Found & { readonly facts: StatedFacts }): void {
    const { change, cause, facts } = found;
    const { operation } = facts;
    const key = `${change} ${operation} ${cause}`;
    const known = this.#counts.get(key) ?? {
      count: { change, operation, cause, users: 0 },
      users: new Set<string>(),
    };
    known.users.add(user.id);
    this.#counts.set(key, known);
    const kept = this.#examples.filter((one) => one.change === change).length;
    if (kept >= this.#plan.mostExamples) return;
    const { from, before, after } = found;
    this.#examples.push({
      change,
      contractNumber: view.contract.number,
      loginId: user.loginId,
      operation,
      stage: facts.stage ?? null,
      from,
      cause,
      before,
      after,
    });
  }

  result(): Simulation {
    const counts = [...this.#counts.values()].map(({ count, users }) => ({
      ...count,
      users: users.size,
    }));
    return {
      contracts: this.#contracts,
      users: this.#users,
      affected: this.#affected,
      counts: counts.toSorted((a, b) => b.users - a.users),
      examples: this.#examples,
    };
  }
}

interface Moment {
  readonly at: number;
  readonly cause: BoundaryCause | 'effective';
}

const dayMs = 86_400_000;

function momentsOf(view: ContractView, plan: SimulationPlan): Moment[] {
  const { effectiveAt, horizonDays } = plan;
  const last = effectiveAt + horizonDays * dayMs;
  const ahead = [plan.before, plan.after].flatMap((policy) =>
    boundariesAfter(view, effectiveAt, policy).filter((one) => one.at <= last),
  );
  const moments = new Map<number, Moment>(ahead.map((one) => [one.at, one]));
  return [
    { at: effectiveAt, cause: 'effective' },
    ...[...moments.values()].toSorted((a, b) => a.at - b.at),
  ];
}

interface Found {
  readonly change: SimulatedChange;
  readonly from: number;
  readonly cause: Moment['cause'];
  readonly before: Answer;
  readonly after: Answer;
}

interface Comparing {
  readonly facts: StatedFacts;
  readonly moments: readonly Moment[];
  readonly plan: SimulationPlan;
}

/** The first moment of each kind of change. */
function firstChanges(
  view: ContractView,
  user: User,
  { facts, moments, plan }: Comparing,
): Found[] {
  const may = [plan.before, plan.after].some((one) => mayDo(user, facts.operation, one));
  if (!may) return [];
  const found = new Map<SimulatedChange, Found>();
  for (const { at, cause } of moments) {
    const before = answerAt(view, user, { facts, policy: plan.before, at });
    const after = answerAt(view, user, { facts, policy: plan.after, at });
    const change = before && after && changeOf(before, after);
    if (change && !found.has(change)) found.set(change, { change, from: at, cause, before, after });
  }
  return [...found.values()];
}

interface Asking {
  readonly facts: StatedFacts;
  readonly policy: Policy;
  readonly at: number;
}

function answerAt(view: ContractView, user: User, { facts, policy, at }: Asking): Answer | null {
  const question = { challengeId: '', userId: user.id, facts };
  const result = requirementFor(view, question, { policy, now: at });
  if (!result.ok) return null;
  const { required, reason, factors } = result.requirement;
  return { required, reason, factors };
}

/** Nobody is better or worse off where both versions stop him, or both ask, or neither. */
function changeOf(before: Answer, after: Answer): SimulatedChange | null {
  const [old, now] = [burden(before), burden(after)];
  if (old === now) return null;
  if (now === 'blocked') return 'newly_blocked';
  return now === 'asked' && old === 'free' ? 'newly_asked' : 'freed';
}

function burden({ required }: Answer): 'free' | 'asked' | 'blocked' {
  switch (required) {
    case 'none':
    case 'fixed_factors':
      return 'free';
    case 'otp':
      return 'asked';
    case 'registration':
    case 'blocked':
      return 'blocked';
  }
}
