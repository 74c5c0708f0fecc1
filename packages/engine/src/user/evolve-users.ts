import type { ContractView } from '../contract/contract-view.ts';
import { type EventOf, withUser } from '../contract/view-changes.ts';
import { unlockByCustomer, unlockByInstitution } from '../lockout/guard.ts';
import type { User } from './user.ts';

/** What events of users change. */
export function applyUserEvent(
  view: ContractView,
  event: EventOf<
    | 'user_added'
    | 'user_changed'
    | 'user_removed'
    | 'user_locked'
    | 'user_unlocked'
    | 'user_opted_in'
    | 'user_adopted'
    | 'user_opted_out'
    | 'user_logged_in'
    | 'user_otp_used'
    | 'user_mail_address_changed'
  >,
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
    case 'user_opted_in':
      return withUser(view, event.userId, (user) => ({ ...user, optedIn: event.optedIn }));
    case 'user_adopted':
      return withUser(view, event.userId, (user) => ({
        ...user,
        adoptedAt: event.at,
        optedOutAt: null,
      }));
    case 'user_opted_out':
      return withUser(view, event.userId, (user) => ({
        ...user,
        adoptedAt: null,
        optedOutAt: event.at,
      }));
    case 'user_logged_in':
      return withUser(view, event.userId, (user) => ({ ...user, lastLoginAt: event.at }));
    case 'user_otp_used':
      return withUser(view, event.userId, (user) => ({ ...user, otpUsedAt: event.at }));
    case 'user_mail_address_changed':
      return withUser(view, event.userId, (user) => ({ ...user, mailAddress: event.mailAddress }));
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
    mailAddress: null,
    optedIn: false,
    adoptedAt: null,
    lastLoginAt: null,
    otpUsedAt: null,
    optedOutAt: null,
    lastRevokedAt: null,
    firstEnrolledAt: null,
    guard: unlockByInstitution(),
    version: 0,
  };
}
