import type { Changes, Loaded, Scope, Store } from '@warifu/service';
import { describe, expect, test } from 'vitest';
import {
  aBinding,
  aChallenge,
  aCustomer,
  aDraft,
  attempt,
  aUser,
  auditOf,
  type Customer,
  save,
  tokenNow,
} from './fixture.ts';
import type { OpenStore } from './harness.ts';
import { onFreshStore } from './on-fresh-store.ts';

const contractScope = ({ contract }: Customer): Scope => ({
  kind: 'contract',
  institutionId: contract.institutionId,
  by: { contractId: contract.id },
});

const verificationScope = ({ contract, user }: Customer): Scope => ({
  kind: 'verification',
  institutionId: contract.institutionId,
  by: { userId: user.id },
});

/** Runs a work that only looks. */
async function look(store: Store, scope: Scope): Promise<Loaded> {
  let seen: Loaded | undefined;
  await save(store, scope, (loaded) => {
    seen = loaded;
    return {};
  });
  if (!seen) throw new Error('the work was not decided');
  return seen;
}

/** What is written is what was decided, on the state that was read, or nothing at all. */
export function workConformance(openStore: OpenStore): void {
  describe('works', () => {
    const withStore = onFreshStore(openStore);

    test('a row comes back as it was saved, on every path', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'same');
        const { contract, user, token, binding } = customer;
        const whole = await look(store, contractScope(customer));
        expect(whole.view).toMatchObject({ users: [user], tokens: [token], bindings: [binding] });
        const hot = await look(store, verificationScope(customer));
        expect(hot.view).toEqual({
          contract,
          users: [user],
          tokens: [token],
          bindings: [binding],
          applications: [],
          shipments: [],
          fees: [],
          issuances: [],
          requests: [],
          challenges: [],
        });
        expect(hot.candidates).toEqual([token]);
        const seed = hot.seeds.get(token.id);
        expect([...(seed?.sealed ?? [])]).toEqual(Array(36).fill(0));
        expect([...(seed?.nonce ?? [])]).toEqual(Array(12).fill(1));
        expect(seed).toMatchObject({ keyVersion: 1, epoch: 1 });
      }));

    test('a locked guard and a challenge come back as they were saved, on the hot path', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'guard');
        const { user, token } = customer;
        const lock = { lockedAt: 7, cause: 'cap', liftsAt: null } as const;
        const guard = {
          failures: 1,
          failuresSinceAcceptance: 2,
          attemptsWhileLocked: 3,
          temporaryLocks: 0,
          lock,
        };
        const challenge = aChallenge('ch-1', user);
        await save(store, verificationScope(customer), {
          users: [{ ...user, guard, version: 1 }],
          tokens: [{ ...token, guard, driftSteps: -2, version: 2 }],
          challenges: [challenge],
        });
        const by = { challengeId: 'ch-1' };
        const hot = await look(store, { kind: 'verification', institutionId: 'bank-a', by });
        expect(hot.view?.users[0]?.guard).toEqual(guard);
        expect(hot.view?.tokens[0]).toMatchObject({ guard, driftSteps: -2 });
        expect(hot.view?.challenges).toEqual([challenge]);
        const proved = { ...challenge, state: 'satisfied', satisfiedAt: 9 } as const;
        const scope: Scope = { kind: 'verification', institutionId: 'bank-a', by };
        await save(store, scope, { challenges: [proved] });
        expect(await store.queries.challenge('bank-a', 'ch-1')).toEqual(proved);
      }));

    test('a verification that changes more than counts and marks is saved whole', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'wide');
        const { user, token } = customer;
        const changes: Changes = {
          users: [{ ...user, name: '改名', version: 1 }],
          tokens: [{ ...token, state: 'retired', retireReason: 'broken', version: 2 }],
        };
        await save(store, verificationScope(customer), changes);
        const after = await look(store, contractScope(customer));
        expect(after.view).toMatchObject(changes);
      }));

    test('nothing is found in another institution', () =>
      withStore(async ({ store }) => {
        const { contract, user, token } = await aCustomer(store, 'mine');
        const institutionId = 'bank-b';
        const scopes: Scope[] = [
          { kind: 'contract', institutionId, by: { contractId: contract.id } },
          { kind: 'contract', institutionId, by: { userId: user.id } },
          { kind: 'contract', institutionId, by: { tokenId: token.id } },
          { kind: 'verification', institutionId, by: { userId: user.id } },
          { kind: 'registration', institutionId, userId: user.id, serial: token.serial },
        ];
        for (const scope of scopes)
          expect(await look(store, scope)).toMatchObject({ view: undefined, candidates: [] });
      }));

    test('row 49: a decision cannot write outside its contract or institution', () =>
      withStore(async ({ store }) => {
        const mine = await aCustomer(store, 'mine');
        const theirs = await aCustomer(store, 'theirs', 'bank-b');
        const foreign: Changes[] = [
          { users: [{ ...theirs.user, name: 'changed', version: 1 }] },
          { tokens: [{ ...theirs.token, version: 2 }] },
          { contracts: [{ ...theirs.contract, version: 1 }] },
          { bindings: [aBinding(theirs.user, theirs.token)] },
        ];
        for (const changes of foreign) {
          await expect(save(store, contractScope(mine), changes)).rejects.toThrow('outside');
          await expect(save(store, verificationScope(mine), changes)).rejects.toThrow('outside');
        }
        const view = await store.queries.contract('bank-b', { contractId: theirs.contract.id });
        expect(view).toMatchObject({ users: [theirs.user], tokens: [theirs.token] });
      }));

    test('an update of another version than the one that was read is not saved', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'stale');
        const { user, token, contract } = customer;
        const stale: Changes[] = [
          { users: [{ ...user, version: 5 }] },
          { tokens: [{ ...token, lastAcceptedStep: 4, version: 1 }] },
          { tokens: [{ ...token, lastAcceptedStep: 4, version: 3 }] },
        ];
        for (const changes of stale) {
          const again = { code: 'try_again' };
          await expect(save(store, verificationScope(customer), changes)).rejects.toMatchObject(
            again,
          );
          await expect(save(store, contractScope(customer), changes)).rejects.toMatchObject(again);
        }
        const old = { contracts: [{ ...contract, version: 3 }] };
        await expect(save(store, contractScope(customer), old)).rejects.toMatchObject({
          code: 'try_again',
        });
        expect(await tokenNow(store, customer)).toEqual(token);
      }));

    test('a stale decision is made again at most three times', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'again');
        let decisions = 0;
        const saved = save(store, verificationScope(customer), () => {
          decisions += 1;
          return { tokens: [{ ...customer.token, version: 9 }] };
        });
        await expect(saved).rejects.toMatchObject({ code: 'try_again' });
        expect(decisions).toBeLessThanOrEqual(4);
      }));

    test('row 4: the last accepted step never goes back, on any path', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'forward');
        await store.run(attempt({ userId: customer.user.id, step: 100 }));
        const lower = ({ view }: Loaded): Changes => ({
          tokens: (view?.tokens ?? []).map((token) => {
            return { ...token, lastAcceptedStep: 99, version: token.version + 1 };
          }),
        });
        for (const scope of [verificationScope(customer), contractScope(customer)])
          await expect(save(store, scope, lower)).rejects.toMatchObject({ code: 'try_again' });
        expect(await tokenNow(store, customer)).toMatchObject({ lastAcceptedStep: 100 });
      }));

    test('row 13: a decision that throws is rejected alone, and nothing of it is written', () =>
      withStore(async ({ store }) => {
        const customers = [await aCustomer(store, 'a'), await aCustomer(store, 'b')];
        const before = (await auditOf(store)).length;
        const [first, second] = customers.map(({ user }) => attempt({ userId: user.id, step: 3 }));
        if (!first || !second) throw new Error('two customers give two works');
        const boom = () => {
          throw new Error('boom');
        };
        const results = await Promise.allSettled([
          store.run({ ...first, decide: boom }),
          store.run(second),
        ]);
        expect(results).toMatchObject([
          { status: 'rejected', reason: { message: 'boom' } },
          { status: 'fulfilled' },
        ]);
        expect((await auditOf(store)).length - before).toBe(1);
      }));

    test('a write that fails fails its own work and no other of its batch', () =>
      withStore(async ({ store }) => {
        const customers = await Promise.all(
          ['a', 'b', 'c'].map((name) => aCustomer(store, `part-${name}`)),
        );
        const [a, b, c] = customers;
        if (!a || !b || !c) throw new Error('three customers');
        const twin = { ...aUser('u-twin', b.contract.id), loginId: b.user.loginId };
        const results = await Promise.allSettled([
          store.run(attempt({ userId: a.user.id, step: 3 })),
          save(store, contractScope(b), { users: [twin] }),
          store.run(attempt({ userId: c.user.id, step: 3 })),
        ]);
        expect(results).toMatchObject([
          { status: 'fulfilled' },
          { status: 'rejected', reason: { code: 'conflict' } },
          { status: 'fulfilled' },
        ]);
        expect(await tokenNow(store, a)).toMatchObject({ lastAcceptedStep: 3 });
        expect(await tokenNow(store, c)).toMatchObject({ lastAcceptedStep: 3 });
        expect(await store.audit.verify([])).toMatchObject({ ok: true });
      }));

    test('what a decision says is in its record', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'record');
        const events = [{ type: 'token_put_in_service', tokenId: customer.token.id }] as const;
        const audit = aDraft({ contractId: customer.contract.id, action: 'speak', events });
        await store.run({
          scope: contractScope(customer),
          decide: () => ({ changes: {}, audit, answer: { status: 200, body: '' } }),
        });
        const page = { limit: 10, after: null };
        const { rows } = await store.queries.auditRecords('bank-a', { action: 'speak' }, page);
        expect(rows).toHaveLength(1);
        expect(rows[0]).toMatchObject({ ...audit, id: `${rows[0]?.chain}-${rows[0]?.sequence}` });
      }));
  });
}
