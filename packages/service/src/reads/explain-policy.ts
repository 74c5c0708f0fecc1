import { type ExplanationResult, explain, type StatedFacts } from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';

export interface ExplanationRequest {
  readonly institutionId: string;
  /** The contract by its number and the user by his login ID, as people know them. */
  readonly contractNumber: string;
  readonly loginId: string;
  readonly facts: StatedFacts;
  /** The instant (ms); now when null. */
  readonly at: number | null;
}

export type StoreExplanation =
  | { readonly ok: false; readonly reason: 'contract_unknown' | 'policy_unknown' }
  | ExplanationResult;

/** What is asked of a user of the store for an operation, and why, by the version in force then. */
export async function explainOnStore(
  deps: ServiceDeps,
  { institutionId, contractNumber, loginId, facts, at }: ExplanationRequest,
): Promise<StoreExplanation> {
  const now = at ?? deps.clock.now();
  const policy = deps.policies.inForce(institutionId, now)?.policy;
  if (!policy) return { ok: false, reason: 'policy_unknown' };
  const { queries } = deps.store;
  const page = { limit: 1, after: null };
  const [contract] = (await queries.contracts(institutionId, { number: contractNumber }, page))
    .rows;
  const view = contract && (await queries.contract(institutionId, { contractId: contract.id }));
  if (!view) return { ok: false, reason: 'contract_unknown' };
  const user = view.users.find((one) => one.loginId === loginId && one.state === 'active');
  return explain(view, { userId: user?.id ?? '', facts, now }, policy);
}
