import type { DomainEvent } from '../audit/events.ts';
import { bindingsOf, type ContractView, findUser } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { openIssues, softwareLeft } from '../revocation/what-ends.ts';
import { canonicaliseLoginId, type User, type UserRole } from './user.ts';

export interface AddUser {
  readonly userId: string;
  readonly loginId: string;
  readonly name: string;
  readonly role: UserRole;
  readonly permissions: readonly string[];
  /** Where notices go, in the form that mail is sent to; without one the user gets none. */
  readonly mailAddress?: string | null | undefined;
}

/** Adds a user. The login ID is canonical and unique in the contract, so that nobody has two names (row 16). */
export function decideAddUser(view: ContractView, command: AddUser, policy: Policy): Decision {
  const loginId = canonicaliseLoginId(command.loginId);
  if (view.users.some((user) => user.loginId === loginId)) return refused('user_login_id_taken');
  if (!command.permissions.every((name) => policy.operations[name]?.permission === true))
    return refused('permission_unknown');
  const { userId, name, role, permissions, mailAddress } = command;
  const added: DomainEvent = { type: 'user_added', userId, loginId, name, role, permissions };
  if (mailAddress === undefined || mailAddress === null) return decided(added);
  return decided(added, { type: 'user_mail_address_changed', userId, mailAddress });
}

export interface ChangeUser {
  readonly userId: string;
  readonly name?: string | undefined;
  readonly role?: UserRole | undefined;
  readonly permissions?: readonly string[] | undefined;
  /** Null takes the address away: the user gets no more notices. */
  readonly mailAddress?: string | null | undefined;
}

/** Changes name, role, permissions or mail address. A contract keeps at least one master once it has one. */
export function decideChangeUser(
  view: ContractView,
  command: ChangeUser,
  policy: Policy,
): Decision {
  const user = findUser(view, command.userId);
  if (!user) return refused('user_unknown');
  const { name, role, permissions } = { ...user, ...defined(command) };
  if (!permissions.every((one) => policy.operations[one]?.permission === true))
    return refused('permission_unknown');
  if (user.role === 'master' && role !== 'master' && isLastMaster(view, user))
    return refused('last_master');
  return decided(
    ...(isNamed(command)
      ? [{ type: 'user_changed' as const, userId: user.id, name, role, permissions }]
      : []),
    ...addressChange(user, command.mailAddress),
  );
}

function isNamed({ name, role, permissions }: ChangeUser): boolean {
  return name !== undefined || role !== undefined || permissions !== undefined;
}

function addressChange(user: User, mailAddress: ChangeUser['mailAddress']): DomainEvent[] {
  if (mailAddress === undefined || mailAddress === user.mailAddress) return [];
  return [{ type: 'user_mail_address_changed', userId: user.id, mailAddress }];
}

function defined({ name, role, permissions }: ChangeUser) {
  return {
    ...(name === undefined ? {} : { name }),
    ...(role === undefined ? {} : { role }),
    ...(permissions === undefined ? {} : { permissions }),
  };
}

/**
 * Removes a user: his bindings end, what only he held in an app ends with them, and an issue that is
 * under way for him goes no further. The last master stays as long as there are others.
 */
export function decideRemoveUser(view: ContractView, userId: string, now: number): Decision {
  const user = findUser(view, userId);
  if (!user) return refused('user_unknown');
  const others = view.users.some((one) => one.id !== user.id && one.state === 'active');
  if (others && isLastMaster(view, user)) return refused('last_master');
  const bindings = bindingsOf(view, userId);
  return decided(
    ...bindings.map(
      ({ id: bindingId, tokenId }): DomainEvent => ({
        type: 'binding_ended',
        bindingId,
        userId,
        tokenId,
        reason: 'user_removed',
        at: now,
      }),
    ),
    ...softwareLeft(view, bindings).map(
      (tokenId): DomainEvent => ({ type: 'token_retired', tokenId, reason: 'revoked' }),
    ),
    ...openIssues(view, [userId]),
    { type: 'user_removed', userId, at: now },
  );
}

function isLastMaster(view: ContractView, user: User): boolean {
  if (user.role !== 'master') return false;
  return !view.users.some(
    (one) => one.id !== user.id && one.role === 'master' && one.state === 'active',
  );
}
