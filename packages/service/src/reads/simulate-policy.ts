import { type ContractView, type Policy, type Simulation, simulatePolicy } from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';

export interface SimulationRequest {
  readonly institutionId: string;
  /** The version that is tried. */
  readonly policy: Policy;
  /** From when it would decide (ms); at once when null. */
  readonly effectiveAt: number | null;
  readonly horizonDays: number;
  readonly mostExamples: number;
}

const contractsPerPage = 200;

/**
 * Tries a version of a policy on the contracts in the store, against the one that decides when it would
 * begin; undefined when no policy of the institution does. Reads a page of contracts at a time and
 * changes nothing.
 */
export async function simulateOnStore(
  deps: ServiceDeps,
  { institutionId, policy, effectiveAt, horizonDays, mostExamples }: SimulationRequest,
): Promise<Simulation | undefined> {
  const from = effectiveAt ?? deps.clock.now();
  const before = deps.policies.inForce(institutionId, from)?.policy;
  if (!before) return undefined;
  return simulatePolicy(standingsOf(deps, institutionId), {
    before,
    after: policy,
    effectiveAt: from,
    horizonDays,
    mostExamples,
  });
}

async function* standingsOf(
  { store }: ServiceDeps,
  institutionId: string,
): AsyncGenerator<ContractView> {
  let after: string | null = null;
  do {
    const page = { limit: contractsPerPage, after };
    const { rows, next } = await store.queries.standings(institutionId, page);
    yield* rows;
    after = next;
  } while (after !== null);
}
