import type { ContractView } from '../contract/contract-view.ts';
import { type EventOf, withUser } from '../contract/view-changes.ts';
import { unlockByCustomer, unlockByInstitution } from '../lockout/guard.ts';
import type { User } from './user.ts';

/** What events of users change. */
export function applyUserEvent(
  view: ContractView,
  event: EventOf<'user_added' | 'user_changed' | 'user_removed' | 'user_locked' | 'user_unlocked'>,
): ContractView {
  switch (event.type) {
    case 'user_added':
      return { ...view, users: [...view.users, newUser(view.contract.id, event)] };
    case 'user_changed': {
      const { name, role, permissions } = event;
      return withUser(view, event.userId, (user) => ({ ...user, name, role, permissions }));
    }
    case 'user_removed':
      return withUser(view, event.userId, (user) => ({ ...user, state: 'removed' }));
    case 'user_locked':
      // The guard was locked when the refused attempt was counted; the event is for the record.
      return view;
    case 'user_unlocked':
      return withUser(view, event.userId, (user) => ({
        ...user,
        guard: event.by === 'customer' ? unlockByCustomer(user.guard) : unlockByInstitution(),
      }));
  }
}

function newUser(contractId: string, event: EventOf<'user_added'>): User {
  return {
    id: event.userId,
    contractId,
    loginId: event.loginId,
    name: event.name,
    role: event.role,
    permissions: event.permissions,
    state: 'active',
    firstEnrolledAt: null,
    guard: unlockByInstitution(),
    version: 0,
  };
}
