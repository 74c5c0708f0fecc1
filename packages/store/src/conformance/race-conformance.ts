import type { User } from '@warifu/engine';
import type { Store } from '@warifu/service';
import { describe, expect, test } from 'vitest';
import {
  aBinding,
  aCustomer,
  attempt,
  aUser,
  auditOf,
  type Customer,
  cleanGuard,
  lockAt,
  resultOf,
  save,
  tokenNow,
} from './fixture.ts';
import type { OpenStore } from './harness.ts';
import { onFreshStore } from './on-fresh-store.ts';

/** One-time means one time, and a guess that was evaluated is a guess that was counted. */
export function raceConformance(openStore: OpenStore): void {
  describe('races', () => {
    const withStore = onFreshStore(openStore);

    test('row 2: 64 parallel runs of one code have one winner, round after round', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'race');
        const rounds = process.env['WARIFU_FULL'] === '1' ? 1_000 : 4;
        let accepted = 0;
        for (let step = 1; step <= rounds; step += 1) {
          const works = Array.from({ length: 64 }, () =>
            store.run(attempt({ userId: customer.user.id, step })),
          );
          const results = (await Promise.all(works)).map(resultOf);
          accepted += results.filter((result) => result === 'accepted').length;
          // The losers' failures lock the token; the next round begins with it unlocked.
          await unlock(store, customer);
        }
        expect(accepted).toBe(rounds);
      }));

    test('row 1, ALL-01: a code used by one user is refused to the user who shares the token', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'shared');
        const second = await addSharer(store, customer);
        const results = await Promise.all([
          store.run(attempt({ userId: customer.user.id, step: 9 })),
          store.run(attempt({ userId: second.id, step: 9 })),
        ]);
        expect(results.map(resultOf).toSorted()).toEqual(['accepted', 'refused']);
      }));

    test('row 12: of 200 parallel guesses at most 5 are evaluated, and the right code comes late', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'guess');
        const { id } = customer.user;
        const works = Array.from({ length: 200 }, (_, index) =>
          store.run(attempt({ userId: id, step: index < 199 ? 'wrong' : 1 })),
        );
        const results = (await Promise.all(works)).map(resultOf);
        expect(results.filter((result) => result !== 'locked')).toHaveLength(lockAt);
        expect(results).not.toContain('accepted');
        const { guard } = await tokenNow(store, customer);
        expect(guard).toMatchObject({ failures: lockAt, attemptsWhileLocked: 200 - lockAt });
      }));

    test('row 14: the count survives a restart', () =>
      withStore(async (harness) => {
        const customer = await aCustomer(harness.store, 'restart');
        for (let guess = 0; guess < 3; guess += 1)
          await harness.store.run(attempt({ userId: customer.user.id, step: 'wrong' }));
        const reopened = await harness.reopen();
        const { guard } = await tokenNow(reopened, customer);
        expect(guard.failures).toBe(3);
        const late = [1, 2, 3].map(() =>
          reopened.run(attempt({ userId: customer.user.id, step: 'wrong' })),
        );
        expect((await Promise.all(late)).map(resultOf)).toEqual(['refused', 'refused', 'locked']);
      }));

    test('row 83: every decision has exactly one audit record, refused ones too', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'count');
        const before = (await auditOf(store)).length;
        const works = Array.from({ length: 40 }, (_, index) =>
          store.run(attempt({ userId: customer.user.id, step: index % 3 ? 'wrong' : index })),
        );
        await Promise.all(works);
        expect((await auditOf(store)).length - before).toBe(40);
      }));

    test('an unknown user is decided on and recorded, and touches no row', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'known');
        const result = await store.run(attempt({ userId: ' ', step: 'wrong' }));
        expect(resultOf(result)).toBe('refused');
        expect(await tokenNow(store, customer)).toMatchObject({
          version: 1,
          guard: { failures: 0 },
        });
      }));
  });
}

async function unlock(store: Store, { contract }: Customer): Promise<void> {
  const { institutionId, id } = contract;
  await save(store, { kind: 'contract', institutionId, by: { contractId: id } }, ({ view }) => ({
    tokens: (view?.tokens ?? []).map((token) => ({
      ...token,
      guard: cleanGuard,
      version: token.version + 1,
    })),
  }));
}

async function addSharer(store: Store, { contract, token }: Customer): Promise<User> {
  const { institutionId, id } = contract;
  const second = aUser('u-second', id);
  const scope = { kind: 'contract', institutionId, by: { contractId: id } } as const;
  await save(store, scope, { users: [second], bindings: [aBinding(second, token)] });
  return second;
}
