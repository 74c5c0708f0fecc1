import { cooldownEndsAt } from '../challenge/standing-obstacle.ts';
import type { ContractView } from '../contract/contract-view.ts';
import type { Decision } from '../decision.ts';
import { decideRegistration } from '../enrolment/decide-registration.ts';
import { decideActivation } from '../issuance/decide-activation.ts';
import { decideCancellation } from '../issuance/decide-cancellation.ts';
import { decideCompletion } from '../issuance/decide-completion.ts';
import { decideIssue } from '../issuance/decide-issue.ts';
import type { Issuance } from '../issuance/issuance.ts';
import { newSoftwareToken } from '../issuance/software-token.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { decideRevocation } from '../revocation/decide-revocation.ts';
import { anIssuance, phoneApp } from './soft-policies.ts';
import { aToken, aUser, aView, viewAfter } from './views.ts';

/** Random histories of two users with two phones, and a fob that came by post. */
export type IssueCommand =
  | { readonly act: 'wait'; readonly minutes: number }
  | { readonly act: 'issue' | 'cancel' | 'revoke'; readonly user: string }
  | {
      readonly act: 'activate';
      readonly phone: string;
      readonly right: boolean;
      readonly issue: number;
    }
  | { readonly act: 'complete'; readonly right: boolean; readonly issue: number }
  | { readonly act: 'register'; readonly user: string };

export interface Stage {
  readonly view: ContractView;
  readonly now: number;
  /** Every issue that was ever begun, so that ended ones are tried again. */
  readonly known: readonly Issuance[];
}

export function opening(now: number): Stage {
  const users = [aUser('u1'), aUser('u2')];
  return {
    now,
    view: aView({ users, tokens: [aToken('fob', { state: 'delivered' })] }),
    known: [],
  };
}

/** The stage after one command; IDs are made of its number. */
export function staged(before: Stage, command: IssueCommand, { policy, number }: Playing): Stage {
  if (command.act === 'wait') return { ...before, now: before.now + command.minutes * 60_000 };
  const { decision, rows } = decide(before, command, { policy, number });
  const { now } = before;
  const after = viewAfter(before.view, decision, { policy, now });
  const view = {
    ...after,
    issuances: [...after.issuances, ...(rows.issuance ? [rows.issuance] : [])],
    tokens: [...after.tokens, ...(rows.token ? [rows.token] : [])],
  };
  const known = [...before.known, ...(rows.issuance ? [rows.issuance] : [])];
  return { view, now, known };
}

export interface Playing {
  readonly policy: Policy;
  readonly number: number;
}

interface Played {
  readonly decision: Decision;
  readonly rows: { readonly issuance?: Issuance; readonly token?: ReturnType<typeof aToken> };
}

type Act = Exclude<IssueCommand, { readonly act: 'wait' }>;

function decide(stage: Stage, command: Act, playing: Playing): Played {
  const { view, now, known } = stage;
  const context = { policy: playing.policy, now };
  const id = String(playing.number);
  switch (command.act) {
    case 'issue':
      return issue(stage, command.user, playing);
    case 'cancel': {
      const issuanceId = view.issuances.find((one) => one.userId === command.user)?.id ?? '';
      return plain(decideCancellation(view, { issuanceId, acting: undefined }, context));
    }
    case 'revoke': {
      const acting = { kind: 'staff', staffId: 's', desk: 'desk', evidence: 'e' } as const;
      const target = { userIds: [command.user] };
      return plain(decideRevocation(view, { target, reason: 'revoked', acting }, context));
    }
    case 'register': {
      const token = view.tokens.find((one) => one.id === 'fob');
      const typed = { matches: [Math.floor(now / 60_000)], wellFormed: true };
      const proof = { token, revokedTokenIds: [], ...typed };
      return plain(
        decideRegistration(view, { userId: command.user, bindingId: id, ...proof }, context),
      );
    }
    case 'activate':
      return activate(stage, command, playing);
    case 'complete': {
      const issuanceId = known.at(-1 - command.issue)?.id ?? '';
      const matches = command.right ? [Math.floor(now / 60_000)] : [];
      const code = { matches, wellFormed: true };
      const typed = { issuanceId, bindingId: id, code, second: undefined, factors: [] };
      return plain(decideCompletion(view, typed, context));
    }
  }
}

function plain(decision: Decision): Played {
  return { decision, rows: {} };
}

function issue({ view, now }: Stage, userId: string, { policy, number }: Playing): Played {
  const issuanceId = `i${number}`;
  const decision = decideIssue(
    view,
    {
      issuanceId,
      userId,
      authenticator: null,
      activationPassword: '2718',
      mailAddress: 'u@mail.example',
      mailboxOf: (address) => address,
      mailTokenId: '',
      acting: undefined,
    },
    { policy, now },
  );
  if (!decision.ok) return plain(decision);
  const names = { serviceId: `s${number}`, appUserId: `a${number}` };
  const { expiresAt } = decision;
  return {
    decision,
    rows: { issuance: anIssuance(issuanceId, { userId, ...names, expiresAt, createdAt: now }) },
  };
}

function activate(
  { view, now, known }: Stage,
  { phone, right, issue: index }: Extract<Act, { readonly act: 'activate' }>,
  { policy, number }: Playing,
): Played {
  const named = known.at(-1 - index);
  const tokenId = `t${number}`;
  const deviceTokens = heldBy(view, phone);
  const decision = decideActivation(
    view,
    {
      serviceId: named?.serviceId ?? '',
      appUserId: named?.appUserId ?? '',
      passwordRight: right,
      tokenId,
      deviceId: phone,
      deviceTokens,
    },
    { policy, now },
  );
  const made = decision.events.some(
    (event) => event.type === 'software_token_activated' && event.tokenId === tokenId,
  );
  if (!decision.ok || !made) return plain(decision);
  const parts = { id: tokenId, institutionId: 'sample', contractId: 'c1', deviceId: phone, now };
  return { decision, rows: { token: newSoftwareToken(phoneApp, { ...parts, serial: tokenId }) } };
}

/** How many tokens a phone holds, as the store counts them. */
export function heldBy({ tokens }: ContractView, phone: string): number {
  return tokens.filter((one) => one.deviceId === phone && one.state !== 'retired').length;
}

/** Whether a user's pause after a revocation runs. */
export function isPausing({ view, now }: Stage, userId: string, policy: Policy): boolean {
  const user = view.users.find((one) => one.id === userId);
  const endsAt = user ? cooldownEndsAt(user, policy, 'registration') : null;
  return endsAt !== null && now < endsAt;
}
