import {
  type Binding,
  type Challenge,
  type Contract,
  type ContractView,
  type FailureGuard,
  noSameDayFacts,
  type Token,
  type User,
} from '@warifu/engine';
import type { Loaded, Scope, SealedSeed } from '@warifu/service';
import { stringListFrom } from '../rows/string-list.ts';
import type { HotStatements } from './hot-statements.ts';
import {
  type ChallengeTail,
  noneOfIt,
  type PackedGuard,
  type Rare,
  type ViewRow,
  viewWidth,
} from './verification-row.ts';

/**
 * Reads what a verification decides on (docs/adr/0005): one statement, three rows, one version of
 * everything. Nothing is parsed that verification does not need.
 */
export type VerificationScope = Extract<Scope, { kind: 'verification' }>;

const none: readonly never[] = [];
const noSeeds: ReadonlyMap<string, SealedSeed> = new Map();
const nothing: Loaded = {
  view: undefined,
  candidates: none,
  seeds: noSeeds,
  revokedTokenIds: none,
  deviceTokens: 0,
};

export function loadVerification(hot: HotStatements, scope: VerificationScope): Loaded {
  const { institutionId, by } = scope;
  const row =
    'userId' in by
      ? hot.loadByUser.get(by.userId, institutionId)
      : hot.loadByChallenge.get(by.challengeId, institutionId);
  if (row === undefined) return nothing;
  return loadedFrom(row as unknown as ViewRow, institutionId);
}

function loadedFrom(row: ViewRow, institutionId: string): Loaded {
  const rare: Rare = row[41] === null ? noneOfIt : JSON.parse(row[41]);
  const token = tokenOf(row, institutionId, rare);
  const seed = token && seedOf(row);
  const view: ContractView = {
    contract: contractOf(row, institutionId, rare),
    users: [userOf(row, rare)],
    tokens: token ? [token] : none,
    bindings: token ? [bindingOf(row, token.id)] : none,
    applications: none,
    shipments: none,
    fees: none,
    issuances: none,
    requests: none,
    challenges: row.length > viewWidth ? [challengeOf(row)] : none,
  };
  return {
    view,
    candidates: view.tokens,
    seeds: token && seed ? new Map([[token.id, seed]]) : noSeeds,
    revokedTokenIds: none,
    deviceTokens: 0,
  };
}

function userOf(row: ViewRow, rare: Rare): User {
  return {
    id: row[0],
    contractId: row[1],
    loginId: row[2],
    name: row[3],
    role: row[4],
    permissions: stringListFrom(row[5]),
    state: row[6],
    mailAddress: rare[4],
    optedIn: rare[5] === 1,
    adoptedAt: rare[6],
    lastLoginAt: rare[7],
    otpUsedAt: rare[15],
    optedOutAt: rare[8],
    lastRevokedAt: rare[9],
    firstEnrolledAt: row[7],
    guard: guardOf(row[8]),
    version: row[9],
  };
}

function contractOf(row: ViewRow, institutionId: string, rare: Rare): Contract {
  return {
    id: row[1],
    institutionId,
    number: row[13],
    kind: row[14],
    openedOn: row[15],
    adoptedAt: row[16],
    setUpAt: rare[0],
    firstDeliveredAt: row[17],
    firstEnrolledAt: row[42],
    authenticator: rare[1],
    stoppedAt: rare[2],
    sameDay: rare[3] === null ? noSameDayFacts : JSON.parse(rare[3]),
    countedTokens: row[18],
    version: row[19],
  };
}

function tokenOf(row: ViewRow, institutionId: string, rare: Rare): Token | undefined {
  const [id, serial] = [row[11], row[21]];
  if (id === null || serial === null) return undefined;
  if (row[20] === 1) throw new Error('a user is bound to a token of another contract');
  return {
    id,
    institutionId,
    contractId: row[1],
    serial,
    form: row[39],
    kind: row[22],
    algorithm: row[23],
    digits: row[24],
    stepSeconds: row[25],
    state: row[26],
    retireReason: row[27],
    startsOn: row[28],
    expiresOn: row[29],
    issuedAt: row[40],
    deviceId: rare[10],
    shipmentId: row[30],
    lostReportedAt: row[31],
    suspendedAt: rare[11],
    returnedAt: rare[12],
    mailedCode: rare[13] === null ? null : JSON.parse(rare[13]),
    lastAcceptedStep: row[32],
    driftSteps: row[33],
    outOfStep: rare[14] === 1,
    guard: guardOf(row[34]),
    version: row[35],
  };
}

function bindingOf(row: ViewRow, tokenId: string): Binding {
  const [id, startedAt] = [row[10], row[12]];
  if (id === null || startedAt === null) throw new Error('a bound user has no binding');
  return {
    id,
    contractId: row[1],
    userId: row[0],
    tokenId,
    startedAt,
    endedAt: null,
    endReason: null,
  };
}

function seedOf(row: ViewRow): SealedSeed | undefined {
  const [hex, keyVersion, epoch] = [row[36], row[37], row[38]];
  if (hex === null || keyVersion === null || epoch === null) return undefined;
  const gap = hex.indexOf(' ');
  const sealed = Buffer.from(hex.slice(0, gap), 'hex');
  return { sealed, nonce: Buffer.from(hex.slice(gap + 1), 'hex'), keyVersion, epoch };
}

const cleanGuard: FailureGuard = Object.freeze({
  failures: 0,
  failuresSinceAcceptance: 0,
  attemptsWhileLocked: 0,
  temporaryLocks: 0,
  lock: null,
});

function guardOf(packed: string | null): FailureGuard {
  if (packed === null) return cleanGuard;
  const parts: PackedGuard = JSON.parse(packed);
  const [failures, failuresSinceAcceptance, attemptsWhileLocked, lockedAt, cause] = parts;
  const [, , , , , temporaryLocks, liftsAt] = parts;
  const lock = lockedAt === null || cause === null ? null : { lockedAt, cause, liftsAt };
  return { failures, failuresSinceAcceptance, attemptsWhileLocked, temporaryLocks, lock };
}

function challengeOf(row: ViewRow): Challenge {
  const tail = row.slice(viewWidth) as unknown as ChallengeTail;
  return {
    id: tail[0],
    contractId: row[1],
    userId: row[0],
    operation: tail[1],
    details: tail[2],
    targetUserIds: stringListFrom(tail[3]),
    required: tail[4],
    reason: tail[5],
    rule: tail[6],
    factors: stringListFrom(tail[7]),
    state: tail[8],
    createdAt: tail[9],
    expiresAt: tail[10],
    satisfiedAt: tail[11],
  };
}
