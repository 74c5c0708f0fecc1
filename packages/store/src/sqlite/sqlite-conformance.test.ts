import { storeConformance } from '../conformance/store-conformance.ts';
import { sqliteHarness } from './sqlite-harness.ts';

storeConformance('SQLite', () => sqliteHarness());
