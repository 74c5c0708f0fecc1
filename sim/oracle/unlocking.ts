import type { Policy, User } from '@warifu/engine';
import { never } from './violation.ts';
import { eventsNamed, isLocked, type Witnessed } from './witnessed.ts';

/**
 * Row 22, S0-09: who lifts a lock is somebody who may: never oneself where the policy forbids it, nobody
 * who shares the token where it forbids that, no customer at the cap, no desk but the policy's.
 */
export function watchUnlocking(seen: Witnessed): void {
  const { before, policy, record, at } = seen;
  if (!before) return;
  const lifted = [
    ...eventsNamed(seen, 'user_unlocked').map(({ userId, by }) => {
      const held = openBindings(seen).filter((one) => one.userId === userId);
      return { by, holders: [userId], tokenIds: held.map((one) => one.tokenId), id: userId };
    }),
    ...eventsNamed(seen, 'token_unlocked').map(({ tokenId, by }) => {
      const held = openBindings(seen).filter((one) => one.tokenId === tokenId);
      return { by, holders: held.map((one) => one.userId), tokenIds: [tokenId], id: tokenId };
    }),
  ];
  for (const { by, holders, tokenIds, id } of lifted) {
    if (by === 'institution') {
      never(
        record.actor.desk !== policy.lockout.unlock.desk,
        'row 22',
        'another desk has unlocked',
      );
      continue;
    }
    const actor = before.users.find((one) => one.id === record.actor.userId);
    never(actor?.state !== 'active', 'row 22', 'nobody has unlocked');
    if (!actor) return;
    const { unlock } = policy.lockout;
    never(!mayLift(actor, policy), 'row 22', `a ${actor.role} has unlocked`);
    const own = holders.includes(actor.id);
    never(own && !unlock.oneself, 'row 22', 'somebody has unlocked himself');
    const shares = openBindings(seen).some(
      (one) => one.userId === actor.id && tokenIds.includes(one.tokenId),
    );
    const oneself = holders.length === 1 && own;
    never(shares && !oneself && !unlock.sharers_of_token, 'row 22', 'a sharer has unlocked');
    never(
      isLocked(actor, at) && !own && !unlock.while_locked,
      'row 22',
      'who is locked has unlocked',
    );
    const guard = [...before.users, ...before.tokens].find((one) => one.id === id)?.guard;
    const reserved = guard?.lock?.cause === 'cap' || guard?.lock?.cause === 'registration';
    never(reserved, 'row 21 ALL-06', 'a customer has lifted what is the institution’s to lift');
  }
}

function openBindings({ before }: Witnessed) {
  return (before?.bindings ?? []).filter((one) => one.endedAt === null);
}

function mayLift({ role, permissions }: User, { lockout }: Policy): boolean {
  const { roles, permission } = lockout.unlock;
  return roles.includes(role) || (permission !== undefined && permissions.includes(permission));
}
