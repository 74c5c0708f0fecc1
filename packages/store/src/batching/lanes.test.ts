import { expect, test } from 'vitest';
import { Lanes } from './lanes.ts';

function filled(text: string): Lanes<string> {
  const lanes = new Lanes<string>();
  for (const entry of text.split(' ')) lanes.push(entry.charAt(0), entry);
  return lanes;
}

test('one entry of a lane at a time, in order', () => {
  const lanes = filled('a1 a2 a3 b1');
  expect(lanes.take(9)).toEqual(['a1', 'b1']);
  expect(lanes.take(9)).toEqual(['a2']);
  expect(lanes.size).toBe(1);
});

test('a flood in one lane delays the others by one turn at most', () => {
  const lanes = filled('a1 a2 a3 a4 b1 c1');
  expect(lanes.take(2)).toEqual(['a1', 'b1']);
  lanes.push('d', 'd1');
  expect(lanes.take(2)).toEqual(['c1', 'a2']);
  expect(lanes.take(2)).toEqual(['d1', 'a3']);
});

test('an entry that is given back comes before its followers', () => {
  const lanes = filled('a1 a2 b1');
  const [first] = lanes.take(1);
  lanes.giveBack('a', first ?? '');
  expect(lanes.size).toBe(3);
  expect([...lanes.take(9), ...lanes.take(9)].toSorted()).toEqual(['a1', 'a2', 'b1']);
});

test('nothing waits, nothing is taken', () => {
  const lanes = new Lanes<string>();
  lanes.giveBack('a', 'a1');
  expect([lanes.take(5), lanes.take(5), lanes.size]).toEqual([['a1'], [], 0]);
});
