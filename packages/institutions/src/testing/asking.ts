import {
  type Approval,
  type ApprovalStage,
  type ContractView,
  type CustomerRequest,
  type DeskHours,
  decideUnlock,
  decideVerification,
  deskHoursAt,
  type Policy,
  requirementFor,
  type StatedFacts,
} from '@warifu/engine';
import { afterUnder, outcome } from './company.ts';

interface Context {
  readonly policy: Policy;
  readonly now: number;
}

/** An operation of an approval flow, as the institution's system states it. */
export function staged(operation: string, approval: Approval, stage: ApprovalStage): StatedFacts {
  return { operation, approval, stage };
}

/**
 * What an operation asks of a user, in one text: its factors, `-` when it asks nothing, or why he
 * cannot go on.
 */
export function ask(
  view: ContractView,
  userId: string,
  { facts, ...context }: Context & { readonly facts: StatedFacts },
): string {
  const answer = requirementFor(view, { challengeId: 'x', userId, facts }, context);
  if (!answer.ok) return answer.reason;
  const { required, reason, factors } = answer.requirement;
  if (required === 'blocked') return reason;
  return required === 'registration' ? required : factors.join('+') || '-';
}

/** The view after wrong codes of a user. */
export function wrongCodes(
  view: ContractView,
  userId: string,
  { times, ...context }: Context & { readonly times: number },
): ContractView {
  return Array.from({ length: times }).reduce<ContractView>((before) => {
    const code = { userId, matches: [], wellFormed: true };
    return afterUnder(before, decideVerification(before, code, context), context);
  }, view);
}

/** What a right code of a user gives. */
export function rightCode(view: ContractView, userId: string, context: Context): string {
  const binding = view.bindings.find((one) => one.userId === userId && one.endedAt === null);
  const token = view.tokens.find((one) => one.id === binding?.tokenId);
  const matches = [Math.floor(context.now / ((token?.stepSeconds ?? 60) * 1_000))];
  return outcome(decideVerification(view, { userId, matches, wellFormed: true }, context));
}

interface Lifting extends Context {
  readonly of: { readonly user?: string; readonly token?: string };
  /** Whether the form that staff need lies before them; it does unless a test says otherwise. */
  readonly paper?: boolean;
}

/** What comes of lifting a lock: by a user, or by staff at a desk (`@branch`). */
export function lift(
  view: ContractView,
  who: string,
  { of, paper = true, ...context }: Lifting,
): string {
  const acting = who.startsWith('@')
    ? { kind: 'staff' as const, staffId: 's', desk: who.slice(1), evidence: 'form 7' }
    : { kind: 'user' as const, userId: who };
  const userIds = of.user === undefined ? [] : [of.user];
  const tokenIds = of.token === undefined ? [] : [of.token];
  const form = { documents: context.policy.lockout.unlock.documents };
  const requests = paper ? [aPaper('form 7', form)] : [];
  const command = { userIds, tokenIds, acting };
  return outcome(decideUnlock({ ...view, requests }, command, context));
}

/** A paper that asks for an unlock and waits to be carried out. */
export function aPaper(id: string, parts: Partial<CustomerRequest> = {}): CustomerRequest {
  return {
    id,
    contractId: 'c1',
    userId: null,
    kind: 'unlock',
    channel: 'paper',
    filedOn: '2015-01-01',
    documents: [],
    state: 'filed',
    expectedFromOn: null,
    expectedToOn: null,
    receivedAt: 0,
    closedAt: null,
    version: 0,
    ...parts,
  };
}

/** Whether a desk of the policy answers at an instant. */
export function deskAt(policy: Policy, id: string, at: number): DeskHours {
  const desk = policy.desks.find((one) => one.id === id);
  if (!desk) throw new Error(`the policy has the desk ${id}`);
  const timeZone = policy.institution.time_zone;
  return deskHoursAt(at, desk, { timeZone, calendar: policy.calendar });
}
