import type { Token } from '@warifu/engine';
import type { AuditDraft } from './audit.ts';
import type { SealedSeed } from './sealed-seed.ts';

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
  /**
   * Fails with `conflict` when the key is known, or wrapped by another key-encryption key than the
   * system's: then a rotation went on meanwhile, after which that one may be dropped.
   */
  insertDataKey(key: WrappedDataKey, audit: AuditDraft): Promise<void>;
  /** Replaces the wrapping of all keys in one transaction; `conflict` when one is not as it was read. */
  rewrap(wrappings: Rewrapping, audit: AuditDraft): Promise<void>;
}

/** The same data keys, in the same order. */
export interface Rewrapping {
  readonly before: readonly WrappedDataKey[];
  readonly after: readonly WrappedDataKey[];
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
  /** A version that is known already is a conflict. */
  insertPolicy(row: PolicyRow, audit: AuditDraft): Promise<void>;
  /** Fails with `conflict` when the version does not wait for approval. */
  approvePolicy(approval: PolicyApproval, audit: AuditDraft): Promise<void>;
  /** Takes a version back that is not in force yet; otherwise fails with `conflict`. */
  withdrawPolicy(withdrawal: PolicyWithdrawal, audit: AuditDraft): Promise<void>;
  apiKeys(): Promise<readonly ApiKeyRow[]>;
  insertApiKey(row: ApiKeyRow, audit: AuditDraft): Promise<void>;
  revokeApiKey(id: string, at: number, audit: AuditDraft): Promise<void>;
  /** Spends whatever may have been accepted after the backup that is now in place (row 72). */
  markRestored(mark: RestoredMark, audit: AuditDraft): Promise<void>;
  /** The restore epoch: incremented by every restore of a backup. */
  restoreEpoch(): Promise<number>;
}

export interface RestoredMark {
  readonly at: number;
  /** The widest window of any policy: steps beyond now that can have been accepted. */
  readonly windowSteps: number;
  /** How far the counters of event-based tokens jump: more codes than can have been accepted. */
  readonly countersBeyond: number;
}

/** A copy of the store of one moment. */
export interface BackupResult {
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
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
  readonly proposedBy: string;
  /** Null while a second person has not approved it: such a version decides nothing. */
  readonly approvedBy: string | null;
  readonly approvedAt: number | null;
  readonly withdrawnAt: number | null;
}

export interface PolicyApproval {
  readonly institutionId: string;
  readonly version: number;
  readonly approvedBy: string;
  readonly approvedAt: number;
  readonly effectiveFrom: number;
}

export interface PolicyWithdrawal {
  readonly institutionId: string;
  readonly version: number;
  readonly at: number;
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
