import { describe, expect, it } from 'vitest';
import { cleanGuard } from '../lockout/guard.ts';
import { type EventTable, now, viewBefore as view } from '../testing/event-table.ts';
import { eventsOfContracts } from '../testing/events-of-contracts.ts';
import { eventsOfTokens } from '../testing/events-of-tokens.ts';
import { policyWith } from '../testing/policies.ts';
import type { ContractView } from './contract-view.ts';
import { evolve } from './evolve.ts';

const { lockout } = policyWith();
const context = { now, limits: lockout };
const events: EventTable = { ...eventsOfContracts, ...eventsOfTokens };
type Rows = keyof Omit<ContractView, 'contract'>;

/** Which rows are new or differ in identity, as the service finds what to save. */
function touched(before: ContractView, after: ContractView): string[] {
  const names = Object.keys(before).filter((name): name is Rows => name !== 'contract');
  const contract = before.contract === after.contract ? [] : ['contract'];
  const rows = names.flatMap((name) =>
    after[name].flatMap((row, index) => (before[name][index] === row ? [] : [`${name} ${index}`])),
  );
  return [...contract, ...rows];
}

describe('every event touches its rows and no others', () => {
  it.each(Object.values(events))('row 83 · $event.type: $touches', ({ event, touches }) => {
    const copy = JSON.stringify(view);
    const after = evolve(view, [event], context);
    expect(touched(view, after).toSorted()).toEqual(touches.toSorted());
    expect(JSON.stringify(view)).toBe(copy);
  });
});

describe('what the events mean', () => {
  it('ALL-01 row 4 · a slow writer does not lower the mark', () => {
    for (const [step, mark] of [
      [49, 50],
      [50, 50],
      [51, 51],
    ] as const) {
      const accepted = { ...events.otp_accepted.event, step };
      expect(evolve(view, [accepted], context).tokens[0]?.lastAcceptedStep).toBe(mark);
      const spent = { ...events.otp_spent.event, step };
      expect(evolve(view, [spent], context).tokens[0]?.lastAcceptedStep).toBe(mark);
    }
  });

  it('ALL-06 row 21 · an acceptance clears the user’s count, a spent code does not', () => {
    expect(evolve(view, [events.otp_accepted.event], context).users[0]?.guard).toEqual(cleanGuard);
    expect(evolve(view, [events.otp_spent.event], context).users[0]).toBe(view.users[0]);
  });

  it('S0-03 · unasked tokens adopt the contract as an application does, and only the first time', () => {
    const first = evolve(view, [events.shipment_posted.event], context);
    expect(first.contract.adoptedAt).toBe(now);
    const later = { ...events.application_recorded.event, at: now + 1 };
    expect(evolve(first, [later], context).contract.adoptedAt).toBe(now);
  });

  it.each([
    { event: events.user_unlocked.event, row: 'users' as const, since: 5 },
    {
      event: { ...events.user_unlocked.event, by: 'institution' as const },
      row: 'users' as const,
      since: 0,
    },
    { event: events.token_unlocked.event, row: 'tokens' as const, since: 5 },
    {
      event: { ...events.token_unlocked.event, by: 'institution' as const },
      row: 'tokens' as const,
      since: 0,
    },
  ])('ALL-06 · $event.type by $event.by leaves $since counted', ({ event, row, since }) => {
    const guard = evolve(view, [event], context)[row][1]?.guard;
    expect(guard).toMatchObject({ failures: 0, failuresSinceAcceptance: since, lock: null });
  });
});
