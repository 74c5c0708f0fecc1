import type { Store } from '@warifu/service';

/** What an adapter hands to the suite: a fresh store, and ways to reach behind it. */
export interface StoreHarness {
  /** The store as it is open now. */
  readonly store: Store;
  /** Closes the store and opens it again on the same data. */
  reopen(): Promise<Store>;
  /** Carries out a statement behind the store's back, while it is closed, and opens it again. */
  tamper(statement: string): Promise<Store>;
  close(): Promise<void>;
}

export type OpenStore = () => Promise<StoreHarness>;
