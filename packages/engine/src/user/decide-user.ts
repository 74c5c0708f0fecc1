import type { DomainEvent } from '../audit/events.ts';
import { bindingOf, type ContractView, findUser } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { canonicaliseLoginId, type User, type UserRole } from './user.ts';

export interface AddUser {
  readonly userId: string;
  readonly loginId: string;
  readonly name: string;
  readonly role: UserRole;
  readonly permissions: readonly string[];
}

/** Adds a user. The login ID is canonical and unique in the contract, so that nobody has two names (row 16). */
export function decideAddUser(view: ContractView, command: AddUser, policy: Policy): Decision {
  const loginId = canonicaliseLoginId(command.loginId);
  if (view.users.some((user) => user.loginId === loginId)) return refused('user_login_id_taken');
  if (!command.permissions.every((name) => policy.operations[name]?.permission === true))
    return refused('permission_unknown');
  return decided({ type: 'user_added', ...command, loginId });
}

export interface ChangeUser {
  readonly userId: string;
  readonly name?: string | undefined;
  readonly role?: UserRole | undefined;
  readonly permissions?: readonly string[] | undefined;
}

/** Changes name, role or permissions. A contract keeps at least one master once it has one. */
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
  return decided({ type: 'user_changed', userId: user.id, name, role, permissions });
}

function defined({ name, role, permissions }: ChangeUser) {
  return {
    ...(name === undefined ? {} : { name }),
    ...(role === undefined ? {} : { role }),
    ...(permissions === undefined ? {} : { permissions }),
  };
}

/** Removes a user and ends his binding; the last master stays as long as there are others. */
export function decideRemoveUser(view: ContractView, userId: string, now: number): Decision {
  const user = findUser(view, userId);
  if (!user) return refused('user_unknown');
  const others = view.users.some((one) => one.id !== user.id && one.state === 'active');
  if (others && isLastMaster(view, user)) return refused('last_master');
  const binding = bindingOf(view, userId);
  const ended: DomainEvent[] = binding
    ? [
        {
          type: 'binding_ended',
          bindingId: binding.id,
          userId,
          tokenId: binding.tokenId,
          reason: 'user_removed',
          at: now,
        },
      ]
    : [];
  return decided(...ended, { type: 'user_removed', userId, at: now });
}

function isLastMaster(view: ContractView, user: User): boolean {
  if (user.role !== 'master') return false;
  return !view.users.some(
    (one) => one.id !== user.id && one.role === 'master' && one.state === 'active',
  );
}
