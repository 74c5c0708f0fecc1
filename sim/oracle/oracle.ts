import type { ContractView, Policy, Token } from '@warifu/engine';
import type { IdempotencyClaim, RunResult } from '@warifu/service';
import type { Committed } from '../store/memory-store.ts';
import type { MemoryTables } from '../store/tables.ts';
import type { Device } from '../world/device.ts';
import type { Request } from '../world/request.ts';
import { AnswerBook } from './answers.ts';
import { GraceBook } from './grace.ts';
import { GuessBook } from './guesses.ts';
import { HoldingBook } from './holding.ts';
import { Ledger } from './ledger.ts';
import { OneTimeBook } from './one-time.ts';
import { watchStanding } from './standing.ts';
import { watchUnlocking } from './unlocking.ts';
import { Violation } from './violation.ts';
import type { Witnessed } from './witnessed.ts';

export interface OracleParts {
  readonly devices: ReadonlyMap<string, Device>;
  readonly policyAt: (at: number) => Policy;
  readonly tables: () => MemoryTables;
}

/** What a request says of itself, as far as the oracle wants to know. */
export type Asked = Pick<Request<never>, 'key' | 'typed'>;

/**
 * The judge: it sees every decision at the moment of its commit and compares it with books of its own.
 * It throws a `Violation` at the first thing that must never happen.
 */
export class Oracle {
  readonly #parts: OracleParts;
  readonly #oneTime = new OneTimeBook();
  readonly #guesses = new GuessBook();
  readonly #ledger = new Ledger();
  readonly #holding = new HoldingBook();
  readonly #grace = new GraceBook();
  readonly #answers = new AnswerBook();
  readonly #typed = new Map<string, readonly string[]>();
  #last: readonly string[] = [];

  constructor(parts: OracleParts) {
    this.#parts = parts;
  }

  /** A request is on its way. */
  asked({ key, typed }: Asked): void {
    if (key !== null) this.#typed.set(key, typed);
    else this.#last = typed;
  }

  answered(claim: IdempotencyClaim, result: Extract<RunResult, { kind: 'done' }>): void {
    this.#answers.answered(claim, result);
  }

  answeredWithoutKey(): void {
    this.#answers.answeredWithoutKey();
  }

  failed(code: string): void {
    this.#answers.failed(code);
  }

  fault(rule: string, message: string): never {
    throw new Violation(rule, message);
  }

  committed({ work, loaded, outcome, record }: Committed): void {
    this.#answers.committed();
    const { at } = record;
    const claim = work.idempotency;
    const typed = claim ? (this.#typed.get(claim.key) ?? []) : this.#last;
    const seen: Witnessed = {
      at,
      policy: this.#parts.policyAt(at),
      record,
      typed,
      before: withCandidates(loaded.view, loaded.candidates),
      changes: outcome.changes,
      tables: this.#parts.tables(),
      deviceOf: (tokenId) => this.#deviceOf(tokenId),
    };
    watchStanding(seen);
    this.#oneTime.watch(seen);
    this.#guesses.watch(seen);
    watchUnlocking(seen);
    this.#ledger.watch(seen);
    this.#holding.watch(seen);
    this.#grace.watch(seen);
  }

  /** What must hold of everything that is stored, after each scene. */
  afterScene(): void {
    const tables = this.#parts.tables();
    this.#oneTime.compareAll(tables.tokens.values());
    this.#ledger.compare(tables.fees.values());
    this.#holding.compare(tables);
  }

  /** What must hold at the end. `others` are records of acts that are no decisions on contracts. */
  atTheEnd(others: number): void {
    this.afterScene();
    this.#answers.compare(this.#parts.tables().records.length - others);
  }

  #deviceOf(tokenId: string): Device | undefined {
    const serial = this.#parts.tables().tokens.get(tokenId)?.serial;
    return serial === undefined ? undefined : this.#parts.devices.get(serial);
  }
}

/** Tokens that the act found beside those of the contract: by serial, or unclaimed. */
function withCandidates(
  view: ContractView | undefined,
  candidates: readonly Token[],
): ContractView | undefined {
  if (!view) return undefined;
  const others = candidates.filter((token) => view.tokens.every((one) => one.id !== token.id));
  return others.length === 0 ? view : { ...view, tokens: [...view.tokens, ...others] };
}
