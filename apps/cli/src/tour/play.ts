import { ProblemError } from '@warifu/wire';
import type { Chapter, Step } from './step.ts';
import { Surprise } from './surprise.ts';

/** A step that was played. */
export interface Played {
  readonly number: number;
  readonly ids: readonly string[];
  readonly does: string;
  readonly ok: boolean;
  /** What the server answered, or what was expected and what came. */
  readonly answer: string;
}

/** Plays the chapters in order and tells each step as it ends; stops at the first surprise. */
export async function play<Stage>(
  day: Stage,
  chapters: readonly Chapter<Stage>[],
  tell: (text: string) => void,
): Promise<Played[]> {
  const played: Played[] = [];
  for (const [index, chapter] of chapters.entries()) {
    tell(`\n${index + 1}. ${chapter.title}`);
    for (const step of chapter.steps) {
      const done = await playStep(day, step, played.length + 1);
      played.push(done);
      tell(stepText(done));
      if (!done.ok) return played;
    }
  }
  return played;
}

async function playStep<Stage>(day: Stage, step: Step<Stage>, number: number): Promise<Played> {
  const { ids, does } = step;
  try {
    return { number, ids, does, ok: true, answer: await step.play(day) };
  } catch (error) {
    return { number, ids, does, ok: false, answer: surpriseText(error) };
  }
}

function surpriseText(error: unknown): string {
  if (error instanceof Surprise)
    return `${error.message}: expected ${error.expected}, got ${error.got}`;
  if (error instanceof ProblemError)
    return `expected the act to be carried out, got a refusal: ${error.message}`;
  return error instanceof Error ? error.message : 'something unexpected happened';
}

function stepText({ number, ids, does, ok, answer }: Played): string {
  const head = `${ok ? '✓' : '✗'} ${String(number).padStart(2)}  ${ids.join(' ').padEnd(14)} ${does}`;
  return `  ${head}\n${' '.repeat(23)}→ ${answer}`;
}
