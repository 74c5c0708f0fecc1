import { describe } from 'vitest';
import { auditConformance } from './audit-conformance.ts';
import { clockConformance } from './clock-conformance.ts';
import { dueConformance } from './due-conformance.ts';
import type { OpenStore } from './harness.ts';
import { idempotencyConformance } from './idempotency-conformance.ts';
import { importConformance } from './import-conformance.ts';
import { jobConformance } from './job-conformance.ts';
import { mailConformance } from './mail-conformance.ts';
import { queryConformance } from './query-conformance.ts';
import { raceConformance } from './race-conformance.ts';
import { restoreConformance } from './restore-conformance.ts';
import { rowConformance } from './row-conformance.ts';
import { scopeConformance } from './scope-conformance.ts';
import { serverConformance } from './server-conformance.ts';
import { valueConformance } from './value-conformance.ts';
import { workConformance } from './work-conformance.ts';

/** Every sentence of the store port, asked of an adapter. */
export function storeConformance(adapter: string, openStore: OpenStore): void {
  describe(adapter, () => {
    workConformance(openStore);
    rowConformance(openStore);
    scopeConformance(openStore);
    raceConformance(openStore);
    idempotencyConformance(openStore);
    queryConformance(openStore);
    importConformance(openStore);
    auditConformance(openStore);
    serverConformance(openStore);
    valueConformance(openStore);
    mailConformance(openStore);
    jobConformance(openStore);
    dueConformance(openStore);
    clockConformance(openStore);
    restoreConformance(openStore);
  });
}
