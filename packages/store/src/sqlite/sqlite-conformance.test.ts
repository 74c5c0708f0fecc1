import { storeConformance } from '../conformance/store-conformance.ts';
import { sqliteHarness } from '../testing/sqlite-harness.ts';

storeConformance('SQLite', () => sqliteHarness());
