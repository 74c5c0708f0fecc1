import { type DemoInstitutionId, demoInstitutionIds } from '@warifu/institutions';
import { Failure } from '../outcome.ts';
import { beginDay } from './begin-day.ts';
import { theDays } from './days/the-days.ts';
import type { Demo } from './demo.ts';
import { type Played, play } from './play.ts';

/** One institution's day as it was played. */
export interface PlayedDay {
  readonly institution: string;
  readonly ok: boolean;
  readonly steps: readonly Played[];
  readonly seconds: number;
  /** Where the demo's clock stood in the end; null when the demo was no longer there to say it. */
  readonly clock: string | null;
}

/** Plays the day of a demo institution and tells each step as it ends. */
export async function playDay(demo: Demo, tell: (text: string) => void): Promise<PlayedDay> {
  const { name, id } = demo.institution;
  if (!isKnown(id)) throw new Failure('day_missing', `nobody has written the day of "${id}"`);
  const begun = Date.now();
  const plan = theDays[id];
  const day = await beginDay(demo, plan);
  tell(`${name.ja} · ${name.en}, at ${demo.baseUrl}; the demo’s date is ${day.beganOn}`);
  const steps = await play(day, plan.chapters, tell);
  // The demo may be what went away; the step that noticed it is told all the same.
  const clock = await day.clock.now().then(
    (at) => new Date(at).toISOString(),
    () => null,
  );
  const seconds = (Date.now() - begun) / 1_000;
  return { institution: id, ok: steps.at(-1)?.ok === true, steps, seconds, clock };
}

function isKnown(id: string): id is DemoInstitutionId {
  return (demoInstitutionIds as readonly string[]).includes(id);
}
