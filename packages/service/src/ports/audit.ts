import type { DomainEvent } from '@warifu/engine';

/** Who acted: an institution's client, on behalf of a customer's user or of its own staff; or the system. */
export interface Actor {
  readonly kind: 'api_key' | 'app' | 'command_line' | 'system';
  readonly id: string;
  /** The customer's user who acted, if one did. */
  readonly userId?: string | undefined;
  /** The institution's own staff, by the institution's name for them. */
  readonly staffId?: string | undefined;
  readonly desk?: string | undefined;
  /** What the act rests on: a form's number, a call's record. */
  readonly evidence?: string | undefined;
}

/**
 * One decision for the record: who, what, for whom, when, from where, with which factors, and the
 * outcome; never a code or a secret (ALL-04). `events` is what changed.
 */
export interface AuditDraft {
  readonly at: number;
  readonly institutionId: string | null;
  readonly contractId: string | null;
  readonly userId: string | null;
  readonly tokenId: string | null;
  /** The command, as an imperative: `verify_otp`, `revoke_token`. */
  readonly action: string;
  readonly outcome: 'done' | 'accepted' | 'refused';
  readonly reason: string | null;
  readonly actor: Actor;
  /** The address that the request came from, as the server saw it. */
  readonly source: string | null;
  readonly factors: readonly string[];
  readonly policyVersion: number | null;
  readonly events: readonly DomainEvent[];
  /** Facts about a system act, for example the file of an import. */
  readonly facts?: Readonly<Record<string, string | number | boolean>> | undefined;
}

export interface AuditRecord extends AuditDraft {
  /** `chain-sequence`, unique. */
  readonly id: string;
  readonly chain: string;
  readonly sequence: number;
  /** SHA-256 over the previous hash and this record, hex. */
  readonly hash: string;
}
