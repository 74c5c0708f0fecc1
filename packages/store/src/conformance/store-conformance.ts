import { describe } from 'vitest';
import type { OpenStore } from './harness.ts';
import { raceConformance } from './race-conformance.ts';

/** Every sentence of the store port, asked of an adapter. */
export function storeConformance(adapter: string, openStore: OpenStore): void {
  describe(adapter, () => {
    raceConformance(openStore);
  });
}
