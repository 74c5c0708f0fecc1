import type { AuditDraft } from '@warifu/service';
import type { Plan } from '../plan.ts';

/**
 * What the outbox and the jobs need of an adapter. Everything else about them is plans, and stands in
 * the code once for all adapters.
 */
export interface DueWorkRunner {
  /** Reads what is committed. */
  read<T>(plan: Plan<T>): Promise<T>;
  /** One durable transaction; resolves after its COMMIT. */
  write<T>(plan: Plan<T>): Promise<T>;
  /**
   * The same together with an audit record of what the plan gave. A plan that gives undefined has
   * changed nothing and leaves no record.
   */
  record<T>(plan: Plan<T | undefined>, audit: (value: T) => AuditDraft): Promise<T | undefined>;
}
