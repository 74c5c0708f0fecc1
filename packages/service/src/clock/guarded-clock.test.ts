import { expect, test } from 'vitest';
import type { Boot, KnownTime } from '../ports/clock.ts';
import { type ClockState, GuardedClock } from './guarded-clock.ts';

const t0 = Date.UTC(2026, 10, 22);
const [secondMs, minuteMs, hourMs, dayMs] = [1_000, 60_000, 3_600_000, 86_400_000];
const yearMs = 365 * dayMs;
const limits = { maxStepMs: 30 * secondMs, maxStopMs: 10 * minuteMs };
const nothing: KnownTime = { own: null, latestAt: null, recordedAt: null };

/** A machine whose clock can be set, apart from the time that passes. */
class Machine {
  wall = t0;
  elapsed = 5_000.25;
  bootId = 'boot-1';
  now = () => this.wall;
  elapsedMs = () => this.elapsed;
  boot = (): Boot => ({ id: this.bootId, upMs: this.elapsed });

  pass(ms: number): void {
    this.wall += ms;
    this.elapsed += ms;
  }
}

function guarded(machine: Machine, known: KnownTime = nothing) {
  const heard: ClockState[] = [];
  const clock = new GuardedClock({ machine, limits, known, onChange: (one) => heard.push(one) });
  return { clock, kinds: () => heard.map(({ kind }) => kind) };
}

/** By how much the clock is set while the node runs, and what the node then is. */
const jumps: readonly [title: string, ms: number, state: ClockState['kind']][] = [
  ['1 s back', -secondMs, 'standing_still'],
  ['a leap second', -secondMs, 'standing_still'],
  ['30 s back', -30 * secondMs, 'standing_still'],
  ['30.001 s back', -30_001, 'behind'],
  ['1 min back', -minuteMs, 'behind'],
  ['1 h back', -hourMs, 'behind'],
  ['1 d back', -dayMs, 'behind'],
  ['1 y back', -yearMs, 'behind'],
  ['10 y back', -10 * yearMs, 'behind'],
  ['to 1970', -t0, 'behind'],
  ['1 s on', secondMs, 'right'],
  ['30 s on', 30 * secondMs, 'right'],
  ['30.001 s on', 30_001, 'ahead'],
  ['1 min on', minuteMs, 'ahead'],
  ['1 h on', hourMs, 'ahead'],
  ['400 d on', 400 * dayMs, 'ahead'],
  ['to 2106', Date.UTC(2106, 1, 7) - t0, 'ahead'],
];

test.each(jumps)('rows 75 and 76: %s (%d ms): %s; told time never goes back', (_, ms, state) => {
  const machine = new Machine();
  const { clock } = guarded(machine);
  const before = clock.now();
  machine.wall += ms;
  expect(clock.state().kind).toBe(state);
  expect(clock.isTrusted()).toBe(state === 'right' || state === 'standing_still');
  const told = clock.now();
  expect(told).toBe(state === 'right' ? before + ms : before);
  machine.pass(2 * minuteMs);
  expect(clock.now()).toBeGreaterThanOrEqual(told);
});

test.each(jumps)(
  'row 76: %s, and set right two minutes later: trusted, at the right time',
  (_, ms) => {
    const machine = new Machine();
    const { clock } = guarded(machine);
    clock.now();
    machine.wall += ms;
    clock.now();
    machine.pass(2 * minuteMs);
    clock.now();
    machine.wall -= ms;
    // A step on that was followed is a step back when it is undone; it is waited for.
    machine.pass(Math.max(0, Math.min(ms, limits.maxStepMs)));
    expect(clock.isTrusted()).toBe(true);
    expect(clock.now()).toBe(machine.wall);
    expect(clock.state()).toEqual({ kind: 'right' });
  },
);

test('row 75 a clock that is not set right stays untrusted, however long it runs', () => {
  const machine = new Machine();
  const { clock, kinds } = guarded(machine);
  clock.now();
  machine.wall -= hourMs;
  for (let hour = 0; hour < 48; hour++) {
    machine.pass(hourMs);
    expect(clock.isTrusted()).toBe(false);
  }
  // Meanwhile the node's own time went on, so nothing that it keeps by time stood still.
  expect(clock.now()).toBe(t0 + 48 * hourMs);
  expect(kinds()).toEqual(['behind']);
});

test('row 75 steps back that add up are not followed one by one', () => {
  const machine = new Machine();
  const { clock } = guarded(machine);
  clock.now();
  for (let step = 0; step < 4; step++) {
    machine.wall -= 10 * secondMs;
    clock.now();
  }
  expect(clock.state().kind).toBe('behind');
});

test('row 77 an ordinary day, and one over 2038 and 2106: right to the millisecond', () => {
  for (const at of [t0, 2 ** 31 * 1_000 - 1_000, 2 ** 32 * 1_000 - 1_000, 20_000_000_000_000]) {
    const machine = new Machine();
    machine.wall = at;
    const { clock, kinds } = guarded(machine);
    for (let second = 1; second <= 5; second++) {
      machine.pass(secondMs);
      expect(clock.now()).toBe(at + second * secondMs);
    }
    expect(kinds()).toEqual([]);
  }
});

test('row 75 a step back by one second is told, whether or not anybody asked for the time before it', () => {
  for (const asked of [true, false]) {
    const machine = new Machine();
    const { clock, kinds } = guarded(machine);
    clock.now();
    machine.pass(5 * secondMs);
    if (asked) clock.now();
    machine.wall -= secondMs;
    clock.now();
    machine.pass(secondMs);
    clock.now();
    expect(kinds()).toEqual(['standing_still', 'right']);
  }
});

interface Restart {
  readonly title: string;
  /** How long the server was stopped, by a clock that nobody sets. */
  readonly stoppedMs: number;
  /** By how much the machine's clock was set meanwhile. */
  readonly setMs: number;
  readonly reboot: boolean;
  readonly state: ClockState['kind'];
}

const restarts: readonly Restart[] = [
  { title: 'a restart', stoppedMs: 0, setMs: 0, reboot: false, state: 'right' },
  { title: 'a weekend', stoppedMs: 2 * dayMs, setMs: 0, reboot: false, state: 'right' },
  {
    title: 'set back by 20 s',
    stoppedMs: 0,
    setMs: -20_000,
    reboot: false,
    state: 'standing_still',
  },
  { title: 'set back by 1 h', stoppedMs: 0, setMs: -hourMs, reboot: false, state: 'behind' },
  { title: 'back within a stop', stoppedMs: dayMs, setMs: -hourMs, reboot: false, state: 'behind' },
  { title: 'set on by 1 min', stoppedMs: 0, setMs: minuteMs, reboot: false, state: 'ahead' },
  { title: 'on within a stop', stoppedMs: dayMs, setMs: hourMs, reboot: false, state: 'ahead' },
  { title: 'a reboot', stoppedMs: 90_000, setMs: 0, reboot: true, state: 'right' },
  { title: 'ten minutes off', stoppedMs: 600_000, setMs: 0, reboot: true, state: 'right' },
  { title: 'longer than a stop', stoppedMs: 601_000, setMs: 0, reboot: true, state: 'ahead' },
  {
    title: 'a clock in local time',
    stoppedMs: 90_000,
    setMs: 9 * hourMs,
    reboot: true,
    state: 'ahead',
  },
  { title: 'a reboot to 1970', stoppedMs: 90_000, setMs: -t0, reboot: true, state: 'behind' },
  {
    title: 'a reboot to 2000',
    stoppedMs: 90_000,
    setMs: -27 * yearMs,
    reboot: true,
    state: 'behind',
  },
];

/** Runs a node, stops it with its mark kept, and starts it again. */
function restarted({ stoppedMs, setMs, reboot }: Omit<Restart, 'title' | 'state'>) {
  const machine = new Machine();
  const first = guarded(machine).clock;
  machine.pass(minuteMs);
  const own = first.mark();
  machine.pass(stoppedMs);
  machine.wall += setMs;
  if (reboot) {
    machine.bootId = 'boot-2';
    machine.elapsed = 7_000;
  }
  return { machine, own, ...guarded(machine, { own, latestAt: own.at, recordedAt: own.at }) };
}

test.each(restarts)('rows 75 and 76: over a restart, $title: $state', ({ state, ...how }) => {
  const { clock, own } = restarted(how);
  clock.hold();
  expect(clock.state().kind).toBe(state);
  expect(clock.now()).toBeGreaterThanOrEqual(own.at);
});

test.each(restarts)('row 76: over a restart, $title; the operator accepts the clock', (how) => {
  const { clock, machine } = restarted(how);
  clock.hold();
  expect(clock.accept().at).toBe(machine.wall);
  machine.pass(minuteMs);
  expect([clock.state().kind, clock.now()]).toEqual(['right', machine.wall]);
});

test('row 76 a machine that boots in local time and is then set right heals by itself', () => {
  const { clock, machine } = restarted({ stoppedMs: 300_000, setMs: 9 * hourMs, reboot: true });
  clock.hold();
  machine.pass(minuteMs);
  expect(clock.isTrusted()).toBe(false);
  machine.wall -= 9 * hourMs;
  expect(clock.isTrusted()).toBe(true);
  expect(clock.now()).toBe(machine.wall);
});

test('before serving, a command follows the clock on, and never behind what the store knows', () => {
  const { clock, machine } = restarted({ stoppedMs: 3 * dayMs, setMs: 0, reboot: true });
  expect(clock.now()).toBe(machine.wall);
  const { clock: behind, own } = restarted({ stoppedMs: 0, setMs: -dayMs, reboot: true });
  expect(behind.now()).toBe(own.at);
});

test('row 75 another node or a record may know a later time than the own mark', () => {
  const machine = new Machine();
  const known = { own: { at: t0 - dayMs, boot: null }, latestAt: t0 + 20_000, recordedAt: t0 };
  const { clock } = guarded(machine, known);
  clock.hold();
  expect([clock.state().kind, clock.now()]).toEqual(['standing_still', t0 + 20_000]);
});

test('a mark of an earlier boot with the same name but a longer time up is no measure', () => {
  const machine = new Machine();
  const own = { at: t0 - minuteMs, boot: { id: 'boot-1', upMs: machine.elapsed + 1 } };
  const { clock } = guarded(machine, { own, latestAt: own.at, recordedAt: null });
  clock.hold();
  expect(clock.state().kind).toBe('right');
});
