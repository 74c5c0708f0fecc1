import type {
  Application,
  Binding,
  Challenge,
  Contract,
  ContractView,
  CustomerRequest,
  Fee,
  Issuance,
  Shipment,
  Token,
  User,
} from '@warifu/engine';
import type { AuditDraft } from './audit.ts';
import type { ClockStore } from './clock.ts';
import type { ContractRef } from './contract-ref.ts';
import type { DueQueries } from './due-queries.ts';
import type { JobStore } from './jobs.ts';
import type { MailStore, OutboxMail } from './mails.ts';
import type { SealedSeed } from './sealed-seed.ts';
import type {
  AuditStore,
  BackupResult,
  ImportStore,
  InstitutionStore,
  KeyStore,
} from './store-parts.ts';
import type { StoreQueries } from './store-queries.ts';

/**
 * The store port. Two adapters stand behind it (SQLite first, PostgreSQL second) and one conformance
 * suite holds both to what is written here.
 *
 * The unit of work is a `Work`: load state, decide, save — one durable step. `decide` is synchronous
 * and pure with regard to the store; an adapter may call it again on fresh state when somebody else
 * was faster, at most three times, and then fails with `try_again`. What `run` returns is on disk.
 * Besides it only the outbox, the jobs and the mark of time write, and they decide nothing.
 */
export interface Store {
  /**
   * Carries out one unit of work. Commits state, audit record and stored answer together and then
   * resolves. Rejects with a `StoreFailure`; then nothing of the work is on disk, except for
   * `outcome_unknown`, where it may be.
   */
  run(work: Work): Promise<RunResult>;

  readonly queries: StoreQueries;
  readonly imports: ImportStore;
  readonly keys: KeyStore;
  readonly institutions: InstitutionStore;
  readonly audit: AuditStore;
  readonly mails: MailStore;
  readonly jobs: JobStore;
  readonly due: DueQueries;
  readonly clock: ClockStore;

  /**
   * Writes a whole and checked copy of one moment into a new file, while serving. Undefined where the
   * database has tools of its own for it.
   */
  readonly backup?: (file: string) => Promise<BackupResult>;

  /** Writes and removes a probe row; resolves when the store can take a decision now. */
  probe(): Promise<void>;
  close(): Promise<void>;
}

/** What a unit of work loads before it decides. All are bound to one institution (ALL-01, row 49). */
export type Scope =
  /** The whole contract, with the named challenge if any. `view` is undefined when there is none. */
  | {
      readonly kind: 'contract';
      readonly institutionId: string;
      readonly by: ContractRef;
      readonly challengeId?: string;
    }
  /**
   * The hot path: one user, his contract, his binding in force with its token and sealed seed, and
   * the named challenge. `view.users`, `view.tokens` and `view.bindings` have at most one row each.
   */
  | {
      readonly kind: 'verification';
      readonly institutionId: string;
      readonly by: { readonly userId: string } | { readonly challengeId: string };
    }
  /**
   * A verification where users may have several tokens: the whole contract, and as candidates all
   * tokens that the user is bound to.
   */
  | {
      readonly kind: 'verification_of_several';
      readonly institutionId: string;
      readonly by: { readonly userId: string } | { readonly challengeId: string };
    }
  /**
   * Registration: the whole contract of the user who types, with the named challenge if any, and the
   * token of the institution with this serial. `forUserIds` are those who get the token, where an
   * administrator registers it for others.
   */
  | {
      readonly kind: 'registration';
      readonly institutionId: string;
      readonly userId: string;
      readonly serial: string;
      readonly forUserIds?: readonly string[];
      readonly challengeId?: string;
    }
  /** The whole contract of a token, and the token with its seed as the only candidate. */
  | {
      readonly kind: 'token';
      readonly institutionId: string;
      readonly by: { readonly tokenId: string };
    }
  /** Activation: the contract of the issue, and how many tokens the phone holds already (S1-03). */
  | {
      readonly kind: 'activation';
      readonly institutionId: string;
      readonly by: { readonly serviceId: string; readonly appUserId: string };
      readonly deviceId: string;
    }
  /** A software token that no contract has claimed yet: only how many the phone holds (S4-01). */
  | { readonly kind: 'new_token'; readonly institutionId: string; readonly deviceId: string }
  /** Shipment: the whole contract, and the tokens of the institution with these serials or in stock. */
  | {
      readonly kind: 'stock';
      readonly institutionId: string;
      readonly contractId: string;
      readonly pick: StockPick;
    }
  /**
   * A new contract. `view` holds the given contract and nothing else when its number is free, and is
   * undefined when the number is taken.
   */
  | {
      readonly kind: 'new_contract';
      readonly institutionId: string;
      readonly number: string;
      readonly contract: Contract;
    };

/**
 * Either named serials, or any number of tokens from stock, those that expire last first; of one make,
 * where the institution has several kinds of hardware.
 */
export type StockPick =
  | { readonly serials: readonly string[] }
  | {
      readonly count: number;
      readonly expiresOnOrAfter: string;
      readonly make?: Pick<Token, 'kind' | 'algorithm' | 'digits' | 'stepSeconds'>;
    };

export interface Loaded {
  /** Undefined when no such contract, user or challenge exists in that institution. */
  readonly view: ContractView | undefined;
  /** Tokens found by serial or in stock; for a verification the bound token as well. */
  readonly candidates: readonly Token[];
  /**
   * The sealed seeds of `candidates`, on the verification path of the bound token, and for a
   * registration of the tokens that the user is bound to, too.
   */
  readonly seeds: ReadonlyMap<string, SealedSeed>;
  /**
   * For a registration: tokens that were revoked (lost, stolen, broken or revoked) for one of those who
   * get the token. Empty for other scopes.
   */
  readonly revokedTokenIds: readonly string[];
  /** Tokens of the institution that the phone of the scope holds, retired ones not counted; else 0. */
  readonly deviceTokens: number;
}

export interface Work {
  readonly scope: Scope;
  readonly idempotency?: IdempotencyClaim | undefined;
  readonly decide: (loaded: Loaded) => WorkOutcome;
}

export interface WorkOutcome {
  readonly changes: Changes;
  /** Exactly one record for every decision (row 83). */
  readonly audit: AuditDraft;
  readonly answer: StoredAnswer;
}

/**
 * Rows to insert or update. A row whose `version` is 0 is new; otherwise the update is conditional
 * on `version - 1` being the stored one and fails the work when it is not. A token's
 * `lastAcceptedStep` never goes down: an update that would lower it fails the work (row 4).
 */
export interface Changes {
  readonly contracts?: readonly Contract[];
  readonly users?: readonly User[];
  readonly tokens?: readonly Token[];
  /** New ones are inserted, ended ones updated. */
  readonly bindings?: readonly Binding[];
  readonly applications?: readonly Application[];
  readonly shipments?: readonly Shipment[];
  readonly fees?: readonly Fee[];
  readonly challenges?: readonly Challenge[];
  readonly issuances?: readonly Issuance[];
  readonly requests?: readonly CustomerRequest[];
  /** Seeds sealed anew because their associated data changed (a token that gets its contract). */
  readonly seeds?: ReadonlyMap<string, SealedSeed>;
  /** New mails for the outbox: of one once-key only the first is kept. */
  readonly mails?: readonly OutboxMail[];
}

/** An answer as it was sent; a repeated request gets the same bytes (row 8). */
export interface StoredAnswer {
  readonly status: number;
  readonly body: string;
}

/** One Idempotency-Key of one institution's client, and a MAC of what it was used for. */
export interface IdempotencyClaim {
  readonly institutionId: string;
  readonly key: string;
  readonly inputMac: Uint8Array;
  readonly at: number;
}

export type RunResult =
  | { readonly kind: 'done'; readonly answer: StoredAnswer; readonly replayed: boolean }
  /** The key was used before with another input. */
  | { readonly kind: 'key_reused' };

export type StoreFailureCode =
  | 'try_again'
  | 'store_full'
  | 'store_unavailable'
  | 'outcome_unknown'
  | 'conflict';

/** The store could not do the work. The message says what an operator can do. */
export class StoreFailure extends Error {
  readonly code: StoreFailureCode;

  constructor(code: StoreFailureCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'StoreFailure';
    this.code = code;
  }
}
