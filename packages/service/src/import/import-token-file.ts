import {
  type Authenticator,
  canonicaliseSerial,
  cleanGuard,
  dateOf,
  type Policy,
  type Token,
} from '@warifu/engine';
import {
  type ReadOptions,
  readOathCsv,
  readPskc,
  TokenFileError,
  type TokenRecord,
} from '@warifu/pskc';
import type { ServiceDeps } from '../deps.ts';
import type { Actor } from '../ports/audit.ts';
import { StoreFailure } from '../ports/store.ts';
import type { StagedToken } from '../ports/store-parts.ts';
import { systemAudit } from '../system-audit.ts';

/**
 * A token file becomes stock in two steps: its keys are staged in batches, each durable, and then
 * published in one. A file with one bad key publishes nothing. An import that was killed leaves a
 * staging that the next run of the same file discards and does anew.
 */
export interface TokenFile {
  readonly institutionId: string;
  readonly name: string;
  readonly format: 'pskc' | 'csv';
  /** SHA-256 of the whole file, hex; the same file is published once. */
  readonly sha256: string;
  readonly open: () => AsyncIterable<Uint8Array>;
  readonly options: ReadOptions;
  readonly actor: Actor;
  readonly onProgress?: (keys: number) => void;
}

export type ImportResult =
  | {
      readonly ok: true;
      readonly imported: number;
      readonly importId: string;
      /** How many of them bear no date of expiry: nothing will ever make them due for replacement. */
      readonly withoutExpiry: number;
    }
  | { readonly ok: false; readonly fault: ImportFault };

export interface ImportFault {
  readonly code: string;
  readonly message: string;
  readonly serial: string | null;
  readonly position: string | null;
}

/** Small, so that what a batch holds is garbage again before the collector takes it for long-lived. */
const batchSize = 50;
const progressEvery = 500;

/** Imports a token file into an institution's stock, all of it or nothing. */
export async function importTokenFile(deps: ServiceDeps, file: TokenFile): Promise<ImportResult> {
  const { imports } = deps.store;
  const policy = deps.policies.inForce(file.institutionId, deps.clock.now())?.policy;
  if (!policy)
    return fault('institution_unknown', `there is no institution "${file.institutionId}" here`);
  const before = await imports.published(file.institutionId, file.sha256);
  if (before)
    return fault('file_already_imported', `this very file was imported before, as ${before.id}`);
  const importId = deps.newId('imp');
  const { institutionId, sha256: fileSha256, name: fileName } = file;
  await imports.begin({
    id: importId,
    institutionId,
    fileSha256,
    fileName,
    startedAt: deps.clock.now(),
  });
  try {
    const withoutExpiry = await stageAll(deps, file, { importId, policy });
    return { ...(await publish(deps, file, importId)), withoutExpiry };
  } catch (error) {
    await imports.discard(importId);
    return faultOf(error);
  }
}

async function publish(deps: ServiceDeps, file: TokenFile, importId: string) {
  const { institutionId, actor } = file;
  const facts = { import_id: importId, file_name: file.name, file_sha256: file.sha256 };
  const audit = systemAudit(deps.clock, 'import_tokens', { institutionId, facts, actor });
  const { published } = await deps.store.imports.publish(importId, audit);
  return { ok: true, imported: published, importId } as const;
}

/** Stages every key of the file, and gives how many of them have no expiry. */
async function stageAll(
  deps: ServiceDeps,
  file: TokenFile,
  { importId, policy }: { readonly importId: string; readonly policy: Policy },
): Promise<number> {
  const read = file.format === 'pskc' ? readPskc : readOathCsv;
  let batch: StagedToken[] = [];
  let count = 0;
  let withoutExpiry = 0;
  for await (const record of read(file.open(), file.options)) {
    batch.push(stagedToken(deps, record, { institutionId: file.institutionId, policy }));
    record.secret.fill(0);
    count++;
    if (record.expiresOn === undefined) withoutExpiry++;
    if (batch.length < batchSize) continue;
    await deps.store.imports.stage(importId, batch);
    batch = [];
    if (count % progressEvery === 0) file.onProgress?.(count);
  }
  if (batch.length > 0) await deps.store.imports.stage(importId, batch);
  if (count === 0) throw new ImportRefused('file_empty', 'the file holds no key');
  file.onProgress?.(count);
  return withoutExpiry;
}

/** A key of the file that the institution cannot use. */
class ImportRefused extends Error {
  readonly code: string;
  readonly serial: string | null;
  readonly position: string | null;

  constructor(code: string, message: string, record?: TokenRecord) {
    super(message);
    this.code = code;
    this.serial = record?.serial ?? null;
    this.position = record?.position ?? null;
  }
}

function stagedToken(
  deps: ServiceDeps,
  record: TokenRecord,
  { institutionId, policy }: { readonly institutionId: string; readonly policy: Policy },
): StagedToken {
  const serial = canonicaliseSerial(record.serial);
  checkAgainstPolicy(record, serial, policy);
  const id = deps.newId('tok');
  const timeZone = policy.institution.time_zone;
  const token: Token = {
    id,
    institutionId,
    contractId: null,
    serial,
    form: 'hardware',
    kind: record.kind,
    algorithm: record.algorithm,
    digits: record.digits,
    stepSeconds: record.stepSeconds ?? null,
    state: 'in_stock',
    retireReason: null,
    startsOn: dateIn(record.startsOn, timeZone),
    expiresOn: dateIn(record.expiresOn, timeZone),
    issuedAt: null,
    deviceId: null,
    shipmentId: null,
    lostReportedAt: null,
    suspendedAt: null,
    returnedAt: null,
    mailedCode: null,
    lastAcceptedStep: record.kind === 'hotp' ? (record.counter ?? 0) - 1 : -1,
    driftSteps: record.driftSteps ?? 0,
    outOfStep: false,
    guard: cleanGuard,
    version: 0,
  };
  const seed = deps.vault.seal(record.secret, { institutionId, tokenId: id, contractId: null });
  return { token, seed };
}

function checkAgainstPolicy(record: TokenRecord, serial: string, policy: Policy): void {
  const authenticator = policy.authenticators.find((one) => fits(record, one));
  if (!authenticator) {
    const step = record.stepSeconds === undefined ? '' : `, ${record.stepSeconds} s`;
    const what = `${record.kind}, ${record.algorithm}, ${record.digits} digits${step}`;
    throw new ImportRefused(
      'authenticator_unknown',
      `the policy has no authenticator for ${what}`,
      record,
    );
  }
  checkDrift(record, authenticator);
  if (!new RegExp(`^(?:${authenticator.serial_pattern})$`, 'u').test(serial))
    throw new ImportRefused(
      'serial_pattern',
      `the serial does not have the form that the policy gives (${authenticator.serial_pattern})`,
      record,
    );
}

/** A clock error beyond what the policy allows would move the token's mark out of reach for ever. */
function checkDrift(record: TokenRecord, { max_drift_steps: most }: Authenticator): void {
  const drift = record.driftSteps ?? 0;
  if (Math.abs(drift) <= most) return;
  throw new ImportRefused(
    'drift_too_large',
    `the file gives a clock error of ${drift} steps, and the policy allows ${most}`,
    record,
  );
}

function fits(record: TokenRecord, one: Authenticator): boolean {
  return (
    one.kind === `hardware_${record.kind}` &&
    one.algorithm === record.algorithm &&
    one.digits === record.digits &&
    one.step_seconds === record.stepSeconds
  );
}

/** A date of the file in the institution's calendar; instants are turned into dates of its zone. */
function dateIn(text: string | undefined, timeZone: string): string | null {
  if (text === undefined) return null;
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text;
  return dateOf(Date.parse(text), timeZone);
}

function fault(code: string, message: string): ImportResult {
  return { ok: false, fault: { code, message, serial: null, position: null } };
}

function faultOf(error: unknown): ImportResult {
  if (error instanceof TokenFileError || error instanceof ImportRefused) {
    const { code, message } = error;
    const serial = error.serial ?? null;
    return { ok: false, fault: { code, message, serial, position: error.position ?? null } };
  }
  if (error instanceof StoreFailure && error.code === 'conflict')
    return fault('import_conflict', error.message);
  throw error;
}
