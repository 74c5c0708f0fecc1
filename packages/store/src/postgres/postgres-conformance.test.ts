import { storeConformance } from '../conformance/store-conformance.ts';
import { postgresHarness } from '../testing/postgres-harness.ts';

storeConformance('PostgreSQL', () => postgresHarness());
