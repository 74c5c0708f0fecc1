import { type ContractView, isUnclaimed, type Token } from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import type { SealedSeed } from '../ports/sealed-seed.ts';
import type { Changes } from '../ports/store.ts';
import type { ActInput } from './perform.ts';

/**
 * A software token that no contract has claimed is in nobody's view. It joins the view of the contract
 * that registers it, and once that is decided its seed is sealed for this contract for good (S4-02).
 */
export function withUnclaimed(view: ContractView, token: Token | undefined): ContractView {
  return token && isUnclaimed(token) ? { ...view, tokens: [...view.tokens, token] } : view;
}

/** The seed of a token that the decision has claimed, sealed for its contract; nothing for others. */
export function claimedSeed(
  deps: ServiceDeps,
  token: Token | undefined,
  { view, loaded }: ActInput,
): Changes {
  if (!token || !isUnclaimed(token)) return {};
  const seed = loaded.seeds.get(token.id);
  const { institutionId } = token;
  const place = { institutionId, tokenId: token.id };
  const { id: contractId } = view.contract;
  const sealed =
    seed && deps.vault.reseal(seed, { ...place, contractId: null }, { ...place, contractId });
  if (!sealed) throw new Error(`the seed of token ${token.id} does not open`);
  return { seeds: new Map<string, SealedSeed>([[token.id, sealed]]) };
}
