import type { ContractView } from '@warifu/engine';
import type { Service } from '@warifu/service';

/** The contracts that the rows of a page belong to, each read once. */
export async function viewsOf(
  queries: Service['queries'],
  institutionId: string,
  rows: readonly { readonly contractId: string }[],
): Promise<ReadonlyMap<string, ContractView>> {
  const views = new Map<string, ContractView>();
  for (const contractId of new Set(rows.map((row) => row.contractId))) {
    const view = await queries.contract(institutionId, { contractId });
    if (view) views.set(contractId, view);
  }
  return views;
}
