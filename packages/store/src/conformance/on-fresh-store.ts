import type { OpenStore, StoreHarness } from './harness.ts';

/** Gives a test a store of its own and closes it whatever happens. */
export function onFreshStore(openStore: OpenStore) {
  return async (body: (harness: StoreHarness) => Promise<void>): Promise<void> => {
    const harness = await openStore();
    try {
      await body(harness);
    } finally {
      await harness.close();
    }
  };
}
