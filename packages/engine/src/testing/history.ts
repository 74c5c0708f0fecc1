import type { ContractView } from '../contract/contract-view.ts';
import type { Decision } from '../decision.ts';
import { decideRegistration } from '../enrolment/decide-registration.ts';
import { decideUnlock } from '../lockout/decide-unlock.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { decideRevocation, type RevocationReason } from '../revocation/decide-revocation.ts';
import type { ActingParty } from '../user/acting-party.ts';
import { decideRemoveUser } from '../user/decide-user.ts';
import { decideVerification } from '../verification/decide-verification.ts';
import { aHotpToken, aToken, aUser, aView, viewAfter } from './views.ts';

/**
 * Random histories of a small contract: three users and three tokens, two of them time-based. What a
 * user types is given as steps relative to now (or to the counter), so that right, early, late and
 * spent codes all come up often.
 */
export type Command =
  | { readonly act: 'wait'; readonly ms: number }
  | { readonly act: 'verify'; readonly user: string; readonly typed: Typed }
  | {
      readonly act: 'register';
      readonly user: string;
      readonly token: string | null;
      readonly typed: Typed;
    }
  | { readonly act: 'unlock'; readonly actor: string; readonly user: string }
  | { readonly act: 'unlock_token'; readonly actor: string; readonly token: string }
  | {
      readonly act: 'revoke';
      readonly actor: string;
      readonly users: readonly string[];
      readonly reason: RevocationReason;
    }
  | { readonly act: 'revoke_token'; readonly token: string; readonly reason: RevocationReason }
  | { readonly act: 'remove'; readonly user: string };

export interface Typed {
  readonly wellFormed: boolean;
  readonly offsets: readonly number[];
}

export interface Moment {
  readonly view: ContractView;
  readonly now: number;
}

/** One command that was carried out: the moment before, what was decided, the moment after. */
export interface Passage {
  readonly command: Command;
  readonly before: Moment;
  readonly decision: Decision;
  readonly after: Moment;
}

export const userIds = ['master', 'admin', 'member'] as const;
export const tokenIds = ['t1', 't2', 't3'] as const;

/** Who acts: `desk` is the institution's desk, everybody else a user. */
export function actingAs(actor: string): ActingParty {
  return actor === 'desk'
    ? { kind: 'staff', staffId: 's', desk: 'desk', evidence: 'e' }
    : { kind: 'user', userId: actor };
}

/** Tokens have arrived and nobody has registered. */
export function beginning(now: number): Moment {
  return {
    now,
    view: aView({
      users: [
        aUser('master', { role: 'master' }),
        aUser('admin', { role: 'admin' }),
        aUser('member'),
      ],
      tokens: [
        aToken('t1', { state: 'delivered' }),
        aToken('t2', { state: 'delivered' }),
        aHotpToken('t3', { state: 'shipped' }),
      ],
    }),
  };
}

/** Carries the commands out one after the other. */
export function play(from: Moment, commands: readonly Command[], policy: Policy): Passage[] {
  const passages: Passage[] = [];
  let before = from;
  commands.forEach((command, index) => {
    const now = before.now + (command.act === 'wait' ? command.ms : 0);
    const context = { policy, now };
    const decision = decide(before.view, command, { ...context, bindingId: `b${index}` });
    const after = { view: viewAfter(before.view, decision, context), now };
    passages.push({ command, before, decision, after });
    before = after;
  });
  return passages;
}

interface Deciding {
  readonly policy: Policy;
  readonly now: number;
  readonly bindingId: string;
}

function decide(view: ContractView, command: Command, context: Deciding): Decision {
  const { now, bindingId } = context;
  switch (command.act) {
    case 'wait':
      return { ok: true, events: [] };
    case 'verify': {
      const binding = view.bindings.find((b) => b.userId === command.user && b.endedAt === null);
      const typed = steps(view, binding?.tokenId ?? null, { typed: command.typed, now });
      return decideVerification(view, { userId: command.user, ...typed }, context);
    }
    case 'register': {
      const token = view.tokens.find((one) => one.id === command.token);
      const typed = steps(view, command.token, { typed: command.typed, now });
      const rest = { userId: command.user, bindingId, token, revokedTokenIds: [] };
      return decideRegistration(view, { ...rest, ...typed }, context);
    }
    case 'unlock':
    case 'unlock_token': {
      const [users, tokens] =
        command.act === 'unlock' ? [[command.user], []] : [[], [command.token]];
      const acting = actingAs(command.actor);
      return decideUnlock(view, { userIds: users, tokenIds: tokens, acting }, context);
    }
    case 'revoke':
    case 'revoke_token': {
      const target =
        command.act === 'revoke' ? { userIds: command.users } : { tokenId: command.token };
      const acting = actingAs(command.act === 'revoke' ? command.actor : 'desk');
      return decideRevocation(view, { target, reason: command.reason, acting }, context);
    }
    case 'remove':
      return decideRemoveUser(view, command.user, now);
  }
}

/** The steps that were typed, counted from now or, for an event-based token, from its mark. */
function steps(
  view: ContractView,
  tokenId: string | null,
  { typed, now }: { readonly typed: Typed; readonly now: number },
) {
  const token = view.tokens.find((one) => one.id === tokenId);
  const from = token?.stepSeconds === null ? token.lastAcceptedStep : Math.floor(now / 60_000);
  const matches = typed.wellFormed ? typed.offsets.map((offset) => from + offset) : [];
  return { matches: matches.filter((step) => step >= 0), wellFormed: typed.wellFormed };
}
