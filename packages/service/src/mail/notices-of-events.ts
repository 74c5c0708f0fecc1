import { type ContractView, type DomainEvent, sharersOf, type User } from '@warifu/engine';
import type { NewId } from '../ids.ts';
import type { OutboxMail } from '../ports/mails.ts';
import { type NoticeTopic, serialEnd } from './mail-data.ts';
import { newMail } from './new-mail.ts';

/** What the notices of a decision are made from. */
export interface Announcing {
  readonly events: readonly DomainEvent[];
  /** As the contract was: a notice goes to the address of before (row 31). */
  readonly before: ContractView;
  readonly after: ContractView;
  readonly newId: NewId;
  readonly now: number;
}

interface Told {
  readonly topic: NoticeTopic;
  readonly users: readonly (User | undefined)[];
  readonly tokenId?: string | null;
}

/**
 * The mails that a decision owes to its users: every binding, revocation, unlocking and change of
 * contact is told at once to the address that was on file before it (row 31), so that whoever took
 * an account over cannot do it unseen; a change of contact to the new one as well. Saved with the decision, in its transaction.
 */
export function noticesOfEvents(announcing: Announcing): readonly OutboxMail[] {
  const { events, before, after } = announcing;
  const told = events.flatMap((event) => toldBy(event, before, after));
  if (before.users !== after.users) told.push(...changedContacts(before, after));
  return told.flatMap((one) => mailsOf(one, announcing));
}

function toldBy(event: DomainEvent, before: ContractView, after: ContractView): Told[] {
  const user = (id: string) =>
    before.users.find((one) => one.id === id) ?? after.users.find((one) => one.id === id);
  switch (event.type) {
    case 'binding_started':
      return [{ topic: 'token_bound', users: [user(event.userId)], tokenId: event.tokenId }];
    case 'binding_ended':
      // Whoever gets a successor is told of that one.
      if (event.reason === 'replaced' || event.reason === 'exchanged') return [];
      return [{ topic: 'token_revoked', users: [user(event.userId)], tokenId: event.tokenId }];
    case 'user_unlocked':
      return [{ topic: 'lock_lifted', users: [user(event.userId)] }];
    case 'token_unlocked':
      return [
        { topic: 'lock_lifted', users: sharersOf(before, event.tokenId), tokenId: event.tokenId },
      ];
    case 'shipment_posted': {
      const tokenId = event.reason === 'replacement' ? event.replacesTokenId : null;
      if (tokenId === null) return [];
      return [{ topic: 'replacement_posted', users: sharersOf(before, tokenId), tokenId }];
    }
    default:
      return [];
  }
}

function changedContacts(before: ContractView, after: ContractView): Told[] {
  return before.users.flatMap((old): Told[] => {
    const now = after.users.find((one) => one.id === old.id);
    if (now === undefined || now.mailAddress === old.mailAddress) return [];
    return [{ topic: 'contact_changed', users: [old, now] }];
  });
}

function mailsOf({ topic, users, tokenId }: Told, announcing: Announcing): OutboxMail[] {
  const { before, after, newId, now } = announcing;
  const token = [...before.tokens, ...after.tokens].find((one) => one.id === tokenId);
  return users.flatMap((user) => {
    const to = user?.mailAddress ?? null;
    if (user === undefined || to === null) return [];
    return newMail({
      id: newId('mal'),
      institutionId: before.contract.institutionId,
      contractId: user.contractId,
      userId: user.id,
      kind: 'notice',
      to,
      data: { topic, at: now, on: null, serialEnd: token ? serialEnd(token.serial) : null },
      now,
    });
  });
}
