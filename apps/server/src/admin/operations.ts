import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { Simulation, Token } from '@warifu/engine';
import {
  type AuditVerification,
  addInstitution,
  type BackupResult,
  type ExplanationRequest,
  type ImportResult,
  type InstitutionResult,
  importTokenFile,
  type JobRequest,
  type NewApiKey,
  type PageRequest,
  type PolicyActResult,
  type StoreExplanation,
} from '@warifu/service';
import { readNow } from '../node-memory.ts';
import type { Warifu } from '../open-warifu.ts';
import { AdminError } from './admin-error.ts';
import { readAnchors } from './anchors.ts';
import {
  assertInstitution,
  createNamedApiKey,
  type ListApiKeys,
  type ListedApiKey,
  listApiKeys,
  revokeNamedApiKey,
} from './api-keys.ts';
import { type JobRun, type ListedJobs, type ListJobs, listJobs, runJob } from './job-operations.ts';
import { checkKeys, type KeysState, prepareRotation, rotateKeys } from './key-operations.ts';
import { type ListedPolicy, type PolicyAct, policyAct, policyVersions } from './policy-acts.ts';
import {
  explainPolicy,
  type NamedPolicy,
  type PolicyNamed,
  policyDocument,
  type SimulationAsked,
  simulatePolicy,
} from './policy-reads.ts';
import { faultOfFile } from './token-file.ts';
import { type WrappedKey, wrappedKey } from './wrapped-keys.ts';

/**
 * What an operator can do on the command line. While a server runs these go through its admin
 * socket, since one process owns the store; otherwise the command line opens the store itself.
 */
export interface AdminOperations {
  status(): Promise<AdminStatus>;
  importTokens(request: ImportRequest, onProgress: (keys: number) => void): Promise<ImportResult>;
  listTokens(request: ListTokens): Promise<ListedTokens>;
  addInstitution(document: unknown): Promise<InstitutionResult>;
  /** Writes a copy of the store into a new file. */
  backup(file: string): Promise<BackupResult>;
  policyVersions(institution: string): Promise<readonly ListedPolicy[]>;
  policyAct(request: PolicyAct): Promise<PolicyActResult>;
  policyDocument(request: PolicyNamed): Promise<NamedPolicy>;
  explainPolicy(request: ExplanationRequest): Promise<StoreExplanation>;
  simulatePolicy(request: SimulationAsked): Promise<Simulation>;
  createApiKey(request: NewApiKey): Promise<{ readonly id: string; readonly text: string }>;
  listApiKeys(request: ListApiKeys): Promise<readonly ListedApiKey[]>;
  revokeApiKey(request: { readonly id: string }): Promise<ListedApiKey>;
  verifyAudit(): Promise<AuditCheck>;
  /** Adds a key to the keyring that the next rotation takes; where nodes share the store. */
  prepareKeys(): Promise<{ readonly prepared: string }>;
  rotateKeys(): Promise<Omit<KeysState, 'prepared'>>;
  checkKeys(): Promise<KeysState>;
  listJobs(request: ListJobs): Promise<ListedJobs>;
  runJob(request: JobRequest, onProgress: (done: number) => void): Promise<JobRun>;
  /** The data keys as they are in the store, for a keyring that this process has not. */
  wrappedKeys(): Promise<readonly WrappedKey[]>;
}

export type { ImportResult };

/** What the record says, and how many lines of the anchor file could not be compared with it. */
export type AuditCheck = AuditVerification & { readonly unreadableAnchors: number };

export interface AdminStatus {
  readonly institutions: readonly string[];
  readonly store: string;
  /** The keyring's file; null when it is in WARIFU_KEYRING. */
  readonly keyringFile: string | null;
}

export interface ImportRequest {
  readonly institution: string;
  readonly file: string;
  readonly format: 'pskc' | 'csv';
  /** Hex of the pre-shared key. */
  readonly presharedKeyHex?: string | undefined;
  readonly password?: string | undefined;
  readonly certificatePem?: string | undefined;
  readonly allowSha1Signature?: boolean | undefined;
}

export interface ListTokens {
  readonly institution: string;
  readonly state?: string | undefined;
  readonly limit: number;
}

/** A token as an operator sees it: everything but its secret and its counters. */
export type ListedToken = Pick<
  Token,
  | 'id'
  | 'serial'
  | 'kind'
  | 'algorithm'
  | 'digits'
  | 'stepSeconds'
  | 'state'
  | 'expiresOn'
  | 'contractId'
>;

export interface ListedTokens {
  readonly tokens: readonly ListedToken[];
  /** Whether there are more than were asked for. */
  readonly more: boolean;
}

export function adminOperations(warifu: Warifu): AdminOperations {
  const { deps, config } = warifu;
  const oneByOne = queue();
  /** An act upon what other nodes may have changed a moment ago. */
  const fresh = async <T>(act: () => T | Promise<T>): Promise<T> => {
    await readNow(warifu);
    return act();
  };
  return {
    async status() {
      const rows = await deps.store.institutions.list();
      const keyringFile = config.keyringText === null ? config.keyringFile : null;
      return { institutions: rows.map((row) => row.id), store: config.dataDir, keyringFile };
    },
    importTokens: (request, onProgress) => fresh(() => importTokens(warifu, request, onProgress)),
    listTokens: (request) => fresh(() => listTokens(warifu, request)),
    listJobs: (request) => fresh(() => listJobs(warifu, request)),
    runJob: (request, onProgress) => fresh(() => runJob(warifu, request, onProgress)),
    addInstitution: (document) => oneByOne(() => fresh(() => addInstitution(deps, document))),
    backup: (file) => oneByOne(() => backupTo(warifu, file)),
    policyVersions: (institution) => fresh(() => policyVersions(deps, institution)),
    policyAct: (request) => oneByOne(() => fresh(() => policyAct(deps, request))),
    policyDocument: async (request) => policyDocument(warifu, request),
    explainPolicy: async (request) => explainPolicy(warifu, request),
    simulatePolicy: async (request) => simulatePolicy(warifu, request),
    createApiKey: (request) => fresh(() => createNamedApiKey(warifu, request)),
    listApiKeys: (request) => fresh(() => listApiKeys(warifu, request)),
    revokeApiKey: ({ id }) => fresh(() => revokeNamedApiKey(warifu, id)),
    async verifyAudit() {
      const { anchors, unreadable } = readAnchors(config);
      return { ...(await deps.store.audit.verify(anchors)), unreadableAnchors: unreadable };
    },
    rotateKeys: () => oneByOne(() => rotateKeys(warifu)),
    prepareKeys: () => oneByOne(async () => prepareRotation(warifu)),
    checkKeys: () => checkKeys(warifu),
    wrappedKeys: async () => (await deps.store.keys.dataKeys()).map(wrappedKey),
  };
}

/**
 * What makes or wraps data keys runs one after the other: a key that is wrapped while a rotation is
 * under way could otherwise be wrapped by the one that the rotation drops, and be lost.
 */
function queue() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work, work);
    last = done;
    return done;
  };
}

async function backupTo({ deps }: Warifu, file: string): Promise<BackupResult> {
  const { backup } = deps.store;
  if (!backup)
    throw new AdminError(
      'backup_elsewhere',
      'a PostgreSQL database is copied by its own tools (pg_dump, or a base backup with the log): see the guide for operators',
    );
  const { sha256, bytes } = await backup(file);
  return { sha256, bytes };
}

const tokenPage = 200;

async function listTokens({ deps }: Warifu, request: ListTokens): Promise<ListedTokens> {
  const { institution, state, limit } = request;
  assertInstitution({ deps }, institution);
  const filter = state === undefined ? {} : { state };
  const tokens: ListedToken[] = [];
  let after: string | null = null;
  do {
    const page: PageRequest = { limit: Math.min(tokenPage, limit - tokens.length), after };
    const { rows, next } = await deps.store.queries.tokens(institution, filter, page);
    tokens.push(...rows.map(listedToken));
    after = next;
  } while (after !== null && tokens.length < limit);
  return { tokens, more: after !== null };
}

function listedToken(token: Token): ListedToken {
  const { id, serial, kind, algorithm, digits, stepSeconds, state, expiresOn, contractId } = token;
  return { id, serial, kind, algorithm, digits, stepSeconds, state, expiresOn, contractId };
}

async function importTokens(
  { deps }: Warifu,
  request: ImportRequest,
  onProgress: (keys: number) => void,
): Promise<ImportResult> {
  const { file, institution, format } = request;
  const fault = faultOfFile(file);
  if (fault) return { ok: false, fault };
  return importTokenFile(deps, {
    institutionId: institution,
    name: basename(file),
    format,
    sha256: await sha256OfFile(file),
    open: () => createReadStream(file),
    options: readOptions(request),
    actor: { kind: 'command_line', id: 'tokens import' },
    onProgress,
  });
}

function readOptions(request: ImportRequest) {
  const { presharedKeyHex, password, certificatePem, allowSha1Signature } = request;
  return {
    ...(presharedKeyHex === undefined ? {} : { preSharedKey: Buffer.from(presharedKeyHex, 'hex') }),
    ...(password === undefined ? {} : { password }),
    ...(certificatePem === undefined ? {} : { signerCertificatePem: certificatePem }),
    ...(allowSha1Signature === undefined ? {} : { allowSha1Signature }),
  };
}

async function sha256OfFile(file: string): Promise<string> {
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(file)) digest.update(chunk);
  return digest.digest('hex');
}
