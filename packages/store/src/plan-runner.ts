import type { AuditDraft } from '@warifu/service';
import type { Plan } from './plan.ts';

/**
 * How an adapter carries out plans. Whatever is written as plans alone (queries, institutions, data
 * keys) needs no more of an adapter than this, and stands in the code once.
 */
export interface PlanRunner {
  /** Reads what is committed, all of it of one moment. */
  read<T>(plan: Plan<T>): Promise<T>;
  /** One act of the server itself: what the plan writes and the record are committed together. */
  act(audit: AuditDraft, plan: Plan<unknown>): Promise<void>;
}
