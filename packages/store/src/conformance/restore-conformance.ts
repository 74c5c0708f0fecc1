import type { Challenge, Issuance, Token } from '@warifu/engine';
import type { Store } from '@warifu/service';
import { describe, expect, test } from 'vitest';
import {
  aChallenge,
  aCustomer,
  aDraft,
  aToken,
  auditOf,
  type Customer,
  save,
  stockTokens,
  t0,
} from './fixture.ts';
import type { OpenStore } from './harness.ts';
import { onFreshStore } from './on-fresh-store.ts';

const firstPage = { limit: 10, after: null };
const stepOf = (stepSeconds: number) => Math.floor(t0 / 1_000 / stepSeconds);
const mark = { at: t0, windowSteps: 12, countersBeyond: 20 };

/** A token in service that differs from the usual one, and where its mark stands after a restore. */
interface Case {
  readonly token: Partial<Token>;
  readonly mark: number;
  readonly outOfStep?: boolean;
}

const totp30 = { stepSeconds: 30 } as const;
const hotp = { kind: 'hotp', stepSeconds: null, lastAcceptedStep: 7 } as const;
const mailed = {
  form: 'email',
  ...hotp,
  mailedCode: { counter: 8, sentAt: t0 - 60_000, ofTheDay: 1 },
} as const;

const cases: readonly Case[] = [
  { token: {}, mark: stepOf(60) + 12 },
  { token: { driftSteps: 3 }, mark: stepOf(60) + 15 },
  { token: { driftSteps: -10 }, mark: stepOf(60) + 12 },
  { token: { ...totp30, driftSteps: 2 }, mark: stepOf(30) + 14 },
  { token: { lastAcceptedStep: stepOf(60) - 9_000 }, mark: stepOf(60) + 12 },
  // A store that is younger than it looks keeps its own.
  { token: { lastAcceptedStep: stepOf(60) + 40 }, mark: stepOf(60) + 40 },
  { token: { state: 'retired', retireReason: 'lost' }, mark: stepOf(60) + 12 },
  { token: hotp, mark: 27, outOfStep: true },
  { token: { ...hotp, suspendedAt: t0 }, mark: 27, outOfStep: true },
  // Nobody could show two codes of what nobody has registered.
  { token: { ...hotp, state: 'delivered', lastAcceptedStep: -1 }, mark: -1 },
  { token: mailed, mark: 1_000_007 },
];

/** A customer whose token is as the case has it. */
async function customerWith(store: Store, name: string, part: Partial<Token>): Promise<Customer> {
  const customer = await aCustomer(store, name);
  const { token, contract } = customer;
  const changed: Token = { ...token, ...part, version: token.version + 1 };
  const scope = {
    kind: 'contract',
    institutionId: contract.institutionId,
    by: { contractId: contract.id },
  } as const;
  await save(store, scope, { tokens: [changed] });
  return customer;
}

async function viewOf(store: Store, { contract }: Customer) {
  const by = { contractId: contract.id };
  const view = await store.queries.contract(contract.institutionId, by);
  if (!view) throw new Error('the contract is gone');
  return view;
}

function anIssuance(id: string, customer: Customer, state: Issuance['state']): Issuance {
  return {
    id,
    contractId: customer.contract.id,
    userId: customer.user.id,
    authenticator: 'phone',
    serviceId: `service-${id}`,
    appUserId: `app-${id}`,
    passwordMac: new Uint8Array(32).fill(1),
    mailAddress: 'taro@mail.example',
    state,
    failures: 0,
    tokenId: null,
    createdAt: t0,
    expiresAt: t0 + 3_600_000,
    version: 0,
  };
}

/** Row 72: whatever may have been accepted after a backup was made is spent when it is put back. */
export function restoreConformance(openStore: OpenStore): void {
  describe('restore', () => {
    const withStore = onFreshStore(openStore);
    const restored = (store: Store) =>
      store.institutions.markRestored(mark, aDraft({ action: 'restore_backup' }));

    test('row 72: marks move on by the kind of the token, and none moves back', () =>
      withStore(async (harness) => {
        const customers = [];
        for (const [index, { token }] of cases.entries())
          customers.push(await customerWith(harness.store, `case-${index}`, token));
        await stockTokens(harness.store, [aToken('t-stock'), { ...aToken('t-card'), ...hotp }]);
        await restored(harness.store);
        const store = await harness.reopen();
        for (const [index, expected] of cases.entries()) {
          const customer = customers[index];
          if (!customer) throw new Error('a case without a customer');
          const [token] = (await viewOf(store, customer)).tokens;
          expect(
            {
              mark: token?.lastAcceptedStep,
              outOfStep: token?.outOfStep,
              mailed: token?.mailedCode,
            },
            `case ${index}`,
          ).toEqual({ mark: expected.mark, outOfStep: expected.outOfStep ?? false, mailed: null });
        }
        const stock = await store.queries.tokens('bank-a', { state: 'in_stock' }, firstPage);
        const stocked = stock.rows.map(({ lastAcceptedStep }) => lastAcceptedStep);
        expect(stocked.toSorted((a, b) => a - b)).toEqual([-1, 7]);
      }));

    test('row 72: twice is twice, each with an epoch and a record of its own', () =>
      withStore(async (harness) => {
        const customer = await customerWith(harness.store, 'twice', hotp);
        await restored(harness.store);
        await restored(harness.store);
        const store = await harness.reopen();
        expect(await store.institutions.restoreEpoch()).toBe(3);
        expect((await viewOf(store, customer)).tokens[0]?.lastAcceptedStep).toBe(47);
        const actions = (await auditOf(store)).map(({ action }) => action);
        expect(actions.filter((action) => action === 'restore_backup')).toHaveLength(2);
      }));

    test('row 72: challenges that were open or proved have ended, and issues under way are cancelled', () =>
      withStore(async ({ store }) => {
        const customer = await aCustomer(store, 'pending');
        const { contract, user } = customer;
        const open = aChallenge('ch-open', user);
        const proved: Challenge = {
          ...aChallenge('ch-proved', user),
          state: 'satisfied',
          satisfiedAt: t0,
        };
        const spent: Challenge = {
          ...aChallenge('ch-spent', user),
          state: 'consumed',
          satisfiedAt: t0,
        };
        const over: Challenge = { ...aChallenge('ch-over', user), expiresAt: t0 - 5 };
        const by = { contractId: contract.id };
        const scope = { kind: 'contract', institutionId: 'bank-a', by } as const;
        await save(store, scope, {
          challenges: [open, proved, spent, over],
          issuances: (['open', 'activated', 'completed', 'cancelled'] as const).map((state) =>
            anIssuance(`iss-${state}`, customer, state),
          ),
        });
        await restored(store);
        const ends = [];
        for (const { id } of [open, proved, spent, over])
          ends.push((await store.queries.challenge('bank-a', id))?.expiresAt);
        expect(ends).toEqual([t0, t0, spent.expiresAt, t0 - 5]);
        const issues = [];
        for (const state of ['open', 'activated', 'completed', 'cancelled'])
          issues.push((await store.queries.issuance('bank-a', `iss-${state}`))?.state);
        expect(issues).toEqual(['cancelled', 'cancelled', 'completed', 'cancelled']);
      }));
  });
}
