import fc from 'fast-check';
import { expect, test } from 'vitest';
import { heldBy, type IssueCommand, isPausing, opening, staged } from '../testing/issuing.ts';
import { issuedAt, softPolicy } from '../testing/soft-policies.ts';

const runs = process.env['WARIFU_FULL'] === '1' ? 20_000 : 1_500;
const policy = softPolicy(({ adoption, authenticators }) => {
  adoption.kinds = 'free';
  for (const one of authenticators) one.registrations_per_device = 1;
});

const user = fc.constantFrom('u1', 'u2');
// Mostly the latest issue, sometimes one that has ended.
const issue = fc.constantFrom(0, 0, 0, 0, 1, 2, 5);
const right = fc.constantFrom(true, true, false);
const command: fc.Arbitrary<IssueCommand> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('wait' as const),
      minutes: fc.constantFrom(1, 5, 9, 30, 31),
    }),
  },
  { weight: 4, arbitrary: fc.record({ act: fc.constant('issue' as const), user }) },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constantFrom('cancel' as const, 'revoke' as const, 'revoke' as const),
      user,
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('register' as const), user }) },
  {
    weight: 5,
    arbitrary: fc.record({
      act: fc.constant('activate' as const),
      phone: fc.constantFrom('phone', 'other'),
      right,
      issue,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ act: fc.constant('complete' as const), right, issue }),
  },
);

/** Acts come one by one, and in the orders in which people and attackers put them. */
const activate = { act: 'activate', phone: 'phone', right: true, issue: 0 } as const;
const complete = { act: 'complete', right: true, issue: 0 } as const;
const sequence = fc.oneof<fc.WeightedArbitrary<readonly IssueCommand[]>[]>(
  { weight: 6, arbitrary: command.map((one) => [one]) },
  {
    weight: 2,
    arbitrary: user.map((one): IssueCommand[] => [{ act: 'issue', user: one }, activate, complete]),
  },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 1, max: 5 })
      .map((count) => Array.from({ length: count }, () => ({ ...activate, right: false }))),
  },
  {
    weight: 1,
    arbitrary: user.map((one): IssueCommand[] => [
      { act: 'revoke', user: one },
      { act: 'issue', user: one },
    ]),
  },
);

test('S1-06 S2-07 row 29 no sequence of acts gives a user two tokens, a phone too many, an issue more guesses than the policy, or anything during the pause', () => {
  let bound = 0;
  fc.assert(
    fc.property(fc.array(sequence, { maxLength: 30 }), (sequences) => {
      const commands = sequences.flat();
      let stage = opening(issuedAt);
      commands.forEach((one, number) => {
        const before = stage;
        stage = staged(before, one, { policy, number });
        const { view } = stage;
        const inForce = view.bindings.filter((binding) => binding.endedAt === null);
        for (const id of ['u1', 'u2']) {
          expect(inForce.filter((binding) => binding.userId === id).length).toBeLessThanOrEqual(1);
          const open = view.issuances.filter(
            ({ userId, state }) => userId === id && (state === 'open' || state === 'activated'),
          );
          expect(open.length).toBeLessThanOrEqual(1);
          const started = inForce.filter(({ userId }) => userId === id).length;
          const had = before.view.bindings.filter(
            ({ userId, endedAt }) => userId === id && endedAt === null,
          ).length;
          if (started > had) {
            bound++;
            expect(isPausing(before, id, policy)).toBe(false);
          }
        }
        for (const issuance of view.issuances) expect(issuance.failures).toBeLessThanOrEqual(3);
        for (const phone of ['phone', 'other']) expect(heldBy(view, phone)).toBeLessThanOrEqual(1);
        // A token in an app is one user's, and a token that nobody is bound to verifies nothing.
        for (const { id, form, state } of view.tokens) {
          const holders = inForce.filter(({ tokenId }) => tokenId === id).length;
          if (form === 'phone_app') expect(holders).toBe(state === 'in_service' ? 1 : 0);
        }
      });
    }),
    { numRuns: runs },
  );
  // The histories do get as far as bindings.
  expect(bound).toBeGreaterThan(runs / 10);
});
