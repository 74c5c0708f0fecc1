import type { Approval, ApprovalStage } from '../policy/policy-schema.ts';
import type { UserRole } from '../user/user.ts';
import type { Challenge } from './challenge.ts';
import type { StatedFacts } from './challenge-rules.ts';

/** What is done to a user, as the acting user was shown it; what is not named stays as it is. */
export interface UserChange {
  readonly loginId?: string | undefined;
  readonly name?: string | undefined;
  readonly role?: UserRole | undefined;
  readonly permissions?: readonly string[] | undefined;
  /** Null where the address is taken away. */
  readonly mailAddress?: string | null | undefined;
}

/** The part of the stored details that decisions look at, in the names of the API. */
interface StoredDetails {
  readonly approval?: Approval;
  readonly stage?: ApprovalStage;
  readonly amount_yen?: number;
  readonly channel?: string;
  readonly payee_class?: string;
  readonly client_certificate?: boolean;
  readonly same_day?: boolean;
  readonly user_change?: {
    readonly login_id?: string;
    readonly name?: string;
    readonly role?: UserRole;
    readonly permissions?: readonly string[];
    readonly mail_address?: string | null;
  };
}

function detailsOf(challenge: Challenge): StoredDetails {
  return JSON.parse(challenge.details);
}

/** The facts that a challenge was asked with, so that the question can be asked again. */
export function factsOfChallenge(challenge: Challenge): StatedFacts {
  const stored = detailsOf(challenge);
  return {
    operation: challenge.operation,
    approval: stored.approval,
    stage: stored.stage,
    amountYen: stored.amount_yen,
    channel: stored.channel,
    payeeClass: stored.payee_class,
    clientCertificate: stored.client_certificate,
    sameDay: stored.same_day,
  };
}

/** The change of a user that a challenge approves; undefined when it approves none. */
export function userChangeOf(challenge: Challenge): UserChange | undefined {
  const change = detailsOf(challenge).user_change;
  if (!change) return undefined;
  const { login_id: loginId, mail_address: mailAddress, ...same } = change;
  return { loginId, mailAddress, ...same };
}

/** True when two changes name the same members with the same values; permissions are sets. */
export function isSameUserChange(a: UserChange, b: UserChange): boolean {
  return (
    a.loginId === b.loginId &&
    a.name === b.name &&
    a.role === b.role &&
    isSameAddress(a.mailAddress, b.mailAddress) &&
    (a.permissions === undefined || b.permissions === undefined
      ? a.permissions === b.permissions
      : hasSameMembers(a.permissions, b.permissions))
  );
}

/** The domain of a mail address has no case (RFC 5321 2.4); what stands before it may have one. */
function isSameAddress(a: UserChange['mailAddress'], b: UserChange['mailAddress']): boolean {
  const spelled = (address: string) => {
    const at = address.lastIndexOf('@');
    return address.slice(0, at) + address.slice(at).toLowerCase();
  };
  return typeof a === 'string' && typeof b === 'string' ? spelled(a) === spelled(b) : a === b;
}

/** True when two lists hold the same texts, however often and in whatever order. */
export function hasSameMembers(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [new Set(a), new Set(b)];
  return left.size === right.size && [...left].every((one) => right.has(one));
}
