import type { ContractView } from '../contract/contract-view.ts';
import { decideRegistration, type RegisterToken } from '../enrolment/decide-registration.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { Token } from '../token/token.ts';
import type { User } from '../user/user.ts';
import { tokyo } from './instants.ts';
import { policyWith } from './policies.ts';
import { aUser, aView, viewAfter } from './views.ts';

/** The instant of the registrations below, and the time step that holds it. */
export const registeredAt = tokyo('2015-01-20T12:00:00.000');
export const registeredStep = registeredAt / 60_000;

/** `u1` registers a delivered token `t1` with the right code, unless a test says otherwise. */
export function register(
  view: ContractView,
  token: Token | undefined,
  {
    policy = policyWith(),
    ...parts
  }: Partial<RegisterToken> & { readonly policy?: Policy | undefined } = {},
) {
  const command: RegisterToken = {
    userId: 'u1',
    bindingId: 'b1',
    token,
    matches: [registeredStep],
    wellFormed: true,
    revokedTokenIds: [],
    ...parts,
  };
  const context = { policy, now: registeredAt };
  const decision = decideRegistration(view, command, context);
  return { decision, after: viewAfter(view, decision, context) };
}

/** A contract of three users with this token. */
export function withToken(token: Token, user: Partial<User> = {}): ContractView {
  return aView({ users: [aUser('u1', user), aUser('u2'), aUser('u3')], tokens: [token] });
}
