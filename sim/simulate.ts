import { Violation } from './oracle/violation.ts';
import type { NamedPolicy } from './policies.ts';
import { SeededRandom } from './random.ts';
import { allScenes, type Scene } from './scenes/all-scenes.ts';
import { onboard } from './scenes/onboarding.ts';
import { rescueAll } from './scenes/rescuing.ts';
import { newWorld } from './world/new-world.ts';
import { Stage } from './world/stage.ts';
import type { World } from './world/world.ts';

/**
 * One run: a world from a seed, a story of scenes drawn from the same seed, and an oracle that watches
 * every decision. Each scene has dice of its own, so a scene that is left out leaves the others as they
 * were; that is what makes a failure short.
 */
export interface RunAsked {
  readonly seed: number;
  readonly policy: NamedPolicy;
  readonly scenes: number;
  /** Only these scenes are played, by number; all when it is not said. */
  readonly only?: readonly number[] | undefined;
}

export interface RunResult {
  readonly seed: number;
  readonly policy: string;
  /** How many decisions were committed. */
  readonly decisions: number;
  readonly simulatedDays: number;
  /** How often each answer was given. */
  readonly answers: Readonly<Record<string, number>>;
  readonly failure: Failure | null;
}

export interface Failure {
  readonly rule: string;
  readonly message: string;
  /** The number of the scene that failed; −1 before the first, after the last their number. */
  readonly scene: number;
  readonly last: readonly string[];
}

/** A hundred scenes are about a year, on an average over many seeds. */
export const scenesPerYear = 100;

export async function simulate(asked: RunAsked): Promise<RunResult> {
  const { seed, policy } = asked;
  const world = await newWorld(seed, policy.document);
  const startAt = world.clock.realMs;
  const progress = { scene: -1 };
  let failure: Failure | null = null;
  try {
    await played(world, asked, progress);
  } catch (error) {
    failure = failureOf(error, world, progress.scene);
  }
  const simulatedDays = Math.round((world.clock.realMs - startAt) / 86_400_000);
  const { records } = world.store.tables;
  const answers = countsOf(records.map(({ action, reason }) => `${action} ${reason ?? 'ok'}`));
  return { seed, policy: policy.name, decisions: records.length, simulatedDays, answers, failure };
}

async function played(
  world: World,
  { seed, scenes, only }: RunAsked,
  progress: { scene: number },
): Promise<void> {
  await onboard(world, new SeededRandom(seed, 3));
  world.oracle.afterScene();
  for (let index = 0; index < scenes; index += 1) {
    progress.scene = index;
    if (only && !only.includes(index)) continue;
    await playOne(world, new SeededRandom(seed, 100 + index), index);
  }
  progress.scene = scenes;
  await rescueAll(world, new SeededRandom(seed, 4));
  const { records } = world.store.tables;
  const others = records.filter(({ actor }) => actor.kind === 'system').length;
  world.oracle.atTheEnd(others);
  const chain = await world.deps.store.audit.verify([]);
  if (!chain.ok) throw new Violation('row 83', `the chain is broken: ${chain.fault}`);
}

async function playOne(world: World, random: SeededRandom, index: number): Promise<void> {
  const scene = drawn(random);
  const customer = random.pick(world.customers);
  if (!customer) return;
  // Mostly soon, sometimes as late as may be: half of the gaps are a tenth of the longest.
  world.clock.pass(
    random.chance(0.5) ? random.below(scene.withinMs / 10) : random.below(scene.withinMs),
  );
  world.log.push(`${index} ${scene.name} at ${new Date(world.clock.now()).toISOString()}`);
  await scene.play(new Stage(world, random, customer));
  world.oracle.afterScene();
}

const weights = allScenes.reduce((sum, one) => sum + one.weight, 0);

function drawn(random: SeededRandom): Scene {
  let left = random.below(weights);
  for (const scene of allScenes) {
    left -= scene.weight;
    if (left < 0) return scene;
  }
  throw new Error('the weights do not add up');
}

const lastLines = 30;

function failureOf(error: unknown, { log }: World, scene: number): Failure {
  const last = log.slice(-lastLines);
  if (error instanceof Violation) return { rule: error.rule, message: error.message, scene, last };
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { rule: 'an act threw', message: text, scene, last };
}

function countsOf(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
