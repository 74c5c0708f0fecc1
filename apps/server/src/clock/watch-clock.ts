import { type ClockState, StoreFailure, systemAudit } from '@warifu/service';
import type { Warifu } from '../open-warifu.ts';
import { reportError } from '../report.ts';

/** Keeps the mark of time in the store while a server serves. */
export interface ClockWatch {
  /** Remembers the time of the last moment. */
  readonly close: () => Promise<void>;
}

const keepEveryMs = 10_000;
const noWatch: ClockWatch = { close: async () => undefined };

/**
 * Holds the clock against what the store knows, or takes it at the operator's word when he has
 * confirmed it, with a record; then keeps the mark. A full disk must not end the server: the next
 * turn tries again.
 */
export async function watchClock(warifu: Warifu, accept: boolean): Promise<ClockWatch> {
  const { guardedClock: clock } = warifu;
  const { store } = warifu.deps;
  if (!clock) return noWatch;
  clock.hold();
  if (accept) await acceptClock(warifu);
  const keep = () => store.clock.keep(clock.mark());
  const tellNoFailure = (error: unknown) => {
    if (!(error instanceof StoreFailure)) reportError(error, 'clock');
  };
  await keep().catch(tellNoFailure);
  const timer = setInterval(() => void keep().catch(tellNoFailure), keepEveryMs);
  timer.unref();
  return {
    close: async () => {
      clearInterval(timer);
      await keep().catch(tellNoFailure);
    },
  };
}

async function acceptClock({ guardedClock: clock, deps }: Warifu): Promise<void> {
  if (!clock) return;
  const before = clock.now();
  const mark = clock.accept();
  const audit = systemAudit(clock, 'accept_clock', {
    institutionId: null,
    facts: { clock: new Date(mark.at).toISOString(), known: new Date(before).toISOString() },
    actor: { kind: 'command_line', id: 'serve --accept-clock' },
  });
  await deps.store.clock.accept(mark, audit);
}

/** What an operator reads about the clock; undefined when there is nothing to say. */
export function clockMessage(state: ClockState): string | undefined {
  switch (state.kind) {
    case 'right':
      return undefined;
    case 'standing_still':
      return `the clock went back by ${inWords(state.byMs)}; time stands still until it has caught up`;
    case 'behind':
    case 'ahead': {
      const where = `${inWords(state.byMs)} ${state.kind === 'ahead' ? 'ahead of' : 'behind'}`;
      return `the clock of this machine is ${where} where it should be: set it; if it is right, restart with \`warifu serve --accept-clock\``;
    }
  }
}

const units: readonly (readonly [name: string, ms: number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
];

function inWords(ms: number): string {
  const [name, size] = units.find(([, one]) => ms >= 2 * one) ?? (['s', 1_000] as const);
  return `${Math.round(ms / size)} ${name}`;
}
