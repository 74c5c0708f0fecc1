import { createHash } from 'node:crypto';
import type { ContractRef } from '@warifu/service';
import { findContractId } from '../loads/contract-view.ts';
import type { ColdScope } from '../loads/scope-load.ts';
import type { QueryBuilder } from '../query-builder.ts';
import { type Session, together } from './session.ts';

/**
 * What an act upon a whole contract takes for itself before it reads: the contract's row. Every
 * other node's act upon that contract waits until this one has committed, and so does every
 * verification of its users; so no two nodes bind beyond what a policy allows, and a verification
 * never commits after a revocation that it has not seen. A batch takes its locks in one order.
 */
export async function lockContracts(
  session: Session,
  build: QueryBuilder,
  scopes: readonly ColdScope[],
): Promise<ReadonlySet<string>> {
  await lockNames(session, scopes.flatMap(namesOf));
  const named = await together(
    scopes.map(async (scope) => {
      const by = referenceOf(scope);
      return by && session.run(findContractId(build, scope.institutionId, by));
    }),
  );
  const found = named.filter((id) => id !== undefined);
  if (found.length === 0) return new Set();
  const { rows } = await session.execute({
    sql: 'SELECT id FROM contracts WHERE id = ANY($1::text[]) ORDER BY id FOR UPDATE',
    parameters: [found],
  });
  return new Set((rows as readonly { readonly id: string }[]).map((row) => row.id));
}

/**
 * How a scope names its contract; undefined when there is none yet. The number of a new contract is
 * unique: of two that take it at once, one decides again and finds it taken.
 */
function referenceOf(scope: ColdScope): ContractRef | undefined {
  if ('by' in scope) return scope.by;
  if ('userId' in scope) return { userId: scope.userId };
  if ('contractId' in scope) return { contractId: scope.contractId };
  return undefined;
}

/**
 * What a scope counts or chooses from beyond one contract, held alone as well: an institution's
 * stock, from which nodes that ship at the same time would all choose the same tokens; and a phone,
 * whose tokens of all contracts are counted together (S1-03).
 */
export function namesOf(scope: ColdScope): readonly string[] {
  const names: string[] = [];
  if ('pick' in scope && 'count' in scope.pick) names.push(`stock ${scope.institutionId}`);
  if ('deviceId' in scope) names.push(`device ${scope.institutionId} ${String(scope.deviceId)}`);
  return names;
}

async function lockNames(session: Session, names: readonly string[]): Promise<void> {
  const locks = new Set(names.map(lockOf));
  for (const lock of [...locks].toSorted())
    await session.command(`SELECT pg_advisory_xact_lock(${lock})`);
}

/** A name's lock, as text: a 64-bit number. */
function lockOf(name: string): string {
  return createHash('sha256').update(`warifu ${name}`).digest().readBigInt64BE().toString();
}
