import { expect, test } from 'vitest';
import { optionsFrom } from './options.ts';

test.each([
  ['', { from: 1, to: 1, scenes: 200, json: false, policy: undefined }],
  ['--seed 42', { from: 42, to: 42 }],
  ['--seeds 5..9 --workers 1', { from: 5, to: 9, workers: 1 }],
  ['--policy a.json --years 0.5 --json', { policy: 'a.json', scenes: 50, json: true }],
  ['--seed 7 --only 3,17', { only: [3, 17] }],
])('"%s"', (line, expected) => {
  expect(optionsFrom(line.split(' ').filter(Boolean))).toMatchObject(expected);
});

test.each(['--seed x', '--seed 1.5', '--seeds 1..', '--years -1', '--speed 3'])('%s', (line) => {
  expect(() => optionsFrom(line.split(' '))).toThrow(TypeError);
});
