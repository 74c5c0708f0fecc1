import { StoreFailure } from '@warifu/service';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NodeMemory } from './node-memory.ts';
import { openWarifu } from './open-warifu.ts';
import { ownConfig } from './testing/own-warifu.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** What a node on a shared store reads, and whether the store answers. */
async function nodeMemory({ storeUrl = 'postgres://none' }: { storeUrl?: string | null } = {}) {
  const warifu = await openWarifu(ownConfig());
  const { institutions } = warifu.deps.store;
  const read = institutions.apiKeys.bind(institutions);
  const store = { answers: true };
  institutions.apiKeys = () =>
    store.answers ? read() : Promise.reject(new StoreFailure('store_unavailable', 'gone'));
  const state = new NodeMemory({ ...warifu, config: { ...warifu.config, storeUrl } });
  const close = async () => {
    await state.close();
    await warifu.close();
  };
  return { state, store, close };
}

const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1_000);

test('a node that could not read for 10 s does not decide, until it has read again', async () => {
  const { state, store, close } = await nodeMemory();
  expect(state.isFresh()).toBe(false);
  await state.start();
  await pass(60);
  expect(state.isFresh()).toBe(true);
  store.answers = false;
  await pass(9);
  expect(state.isFresh()).toBe(true);
  await pass(1);
  expect(state.isFresh()).toBe(false);
  store.answers = true;
  await pass(5);
  expect(state.isFresh()).toBe(true);
  await close();
});

test('row 80: a node that was stopped for half a minute does not decide before it has read', async () => {
  const { state, close } = await nodeMemory();
  await state.start();
  const stopped = performance.now() + 30_000;
  vi.spyOn(performance, 'now').mockReturnValue(stopped);
  expect(state.isFresh()).toBe(false);
  await pass(5);
  expect(state.isFresh()).toBe(true);
  await close();
});

test('where one process has the store, nothing is read again', async () => {
  const { state, store, close } = await nodeMemory({ storeUrl: null });
  store.answers = false;
  await state.start();
  await pass(60);
  expect(state.isFresh()).toBe(true);
  await close();
});
