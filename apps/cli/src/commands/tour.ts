import { demoInstitutionIds } from '@warifu/institutions';
import { configOf } from '../data.ts';
import type { Invocation, Leaf } from '../leaf.ts';
import { counted, type Outcome, WrongUsage } from '../outcome.ts';
import { findDemo } from '../tour/demo.ts';
import { type PlayedDay, playDay } from '../tour/play-day.ts';

const demoDataDir = './data/demo';

/** `warifu tour`: institutions' days against the running demo, each step with its requirements. */
export const tour: Leaf = {
  usage: 'tour',
  summary: 'Play an institution’s day against the running demo; it moves the demo’s clock.',
  examples: [
    ...demoInstitutionIds.map((id) => `warifu tour --institution ${id}`),
    'warifu tour --all',
  ],
  onData: true,
  dataDir: demoDataDir,
  options: (command) =>
    command
      .option('--institution <id>', `one of: ${demoInstitutionIds.join(', ')}`)
      .option('--all', 'every institution of the demo, one after another'),
  run: tourRun,
};

async function tourRun(invocation: Invocation): Promise<Outcome> {
  const { options, io } = invocation;
  const all = options.flag('all');
  const id = options.text('institution');
  if (all === (id !== undefined))
    throw new WrongUsage('give either --institution <id> or --all; see `warifu tour --help`');
  const demos = await findDemo(await configOf(invocation, demoDataDir), id);
  const tell = options.flag('json') ? () => undefined : (text: string) => io.out(`${text}\n`);
  const days: PlayedDay[] = [];
  for (const demo of demos) {
    if (days.length > 0) tell('');
    const day = await playDay(demo, tell);
    days.push(day);
    if (!day.ok) break;
  }
  return ending(days, all);
}

/** One institution's document is its day; that of all of them is the list of days. */
function ending(days: readonly PlayedDay[], all: boolean): Outcome {
  const last = days.at(-1);
  if (!last) throw new Error('no day was played');
  const { ok, clock } = last;
  const seconds = days.reduce((sum, day) => sum + day.seconds, 0);
  const document = all ? { ok, institutions: days, seconds, clock } : last;
  const played = days.flatMap(({ steps }) => steps.filter((step) => step.ok));
  const whose = all ? `${counted(days.length, 'institution')}, ` : '';
  const text = [
    `\n${whose}${counted(played.length, 'step')} ✓ in ${seconds.toFixed(1)} s`,
    `The demo’s clock now stands at ${clock ?? 'no known time'}. Stop the demo, and \`npm run demo -- --reset\` begins anew.`,
  ].join('\n');
  if (ok) return { ok, document, text };
  const step = last.steps.at(-1);
  const at = `${last.institution}, step ${step?.number} (${step?.ids.join(' ')}), ${step?.does}`;
  return {
    ok: false,
    code: 'tour_surprised',
    document,
    text,
    message: `${at}: ${step?.answer}`,
  };
}
