import type { ContractView, DomainEvent, Policy, Token, User } from '@warifu/engine';
import type { AuditRecord, Changes } from '@warifu/service';
import type { MemoryTables } from '../store/tables.ts';
import type { Device } from '../world/device.ts';

/**
 * One decision as a witness sees it: what was typed, what was there before, what was told and what was
 * written. The rules of the oracle judge it by the policy's words and their own arithmetic; none of
 * them calls a function that decides.
 */
export interface Witnessed {
  readonly at: number;
  readonly policy: Policy;
  readonly record: AuditRecord;
  /** What was typed, undefined when nobody knows. */
  readonly typed: readonly string[];
  /** The contract before, as far as the act had to look; the tokens that it found by serial are in it. */
  readonly before: ContractView | undefined;
  readonly changes: Changes;
  /** After the decision. */
  readonly tables: MemoryTables;
  readonly deviceOf: (tokenId: string) => Device | undefined;
}

export type EventNamed<T extends DomainEvent['type']> = Extract<DomainEvent, { type: T }>;

export function eventsNamed<T extends DomainEvent['type']>(
  { record }: Pick<Witnessed, 'record'>,
  ...types: readonly T[]
): EventNamed<T>[] {
  const wanted = new Set<string>(types);
  return record.events.filter((one): one is EventNamed<T> => wanted.has(one.type));
}

export function userBefore({ before }: Witnessed, id: string | null): User | undefined {
  return before?.users.find((one) => one.id === id);
}

export function tokenBefore({ before }: Witnessed, id: string | null): Token | undefined {
  return before?.tokens.find((one) => one.id === id);
}

/** The lock that held at that instant. */
export function isLocked({ guard }: Pick<User, 'guard'>, at: number): boolean {
  const { lock } = guard;
  return lock !== null && (lock.liftsAt === null || at < lock.liftsAt);
}
