import { dayMs, hourMs, minuteMs } from '../world/sim-clock.ts';
import type { Stage } from '../world/stage.ts';
import { guesses, olderCode, replays, siege } from './attacking.ts';
import { people, revoke, stops, unlock } from './caring.ts';
import { mailed } from './mailing.ts';
import { apply, comeBack, deliver, replace } from './posting.ts';
import { change, register, resynchronise } from './registering.ts';
import { rule } from './ruling.ts';
import { atOnce, clumsy, drift, jump, late, press, skip, verify, work } from './working.ts';

export interface Scene {
  readonly name: string;
  /** How often it is drawn, compared with the others. */
  readonly weight: number;
  readonly play: (stage: Stage) => Promise<void>;
  /** How long after the scene before it begins, at most. */
  readonly withinMs: number;
}

const scene = (weight: number, withinMs: number, play: Scene['play']): Scene => ({
  name: play.name,
  weight,
  play,
  withinMs,
});

const soon = 2 * minuteMs;

/** All that may happen, by how often and how soon after what came before. */
export const allScenes: readonly Scene[] = [
  scene(14, 3 * hourMs, work),
  scene(8, 12 * hourMs, verify),
  scene(6, 5 * minuteMs, clumsy),
  scene(6, hourMs, atOnce),
  scene(8, soon, guesses),
  scene(1, dayMs, siege),
  scene(10, soon, replays),
  scene(6, hourMs, olderCode),
  scene(14, hourMs, unlock),
  scene(5, dayMs, revoke),
  scene(3, dayMs, stops),
  scene(4, 3 * dayMs, people),
  scene(4, 10 * dayMs, apply),
  scene(5, 3 * dayMs, deliver),
  scene(3, 10 * dayMs, comeBack),
  scene(2, 30 * dayMs, replace),
  scene(12, hourMs, register),
  scene(3, dayMs, change),
  scene(3, hourMs, resynchronise),
  scene(3, hourMs, mailed),
  scene(2, dayMs, skip),
  scene(2, hourMs, press),
  scene(2, dayMs, drift),
  scene(4, hourMs, jump),
  scene(3, hourMs, late),
  scene(2, 20 * dayMs, rule),
  scene(5, 240 * dayMs, wait),
];

/** Nothing happens for weeks or months. */
async function wait(): Promise<void> {}
