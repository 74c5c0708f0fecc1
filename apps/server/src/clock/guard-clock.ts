import {
  type Clock,
  type ClockLimits,
  type ClockState,
  GuardedClock,
  type MachineClock,
  type Store,
} from '@warifu/service';
import { reportEvent } from '../report.ts';
import { usualClockLimits } from './clock-config.ts';

/** The clock of a machine, guarded; one that is moved on purpose (the demo's) is taken at its word. */
export async function guardClock(
  clock: Clock | MachineClock,
  store: Pick<Store, 'clock'>,
  limits: ClockLimits = usualClockLimits,
): Promise<GuardedClock | null> {
  if (!isMachine(clock)) return null;
  const known = await store.clock.known();
  return new GuardedClock({ machine: clock, limits, known, onChange: alarm });
}

function isMachine(clock: Clock | MachineClock): clock is MachineClock {
  return 'elapsedMs' in clock && 'boot' in clock;
}

/** Each change is one line for whoever watches the error output. */
function alarm(state: ClockState): void {
  if (state.kind === 'right') reportEvent('clock_right_again', {});
  else reportEvent(eventOf[state.kind], { by_ms: state.byMs });
}

const eventOf = {
  standing_still: 'clock_went_back',
  behind: 'clock_far_behind',
  ahead: 'clock_far_ahead',
} as const satisfies Record<Exclude<ClockState['kind'], 'right'>, string>;
