import { demoInstitutionIds } from '@warifu/institutions';
import { configOf } from '../data.ts';
import type { Invocation, Leaf } from '../leaf.ts';
import { counted, type Outcome } from '../outcome.ts';
import { beginDay } from '../tour/begin-day.ts';
import type { Day } from '../tour/day.ts';
import { findDemo } from '../tour/demo.ts';
import { type Played, play } from '../tour/play.ts';
import { theDay } from '../tour/the-day.ts';

const demoDataDir = './data/demo';

/** `warifu tour`: an institution's day against the running demo, each step with its requirement. */
export const tour: Leaf = {
  usage: 'tour',
  summary: 'Play an institution’s day against the running demo; it moves the demo’s clock.',
  examples: demoInstitutionIds.map((id) => `warifu tour --institution ${id}`),
  onData: true,
  dataDir: demoDataDir,
  options: (command) =>
    command.requiredOption('--institution <id>', `one of: ${demoInstitutionIds.join(', ')}`),
  run: tourRun,
};

async function tourRun(invocation: Invocation): Promise<Outcome> {
  const { options, io } = invocation;
  const config = await configOf(invocation, demoDataDir);
  const demo = await findDemo(config, options.needed('institution'));
  const tell = options.flag('json') ? () => undefined : (text: string) => io.out(`${text}\n`);
  const begun = Date.now();
  const day = await beginDay(demo);
  const { name, id } = demo.institution;
  tell(`${name.ja} · ${name.en}, at ${demo.baseUrl}; the demo’s date is ${day.beganOn}`);
  const played = await play(day, theDay, tell);
  const seconds = (Date.now() - begun) / 1_000;
  return ending(day, { id, played, seconds });
}

interface Ended {
  readonly id: string;
  readonly played: readonly Played[];
  readonly seconds: number;
}

async function ending(day: Day, { id, played, seconds }: Ended): Promise<Outcome> {
  // The demo may be what went away; the step that noticed it is told all the same.
  const clock = await day.clock.now().then(
    (at) => new Date(at).toISOString(),
    () => null,
  );
  const last = played.at(-1);
  const ok = last?.ok === true;
  const document = { institution: id, ok, steps: played, seconds, clock };
  const text = [
    `\n${counted(played.filter((one) => one.ok).length, 'step')} ✓ in ${seconds.toFixed(1)} s`,
    `The demo’s clock now stands at ${clock ?? 'no known time'}. Stop the demo, and \`npm run demo -- --reset\` begins anew.`,
  ].join('\n');
  if (ok) return { ok, document, text };
  const message = `step ${last?.number} (${last?.ids.join(' ')}), ${last?.does}: ${last?.answer}`;
  return { ok: false, code: 'tour_surprised', document, text, message };
}
