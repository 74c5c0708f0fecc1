import { cleanGuard } from '../lockout/guard.ts';
import type { Authenticator } from '../policy/policy-schema.ts';
import type { MailedCode, Token, TokenForm } from '../token/token.ts';

/** How long a new seed is: as long as the digest of its HMAC (RFC 4226 R6, RFC 6238 5.1; row 41). */
export const seedBytes = { SHA1: 20, SHA256: 32, SHA512: 64 } as const;

export interface NewSoftwareToken {
  readonly id: string;
  readonly institutionId: string;
  /** Null for a token that no contract has claimed yet (S4-01). */
  readonly contractId: string | null;
  readonly serial: string;
  /** The phone that holds it, or the mailbox that its codes go to; never in plain. */
  readonly deviceId: string;
  readonly mailedCode?: MailedCode;
  readonly now: number;
}

/** The row of a token that is made here and not in a factory: issued, and bound to nobody. */
export function newSoftwareToken(authenticator: Authenticator, parts: NewSoftwareToken): Token {
  const { now, mailedCode = null, ...named } = parts;
  return {
    ...named,
    form: formOf(authenticator.kind),
    kind: authenticator.step_seconds === undefined ? 'hotp' : 'totp',
    algorithm: authenticator.algorithm,
    digits: authenticator.digits,
    stepSeconds: authenticator.step_seconds ?? null,
    state: 'issued',
    retireReason: null,
    startsOn: null,
    expiresOn: null,
    issuedAt: now,
    shipmentId: null,
    lostReportedAt: null,
    suspendedAt: null,
    returnedAt: null,
    mailedCode,
    lastAcceptedStep: -1,
    outOfStep: false,
    driftSteps: 0,
    guard: cleanGuard,
    version: 0,
  };
}

function formOf(kind: Authenticator['kind']): TokenForm {
  if (kind === 'email_code') return 'email';
  return kind === 'pc_app' ? 'pc_app' : 'phone_app';
}
