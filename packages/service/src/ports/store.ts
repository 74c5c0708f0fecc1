import type {
  Application,
  Binding,
  Challenge,
  Contract,
  ContractView,
  Fee,
  Shipment,
  Token,
  User,
} from '@warifu/engine';
import type { AuditDraft, AuditRecord } from './audit.ts';

/**
 * The store port. Two adapters stand behind it (SQLite first, PostgreSQL second) and one conformance
 * suite holds both to what is written here.
 *
 * The unit of work is a `Work`: load state, decide, save — one durable step. `decide` is synchronous
 * and pure with regard to the store; an adapter may call it again on fresh state when somebody else
 * was faster, at most three times, and then fails with `try_again`. What `run` returns is on disk.
 * Nothing else in Warifu writes.
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
  /** Registration: the whole contract, and the token of the institution with this serial. */
  | {
      readonly kind: 'registration';
      readonly institutionId: string;
      readonly userId: string;
      readonly serial: string;
    }
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

export type ContractRef =
  | { readonly contractId: string }
  | { readonly userId: string }
  | { readonly tokenId: string }
  | { readonly shipmentId: string }
  | { readonly feeId: string }
  | { readonly challengeId: string };

/** Either named serials, or any number of tokens from stock, those that expire last first. */
export type StockPick =
  | { readonly serials: readonly string[] }
  | { readonly count: number; readonly expiresOnOrAfter: string };

export interface Loaded {
  /** Undefined when no such contract, user or challenge exists in that institution. */
  readonly view: ContractView | undefined;
  /** Tokens found by serial or in stock; for a verification the bound token as well. */
  readonly candidates: readonly Token[];
  /** The sealed seeds of `candidates` and, on the verification path, of the bound token. */
  readonly seeds: ReadonlyMap<string, SealedSeed>;
  /**
   * For a registration: tokens whose binding to this user ended by a revocation (any reason but
   * `replaced` and `user_removed`). Empty for other scopes.
   */
  readonly revokedTokenIds: readonly string[];
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
  /** Seeds sealed anew because their associated data changed (a token that gets its contract). */
  readonly seeds?: ReadonlyMap<string, SealedSeed>;
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

/** A seed at rest: AES-256-GCM ciphertext with its tag, and what its associated data names. */
export interface SealedSeed {
  readonly sealed: Uint8Array;
  readonly nonce: Uint8Array;
  readonly keyVersion: number;
  /** The restore epoch of the store when it was sealed. */
  readonly epoch: number;
}

/** A page of rows in key order. `next` is the key to continue after; null at the end. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly next: string | null;
}

export interface PageRequest {
  readonly limit: number;
  readonly after: string | null;
}

export interface StoreQueries {
  contract(institutionId: string, by: ContractRef): Promise<ContractView | undefined>;
  contracts(
    institutionId: string,
    filter: { readonly number?: string },
    page: PageRequest,
  ): Promise<Page<Contract>>;
  users(
    institutionId: string,
    filter: { readonly contractId?: string; readonly loginId?: string },
    page: PageRequest,
  ): Promise<Page<User>>;
  tokens(
    institutionId: string,
    filter: {
      readonly contractId?: string;
      readonly state?: string;
      readonly serial?: string;
      readonly expiresOnOrBefore?: string;
    },
    page: PageRequest,
  ): Promise<Page<Token>>;
  /** Tokens with a contract, not retired, that expire by then and that no shipment replaces yet (S0-12). */
  dueForReplacement(
    institutionId: string,
    filter: { readonly expiresOnOrBefore: string },
    page: PageRequest,
  ): Promise<Page<Token>>;
  applications(
    institutionId: string,
    filter: { readonly contractId?: string },
    page: PageRequest,
  ): Promise<Page<Application>>;
  shipments(
    institutionId: string,
    filter: { readonly contractId?: string },
    page: PageRequest,
  ): Promise<Page<Shipment>>;
  /** With `at`: bindings in force at that instant; otherwise all, ended ones too (S0-13). */
  bindings(
    institutionId: string,
    filter: {
      readonly contractId?: string;
      readonly userId?: string;
      readonly tokenId?: string;
      readonly at?: number;
    },
    page: PageRequest,
  ): Promise<Page<Binding>>;
  fees(
    institutionId: string,
    filter: { readonly contractId?: string },
    page: PageRequest,
  ): Promise<Page<Fee>>;
  challenge(institutionId: string, id: string): Promise<Challenge | undefined>;
  /** Users and tokens that are locked now. */
  locks(
    institutionId: string,
    filter: { readonly contractId?: string },
    page: PageRequest,
  ): Promise<Page<LockRow>>;
  auditRecords(
    institutionId: string,
    filter: {
      readonly contractId?: string;
      readonly userId?: string;
      readonly tokenId?: string;
      readonly action?: string;
    },
    page: PageRequest,
  ): Promise<Page<AuditRecord>>;
}

export type LockRow =
  | { readonly scope: 'user_otp'; readonly contractId: string; readonly user: User }
  | { readonly scope: 'token'; readonly contractId: string; readonly token: Token };

/** Token files are staged in batches and published in one step; a bad key publishes nothing. */
export interface ImportStore {
  /** Discards a staged import of the same file (killed earlier) and begins a new one. */
  begin(row: ImportBegin): Promise<void>;
  stage(importId: string, tokens: readonly StagedToken[]): Promise<void>;
  /** Moves every staged token into stock and writes the audit record, all in one transaction. */
  publish(importId: string, audit: AuditDraft): Promise<{ readonly published: number }>;
  /** Removes what was staged. */
  discard(importId: string): Promise<void>;
  /** The import that published a file with this SHA-256 (hex), if there is one. */
  published(institutionId: string, fileSha256: string): Promise<ImportBegin | undefined>;
}

export interface ImportBegin {
  readonly id: string;
  readonly institutionId: string;
  readonly fileSha256: string;
  readonly fileName: string;
  readonly startedAt: number;
}

export interface StagedToken {
  readonly token: Token;
  readonly seed: SealedSeed;
}

/** Wrapped data keys. The key that wraps them is never in the store (row 37). */
export interface KeyStore {
  dataKeys(): Promise<readonly WrappedDataKey[]>;
  insertDataKey(key: WrappedDataKey, audit: AuditDraft): Promise<void>;
  /** Replaces the wrapping of all keys in one transaction. */
  rewrap(keys: readonly WrappedDataKey[], audit: AuditDraft): Promise<void>;
}

export interface WrappedDataKey {
  readonly institutionId: string;
  readonly version: number;
  /** Names the key-encryption key that wrapped it. */
  readonly kekId: string;
  readonly nonce: Uint8Array;
  readonly wrapped: Uint8Array;
  readonly createdAt: number;
}

export interface InstitutionStore {
  list(): Promise<readonly InstitutionRow[]>;
  insert(row: InstitutionRow, audit: AuditDraft): Promise<void>;
  /** All policy versions of all institutions; they are few and are kept in memory. */
  policies(): Promise<readonly PolicyRow[]>;
  insertPolicy(row: PolicyRow, audit: AuditDraft): Promise<void>;
  apiKeys(): Promise<readonly ApiKeyRow[]>;
  insertApiKey(row: ApiKeyRow, audit: AuditDraft): Promise<void>;
  revokeApiKey(id: string, at: number, audit: AuditDraft): Promise<void>;
  /** The restore epoch: incremented by every restore of a backup. */
  restoreEpoch(): Promise<number>;
}

export interface InstitutionRow {
  readonly id: string;
  readonly createdAt: number;
}

export interface PolicyRow {
  readonly institutionId: string;
  readonly version: number;
  readonly document: string;
  readonly effectiveFrom: number;
  readonly createdAt: number;
}

export interface ApiKeyRow {
  readonly id: string;
  readonly institutionId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** SHA-256 of the secret part; the secret itself has 256 random bits and is shown once. */
  readonly secretSha256: Uint8Array;
  readonly createdAt: number;
  readonly revokedAt: number | null;
}

export interface AuditStore {
  /** Reads every chain from its beginning and checks each link, the heads and the anchors. */
  verify(anchors: readonly AuditAnchor[]): Promise<AuditVerification>;
  /** The heads of all chains now, to be kept outside the store. */
  heads(): Promise<readonly AuditAnchor[]>;
}

export interface AuditAnchor {
  readonly chain: string;
  readonly sequence: number;
  /** Hex. */
  readonly hash: string;
  /** HMAC-SHA256 over chain, sequence and hash under a key that is not in the store; hex. */
  readonly mac: string;
}

export type AuditVerification =
  | { readonly ok: true; readonly records: number; readonly heads: readonly AuditAnchor[] }
  | {
      readonly ok: false;
      readonly chain: string;
      readonly sequence: number;
      readonly fault: AuditFault;
    };

export type AuditFault =
  | 'record_altered'
  | 'record_missing'
  | 'tail_missing'
  | 'head_missing'
  | 'head_forged'
  | 'anchor_missing';
