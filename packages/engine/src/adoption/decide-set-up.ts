import type { ContractView } from '../contract/contract-view.ts';
import { type Decision, decided, refused } from '../decision.ts';

/**
 * Records that the institution has set the contract up; grace may count from here. It is set up once:
 * recording it again changes nothing, so that grace does not begin anew (ALL-02).
 */
export function decideSetUp({ contract }: ContractView, now: number): Decision {
  if (contract.adoptedAt === null) return refused('not_adopted');
  return contract.setUpAt === null ? decided({ type: 'contract_set_up', at: now }) : decided();
}
