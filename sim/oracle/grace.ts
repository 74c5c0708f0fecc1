import type { Contract, Policy } from '@warifu/engine';
import { dayInJapan, endOfDayInJapan, laterDay } from './japan-time.ts';
import { never } from './violation.ts';
import { eventsNamed, type Witnessed } from './witnessed.ts';

/**
 * Row 32, ALL-02: whoever goes on without a code because of grace is still within it, counted by hand
 * from what the policy counts from; and where it lapses, nobody has it who had registered before.
 */
export class GraceBook {
  readonly #enrolled = new Set<string>();

  watch(seen: Witnessed): void {
    for (const challenge of seen.changes.challenges ?? []) {
      const known = seen.before?.challenges.some((one) => one.id === challenge.id);
      if (!known && challenge.reason === 'grace') this.#watchSpared(seen, challenge.userId);
    }
    for (const { userId } of eventsNamed(seen, 'binding_started')) this.#enrolled.add(userId);
  }

  #watchSpared({ policy, before, at }: Witnessed, userId: string): void {
    const { grace, takes_effect: takesEffect } = policy.enrolment;
    // What waits for the next login spares its user under the same name.
    if (takesEffect !== 'at_once' || policy.adoption.unit !== 'contract' || !before) return;
    never(grace === null, 'row 32', 'there is no grace, and somebody had it');
    if (!grace || policy.institution.time_zone !== 'Asia/Tokyo') return;
    const lapsed = grace.lapses_on_enrolment && this.#enrolled.has(userId);
    never(lapsed, 'row 32', 'somebody who had registered had grace again');
    const from = countedFrom(before.contract, policy);
    if (from === null) return;
    const lastDay = laterDay(dayInJapan(from), grace.length);
    never(at > endOfDayInJapan(lastDay), 'row 32 ALL-02', `grace was over on ${lastDay}`);
  }
}

function countedFrom(contract: Contract, { enrolment: { grace } }: Policy): number | null {
  switch (grace?.count_from) {
    case 'application':
      return contract.adoptedAt;
    case 'set_up':
      return contract.setUpAt;
    case 'delivery':
      return contract.firstDeliveredAt;
    default:
      return null;
  }
}
