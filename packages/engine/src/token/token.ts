import type { HashName } from '@warifu/otp';
import type { FailureGuard } from '../lockout/guard.ts';

/**
 * A token is an OTP device, and only that. Its life:
 *
 *   in_stock ──ship──▶ shipped ──deliver──▶ delivered ──first register──▶ in_service
 *       │                 │                     │          issued ──register──┤
 *       │                 │                     │            │               │
 *       └─────────────────┴──────── retire ─────┴────────────┴───────────────┘──▶ retired
 *
 * A software token has no post: it is issued when an app takes its seed (S2-02, S4-01).
 * Only a token in service verifies anything (S0-02, row 28). Expiry is not a state that somebody
 * has to set: it follows from the printed date (`isExpired`).
 */
export type TokenState = 'in_stock' | 'shipped' | 'delivered' | 'issued' | 'in_service' | 'retired';

/** What a token is made of; with its kind it tells the authenticator of the policy that it is. */
export type TokenForm = 'hardware' | 'phone_app' | 'pc_app' | 'email';

export type RetireReason =
  | 'lost'
  | 'stolen'
  | 'broken'
  | 'revoked'
  | 'replaced'
  | 'exchanged'
  | 'opted_out'
  | 'cancelled';

/** A code that went out by mail; only this counter is accepted, and only for its lifetime. */
export interface MailedCode {
  readonly counter: number;
  readonly sentAt: number;
  /** How many codes were mailed on the day of `sentAt`. */
  readonly ofTheDay: number;
}

export interface Token {
  readonly id: string;
  readonly institutionId: string;
  /** Null while in stock; from shipment on the one contract that may ever use it (S0-08, row 27). */
  readonly contractId: string | null;
  /** What is printed on its back, in canonical form; unique within the institution. */
  readonly serial: string;
  readonly form: TokenForm;
  readonly kind: 'totp' | 'hotp';
  readonly algorithm: HashName;
  readonly digits: 6 | 8;
  /** Null for event-based tokens. */
  readonly stepSeconds: 30 | 60 | null;
  readonly state: TokenState;
  readonly retireReason: RetireReason | null;
  /** First and last day of validity in the institution's time zone; null when none is given. */
  readonly startsOn: string | null;
  readonly expiresOn: string | null;
  /** When it was posted or issued; a lifetime in years counts from here. */
  readonly issuedAt: number | null;
  /** The phone that holds it, as the app names itself; null for hardware (S1-03). */
  readonly deviceId: string | null;
  readonly shipmentId: string | null;
  /** Set when its loss or theft was reported: it is never registered again. */
  readonly lostReportedAt: number | null;
  /** 停止中: paused by its user after a loss, until it is found again. */
  readonly suspendedAt: number | null;
  /** When a broken one came back (S3-08). */
  readonly returnedAt: number | null;
  /** The last code that was mailed: its counter and when; null for everything but e-mail codes. */
  readonly mailedCode: MailedCode | null;
  /**
   * The last accepted time step or counter; −1 before the first. It only moves forward, and it
   * belongs to the token because several users may share it (ALL-01, RFC 6238 5.2, RFC 4226 7.2).
   */
  readonly lastAcceptedStep: number;
  /** Clock drift in steps learnt from accepted codes; added to the centre of the window (RFC 6238 6). */
  readonly driftSteps: number;
  /**
   * True when the mark may lie behind what was accepted, because an older backup was restored: an
   * event-based token then verifies nothing until two codes have shown where it stands (row 72).
   */
  readonly outOfStep: boolean;
  /** Wrong codes on this token (lock scope `token`). */
  readonly guard: FailureGuard;
  readonly version: number;
}

/**
 * One spelling per serial: NFKC, upper case, without the white space and dashes of any script, nor the
 * long-vowel mark that the hyphen key gives on a Japanese keyboard.
 */
export function canonicaliseSerial(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\p{White_Space}\p{Dash}\u30fc]/gu, '')
    .toUpperCase();
}

/** A software token that an app holds and no contract has claimed yet (S4-02). */
export function isUnclaimed({ contractId, state }: Pick<Token, 'contractId' | 'state'>): boolean {
  return contractId === null && state === 'issued';
}
