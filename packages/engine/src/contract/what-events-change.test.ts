import { describe, expect, it } from 'vitest';
import type { DomainEvent } from '../audit/events.ts';
import { cleanGuard } from '../lockout/guard.ts';
import { now, viewBefore } from '../testing/event-table.ts';
import { eventsOfContracts } from '../testing/events-of-contracts.ts';
import { eventsOfTokens } from '../testing/events-of-tokens.ts';
import { anIssuance, aRequest } from '../testing/papers.ts';
import { policyWith } from '../testing/policies.ts';
import { stockToken } from '../testing/views.ts';
import type { BindingEndReason } from '../token/binding.ts';
import { noSameDayFacts } from './contract.ts';
import type { ContractView } from './contract-view.ts';
import { evolve } from './evolve.ts';

const context = { now, limits: policyWith().lockout };
const [events, tokens] = [eventsOfContracts, eventsOfTokens];

function after(...happened: readonly DomainEvent[]): ContractView {
  return evolve(viewBefore, happened, context);
}

describe('the contract', () => {
  it('S1-07 ALL-02 · its set-up is recorded once', () => {
    const setUp = events.contract_set_up.event;
    expect(after(setUp).contract.setUpAt).toBe(now);
    expect(after(setUp, { ...setUp, at: now + 1 }).contract.setUpAt).toBe(now);
  });

  it('S1-01 · the kind of token that it has chosen', () => {
    expect(after(events.authenticator_chosen.event).contract.authenticator).toBe('card');
  });

  const applied = { ...events.application_recorded.event, authenticator: 'fob' };
  it.each([
    { kinds: ['adoption'], chosen: 'fob' },
    { kinds: ['adoption', 'method_change'], chosen: 'card' },
    // A further token of another kind is no change of method.
    { kinds: ['adoption', 'addition'], chosen: 'fob' },
    { kinds: ['adoption', 'reissue'], chosen: 'fob' },
    { kinds: ['adoption', 'exchange'], chosen: 'fob' },
    { kinds: ['addition'], chosen: null },
  ] as const)('S1-01 S1-11 · $kinds leave $chosen', ({ kinds, chosen }) => {
    const applications = kinds.map((kind, index) => ({
      ...applied,
      kind,
      authenticator: index === 0 ? 'fob' : 'card',
    }));
    expect(after(...applications).contract.authenticator).toBe(chosen);
  });

  it('S2-04 · stops at once when the customer says so, until it is lifted', () => {
    const stop = events.emergency_stopped.event;
    expect(after(stop).contract.stoppedAt).toBe(now);
    expect(after(stop, events.emergency_stop_lifted.event).contract.stoppedAt).toBeNull();
  });

  it('S0-13 · remembers when the first of its users registered', () => {
    const first = tokens.binding_started.event;
    const second = { ...first, bindingId: 'b8', userId: 'u1', at: now + 5 };
    const view = after(first, second);
    expect(view.contract.firstEnrolledAt).toBe(now);
    expect(view.users.map((user) => user.firstEnrolledAt)).toEqual([now + 5, now]);
  });
});

describe('S3-09 · the facts towards same-day transfers', () => {
  const { event } = events.same_day_recorded;
  const rows = [
    { fact: 'application', expected: { appliedAt: now } },
    { fact: 'screening', expected: { screenedAt: now } },
    { fact: 'measures', expected: { measures: ['a', 'b'] } },
    { fact: 'call', expected: { calledAt: now } },
    { fact: 'confirmation', expected: { confirmedAt: now } },
  ] as const;

  it.each(rows)('$fact: $expected', ({ fact, expected }) => {
    const { sameDay } = after({ ...event, fact, measures: ['a', 'b'] }).contract;
    expect(sameDay).toEqual({ ...noSameDayFacts, ...expected });
  });

  it('add up, and a withdrawal ends them all', () => {
    const all = rows.map(({ fact }) => ({ ...event, fact, measures: ['a'] }));
    const complete = after(...all).contract.sameDay;
    expect(complete).toEqual({
      appliedAt: now,
      screenedAt: now,
      measures: ['a'],
      calledAt: now,
      confirmedAt: now,
    });
    const withdrawn = after(...all, { ...event, fact: 'withdrawal' }).contract.sameDay;
    expect(withdrawn).toEqual(noSameDayFacts);
  });
});

describe('a user', () => {
  const first = (...happened: readonly DomainEvent[]) => after(...happened).users[0];

  it('S4-02 S4-04 · adopts, stops and adopts again', () => {
    const { event: adopted } = events.user_adopted;
    const { event: stopped } = events.user_opted_out;
    expect(first(adopted)).toMatchObject({ adoptedAt: now, optedOutAt: null });
    expect(first(adopted, stopped)).toMatchObject({ adoptedAt: null, optedOutAt: now });
    expect(first(adopted, stopped, { ...adopted, at: now + 9 })).toMatchObject({
      adoptedAt: now + 9,
      optedOutAt: null,
    });
  });

  it('S2-03 · asks for codes himself, or no more', () => {
    const { event } = events.user_opted_in;
    expect(first(event)?.optedIn).toBe(true);
    expect(first(event, { ...event, optedIn: false })?.optedIn).toBe(false);
  });

  it('S2-02 · logs in, and has an address or none', () => {
    expect(first(events.user_logged_in.event)?.lastLoginAt).toBe(now);
    expect(first(events.user_otp_used.event)?.otpUsedAt).toBe(now);
    const { event } = events.user_mail_address_changed;
    expect(first(event)?.mailAddress).toBe('a@example.com');
    expect(first(event, { ...event, mailAddress: null })?.mailAddress).toBeNull();
  });

  // What was taken from him begins a cooldown; what he gave up for another token does not.
  const revoking: Record<BindingEndReason, boolean> = {
    lost: true,
    stolen: true,
    broken: true,
    revoked: true,
    replaced: false,
    user_removed: false,
    initialised: false,
    exchanged: false,
    opted_out: false,
    method_changed: false,
  };
  const reasons = Object.keys(revoking) as BindingEndReason[];
  it.each(reasons)('S2-07 · a binding that ended as %s begins a cooldown or not', (reason) => {
    const view = after({ ...tokens.binding_ended.event, reason });
    expect(view.users[1]?.lastRevokedAt).toBe(revoking[reason] ? now : null);
    expect(view.bindings[1]).toMatchObject({ endedAt: now, endReason: reason });
  });
});

describe('a token', () => {
  const first = (...happened: readonly DomainEvent[]) => after(...happened).tokens[0];

  it('S0-10 · is paused and resumed', () => {
    expect(first(tokens.token_suspended.event)?.suspendedAt).toBe(now);
    const both = [tokens.token_suspended.event, tokens.token_resumed.event];
    expect(first(...both)?.suspendedAt).toBeNull();
  });

  it.each([
    { step: 49, mark: 50 },
    { step: 50, mark: 50 },
    { step: 51, mark: 51 },
  ])(
    'ALL-01 row 10 · two codes at $step set its drift and never lower its mark',
    ({ step, mark }) => {
      const { event } = tokens.token_resynchronised;
      expect(first({ ...event, step })).toMatchObject({ lastAcceptedStep: mark, driftSteps: 2 });
    },
  );

  it('S3-08 · comes back', () => {
    expect(first(tokens.token_returned.event)?.returnedAt).toBe(now);
  });

  it('S0-12 · begins its lifetime when it is posted, and anew when it is extended', () => {
    const stocked = { ...viewBefore, tokens: [stockToken('t1')] };
    const shipped = evolve(stocked, [tokens.token_shipped.event], context);
    expect(shipped.tokens[0]?.issuedAt).toBe(viewBefore.shipments[0]?.postedAt);
    const extended = evolve(shipped, [tokens.token_extended.event], context);
    expect(extended.tokens[0]?.issuedAt).toBe(now);
  });

  it('S4-02 · joins the contract that claims it', () => {
    const stocked = { ...viewBefore, tokens: [stockToken('t1')] };
    const claimed = evolve(stocked, [tokens.token_claimed.event], context);
    expect(claimed.tokens[0]?.contractId).toBe('c1');
  });

  it('ALL-01 · of mailed codes only the last one is known', () => {
    const { event } = tokens.code_mailed;
    const mailed = first(event, { ...event, counter: 8, ofTheDay: 3, at: now + 1 });
    expect(mailed?.mailedCode).toEqual({ counter: 8, ofTheDay: 3, sentAt: now + 1 });
  });
});

describe('S2-02 · an issue of a software token', () => {
  const one = (...happened: readonly DomainEvent[]) => after(...happened).issuances[0];

  it('counts wrong activation passwords', () => {
    const { event } = tokens.activation_refused;
    expect(one(event, event)).toEqual(anIssuance('i1', { failures: 2 }));
  });

  it('is activated once its app has the seed, completed by the first code, or cancelled', () => {
    const activated = one(tokens.software_token_activated.event);
    expect(activated).toEqual(anIssuance('i1', { state: 'activated', tokenId: 't1' }));
    expect(one(tokens.issuance_completed.event)?.state).toBe('completed');
    for (const reason of ['superseded', 'expired', 'attempts', 'revoked'] as const)
      expect(one({ ...tokens.issuance_cancelled.event, reason })?.state).toBe('cancelled');
  });

  it('leaves others alone', () => {
    const { event } = tokens.issuance_completed;
    expect(after({ ...event, issuanceId: 'i9' }).issuances[0]).toBe(viewBefore.issuances[0]);
  });
});

describe('S1-11 S4-05 · a paper', () => {
  it('is filed with its documents and the days on which it may be done', () => {
    expect(after(events.request_filed.event).requests[1]).toEqual(
      aRequest('r2', { expectedFromOn: '2015-02-03', expectedToOn: '2015-02-04', receivedAt: now }),
    );
  });

  it.each(['done', 'rejected'] as const)('is closed as %s', (outcome) => {
    const [closed] = after({ ...events.request_closed.event, outcome }).requests;
    expect(closed).toMatchObject({ state: outcome, closedAt: now });
  });
});

describe('money', () => {
  it('S1-10 · keeps the tax and the day of an assessment', () => {
    const { event } = events.fee_assessed;
    expect(after({ ...event, taxYen: 80, dueOn: '2015-03-31' }).fees).toMatchObject([
      { amountYen: 1_080, taxYen: 80, dueOn: '2015-03-31' },
    ]);
  });

  it('ALL-06 · the place of an attempt is looked at when it is counted', () => {
    const limits = { ...context.limits, at_registration: 'institution_lifts' as const };
    const users = viewBefore.users.map((user) => ({
      ...user,
      guard: { ...cleanGuard, failures: 4, failuresSinceAcceptance: 4 },
    }));
    const causes = (['prompt', 'administrator_registration'] as const).map((place) => {
      const refused = { ...tokens.otp_refused.event, place };
      const view = evolve({ ...viewBefore, users }, [refused], { now, limits });
      return view.users[0]?.guard.lock?.cause;
    });
    expect(causes).toEqual(['threshold', 'registration']);
  });
});
