import type { Contract, ContractView } from '@warifu/engine';

/** A contract with nothing that belongs to it; a load puts in what it has read. */
export function emptyView(contract: Contract): ContractView {
  return {
    contract,
    users: [],
    tokens: [],
    bindings: [],
    applications: [],
    shipments: [],
    fees: [],
    issuances: [],
    requests: [],
    challenges: [],
  };
}
