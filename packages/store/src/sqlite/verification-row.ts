import type { Challenge, Contract, Lock, Token, User } from '@warifu/engine';

/**
 * What the statements in `hot-statements.ts` give, column by column. Values stand in arrays, because
 * objects with named members would be made for every verification and thrown away.
 */
export type ViewRow = [
  userId: string,
  contractId: string,
  loginId: string,
  name: string,
  role: User['role'],
  permissions: string,
  userState: User['state'],
  firstEnrolledAt: number | null,
  userGuard: string | null,
  userVersion: number,
  bindingId: string | null,
  tokenId: string | null,
  boundAt: number | null,
  number: string,
  contractKind: Contract['kind'],
  openedOn: string,
  adoptedAt: number | null,
  firstDeliveredAt: number | null,
  countedTokens: number,
  contractVersion: number,
  foreign: 0 | 1,
  serial: string | null,
  tokenKind: Token['kind'],
  algorithm: Token['algorithm'],
  digits: Token['digits'],
  stepSeconds: Token['stepSeconds'],
  tokenState: Token['state'],
  retireReason: Token['retireReason'],
  startsOn: string | null,
  expiresOn: string | null,
  shipmentId: string | null,
  lostReportedAt: number | null,
  lastAcceptedStep: number,
  driftSteps: number,
  tokenGuard: string | null,
  tokenVersion: number,
  seed: string | null,
  seedKeyVersion: number | null,
  seedEpoch: number | null,
  form: Token['form'],
  issuedAt: number | null,
  rare: string | null,
  firstEnrolledAt: number | null,
];

/** In the order of `rare` in `hot-statements.ts`. */
export type Rare = [
  setUpAt: number | null,
  authenticator: string | null,
  stoppedAt: number | null,
  sameDay: string | null,
  mailAddress: string | null,
  optedIn: 0 | 1,
  adoptedAt: number | null,
  lastLoginAt: number | null,
  optedOutAt: number | null,
  lastRevokedAt: number | null,
  deviceId: string | null,
  suspendedAt: number | null,
  returnedAt: number | null,
  mailedCode: string | null,
  outOfStep: 0 | 1 | null,
  otpUsedAt: number | null,
];

export const noneOfIt: Rare = [
  null,
  null,
  null,
  null,
  null,
  0,
  null,
  null,
  null,
  null,
  null,
  null,
  null,
  null,
  null,
  null,
];

export type ChallengeTail = [
  id: string,
  operation: string,
  details: string,
  targetUserIds: string,
  required: Challenge['required'],
  reason: string,
  rule: string | null,
  factors: string,
  state: Challenge['state'],
  createdAt: number,
  expiresAt: number,
  satisfiedAt: number | null,
];

export const viewWidth = 43;

export type PackedGuard = [
  failures: number,
  failuresSinceAcceptance: number,
  attemptsWhileLocked: number,
  lockedAt: number | null,
  cause: Lock['cause'] | null,
  temporaryLocks: number,
  liftsAt: number | null,
];
