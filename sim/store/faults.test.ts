import { expect, test } from 'vitest';
import {
  aCustomer,
  attempt,
  resultOf,
  save,
  tokenNow,
} from '../../packages/store/src/conformance/fixture.ts';
import { MemoryStore } from './memory-store.ts';

/** A customer in a store that can be told to fail. */
async function prepared() {
  const memory = new MemoryStore();
  const store = memory.port();
  const customer = await aCustomer(store, 'one');
  const guess = (step: number, key?: string) =>
    store.run(attempt({ userId: customer.user.id, step, ...(key === undefined ? {} : { key }) }));
  return { memory, store, customer, guess };
}

test('before the commit: nothing is written, and the repeat is decided', async () => {
  const { memory, store, customer, guess } = await prepared();
  memory.fail('before_commit');
  await expect(guess(5, 'k')).rejects.toMatchObject({ code: 'store_unavailable' });
  expect(await tokenNow(store, customer)).toMatchObject({ lastAcceptedStep: -1 });
  expect(resultOf(await guess(5, 'k'))).toBe('accepted');
});

test('row 8: after the commit everything is written, and the repeat gets the answer', async () => {
  const { memory, guess } = await prepared();
  memory.fail('after_commit');
  await expect(guess(5, 'k')).rejects.toMatchObject({ code: 'outcome_unknown' });
  expect(await guess(5, 'k')).toMatchObject({ kind: 'done', replayed: true });
  expect(resultOf(await guess(5))).toBe('refused');
});

test('row 2: who was overtaken decides again on what is there now', async () => {
  const { memory, guess } = await prepared();
  memory.fail('overtaken');
  const both = [guess(5), guess(5)];
  expect((await Promise.all(both)).map(resultOf)).toEqual(['refused', 'accepted']);
});

test('row 33: also when nothing that it writes itself has changed', async () => {
  const { memory, store, customer, guess } = await prepared();
  memory.fail('overtaken');
  const late = guess(5);
  const { contract, binding } = customer;
  const scope = {
    kind: 'contract',
    institutionId: contract.institutionId,
    by: { contractId: contract.id },
  } as const;
  await save(store, scope, { bindings: [{ ...binding, endedAt: 1, endReason: 'lost' }] });
  expect(resultOf(await late)).toBe('refused');
});

test('who waits for nobody goes on when all is calm', async () => {
  const { memory, guess } = await prepared();
  memory.fail('overtaken', 'before_commit');
  const alone = guess(5);
  memory.calm();
  expect(resultOf(await alone)).toBe('accepted');
});
