import { describe } from 'vitest';
import { idempotencyConformance } from '../../packages/store/src/conformance/idempotency-conformance.ts';
import { importConformance } from '../../packages/store/src/conformance/import-conformance.ts';
import { queryConformance } from '../../packages/store/src/conformance/query-conformance.ts';
import { raceConformance } from '../../packages/store/src/conformance/race-conformance.ts';
import { rowConformance } from '../../packages/store/src/conformance/row-conformance.ts';
import { scopeConformance } from '../../packages/store/src/conformance/scope-conformance.ts';
import { serverConformance } from '../../packages/store/src/conformance/server-conformance.ts';
import { valueConformance } from '../../packages/store/src/conformance/value-conformance.ts';
import { workConformance } from '../../packages/store/src/conformance/work-conformance.ts';
import { MemoryStore } from './memory-store.ts';

/**
 * The store of the simulation keeps the port's promises. Left out: tampering with a database behind
 * the store's back, mails and jobs, which a run in memory has none of.
 */
const openStore = async () => {
  let memory = new MemoryStore();
  let store = memory.port();
  return {
    get store() {
      return store;
    },
    reopen: async () => {
      memory = new MemoryStore({ tables: memory.tables });
      store = memory.port();
      return store;
    },
    tamper: async () => store,
    close: async () => store.close(),
  };
};

describe('the store in memory', () => {
  workConformance(openStore);
  rowConformance(openStore);
  scopeConformance(openStore);
  raceConformance(openStore);
  idempotencyConformance(openStore);
  queryConformance(openStore);
  importConformance(openStore);
  serverConformance(openStore);
  valueConformance(openStore);
});
