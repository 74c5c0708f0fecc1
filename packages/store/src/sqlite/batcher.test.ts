import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { attempt } from '../conformance/fixture.ts';
import { sqliteHarness } from '../testing/sqlite-harness.ts';

/** An attempt that tells when it is decided. */
function told(name: string, events: string[]) {
  const work = attempt({ userId: `nobody-${name}`, step: 1 });
  return {
    ...work,
    decide: (loaded: Parameters<typeof work.decide>[0]) => {
      events.push(`decide ${name}`);
      return work.decide(loaded);
    },
  };
}

test('a batch waits for works that go on coming, and no longer', async () => {
  const harness = await sqliteHarness();
  const events: string[] = [];
  const run = async (name: string) => {
    events.push(`come ${name}`);
    await harness.store.run(told(name, events));
    events.push(`answer ${name}`);
  };
  const running = [run('a'), run('b')];
  await nextTurn();
  running.push(run('c'));
  await Promise.all(running);
  expect(events).toEqual([
    ...['come a', 'come b', 'come c'],
    ...['decide a', 'decide b', 'decide c'],
    ...['answer a', 'answer b', 'answer c'],
  ]);
  await harness.close();
});
