import { describe, expect, test } from 'vitest';
import { Failure } from '../outcome.ts';
import { play } from './play.ts';
import type { Chapter } from './step.ts';
import { expectSame } from './surprise.ts';

/** A stage that only counts how often it was stepped on. */
interface Counter {
  count: number;
}

function step(does: string, answer: (stage: Counter) => string) {
  return {
    ids: ['S0-01', 'row 27'],
    does,
    play: async (stage: Counter) => {
      stage.count++;
      return answer(stage);
    },
  };
}

async function playing(chapters: readonly Chapter<Counter>[]) {
  const told: string[] = [];
  const stage = { count: 0 };
  const played = await play(stage, chapters, (text) => told.push(text));
  return { played, told: told.join('\n'), count: stage.count };
}

describe('playing a day', () => {
  test('each step is told with number, requirements, answer and a tick', async () => {
    const steps = [step('first', () => 'yes'), step('second', () => 'no')];
    const { played, told } = await playing([{ title: 'A chapter', steps }]);
    expect(played.map(({ number, ok, answer }) => [number, ok, answer])).toEqual([
      [1, true, 'yes'],
      [2, true, 'no'],
    ]);
    expect(told).toMatch(/^\n1\. A chapter\n {2}✓ {2}1 {2}S0-01 row 27 +first\n +→ yes\n/);
  });

  test('the first surprise ends it and names what was expected and what came', async () => {
    const surprise = step('second', () => {
      expectSame('the result', { result: 'accepted' }, { result: 'refused' });
      return 'never';
    });
    const never = [step('third', () => 'never')];
    const steps = [step('first', () => 'yes'), surprise];
    const { played, told, count } = await playing([
      { title: 'One', steps },
      { title: 'Two', steps: never },
    ]);
    expect(count).toBe(2);
    expect(played.at(-1)).toMatchObject({
      ok: false,
      answer: 'the result: expected {"result":"refused"}, got {"result":"accepted"}',
    });
    expect(told).toContain('✗');
    expect(told).not.toContain('Two');
  });

  test('trouble is told by its message', async () => {
    const steps = [
      step('first', () => {
        throw new Failure('demo_gone', 'the demo does not answer');
      }),
    ];
    const { played } = await playing([{ title: 'One', steps }]);
    expect(played).toMatchObject([{ ok: false, answer: 'the demo does not answer' }]);
  });
});
