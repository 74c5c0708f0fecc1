import { expect } from 'vitest';
import type { Shown } from './examples.ts';

/** Stands in a document for the random part of an ID, a hash or a cursor. */
const omission = '…';
const omitted = '[0-9A-Za-z_-]+';

/** Compares what an example printed with what the document shows, member by member. */
export function expectShown(printed: string, shown: Shown | null, line: number): void {
  const place = `the example in line ${line}`;
  if (shown?.as === 'json')
    expect(JSON.parse(printed), place).toEqual(like(JSON.parse(shown.text)));
  else expect(printed.trimEnd(), place).toEqual(like(shown?.text ?? ''));
}

/** The value with a pattern in the place of each text that has an omission. */
function like(value: unknown): unknown {
  if (typeof value === 'string') return value.includes(omission) ? matching(value) : value;
  if (Array.isArray(value)) return value.map(like);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, like(one)]));
}

function matching(text: string): unknown {
  const parts = text.split(omission).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return expect.stringMatching(new RegExp(`^${parts.join(omitted)}$`));
}

const verdictNames = new Set(['result', 'retry', 'code', 'status', 'required', 'factors', 'state']);

/**
 * Compares only how an example ended: results, states and refusals. For a server on which IDs, dates
 * and the number of tokens are others.
 */
export function expectSameVerdicts(printed: string, shown: Shown | null, line: number): void {
  if (shown?.as !== 'json') return;
  const place = `the example in line ${line}`;
  expect(verdictsOf(JSON.parse(printed)), place).toEqual(verdictsOf(JSON.parse(shown.text)));
}

function verdictsOf(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) =>
    verdictNames.has(name) ? [[name, one]] : verdictsOf(one),
  );
}
