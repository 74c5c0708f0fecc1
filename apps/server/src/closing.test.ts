import { expect, test } from 'vitest';
import { closeInTurn } from './closing.ts';

test('an error in one step skips no other, and the first one is told', async () => {
  const done: string[] = [];
  const step = (name: string, error?: string) => async () => {
    done.push(name);
    if (error !== undefined) throw new Error(error);
  };
  const closing = closeInTurn([step('http', 'first'), step('anchors', 'second'), step('store')]);
  await expect(closing).rejects.toThrow('first');
  expect(done).toEqual(['http', 'anchors', 'store']);
});
