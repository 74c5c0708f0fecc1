import type { Contract, SameDayFacts } from './contract.ts';
import { noSameDayFacts } from './contract.ts';
import type { ContractView } from './contract-view.ts';
import type { EventOf } from './view-changes.ts';

type ContractEvent = EventOf<
  | 'contract_set_up'
  | 'authenticator_chosen'
  | 'emergency_stopped'
  | 'emergency_stop_lifted'
  | 'same_day_recorded'
>;

/** What events of the contract as a whole change. */
export function applyContractEvent(view: ContractView, event: ContractEvent): ContractView {
  return { ...view, contract: { ...view.contract, ...changeOf(view.contract, event) } };
}

function changeOf(contract: Contract, event: ContractEvent): Partial<Contract> {
  switch (event.type) {
    case 'contract_set_up':
      return { setUpAt: contract.setUpAt ?? event.at };
    case 'authenticator_chosen':
      return { authenticator: event.authenticator };
    case 'emergency_stopped':
      return { stoppedAt: event.at };
    case 'emergency_stop_lifted':
      return { stoppedAt: null };
    case 'same_day_recorded':
      return { sameDay: sameDayAfter(contract.sameDay, event) };
  }
}

/** What is on record keeps its first instant, so that recording it again suspends nothing anew (S3-09). */
function sameDayAfter(facts: SameDayFacts, event: EventOf<'same_day_recorded'>): SameDayFacts {
  switch (event.fact) {
    case 'application':
      return { ...facts, appliedAt: facts.appliedAt ?? event.at };
    case 'screening':
      return { ...facts, screenedAt: facts.screenedAt ?? event.at };
    case 'measures': {
      // What was confirmed was confirmed with the measures of then.
      const kept = facts.measures.every((one) => event.measures.includes(one));
      return { ...facts, measures: event.measures, confirmedAt: kept ? facts.confirmedAt : null };
    }
    case 'call':
      return { ...facts, calledAt: facts.calledAt ?? event.at };
    case 'confirmation':
      return { ...facts, confirmedAt: facts.confirmedAt ?? event.at };
    case 'withdrawal':
      return noSameDayFacts;
  }
}
