/**
 * Makes serials (token IDs) that fit a policy's `serial_pattern`, for tokens that no factory has
 * numbered. It understands what such patterns are made of: letters and digits, classes, groups,
 * alternatives and repetitions. Of a repetition it takes the longest, which has the most serials.
 */

/** Gives a number from 0 to `count` − 1, each as likely. */
export type Choose = (count: number) => number;

/** What a repetition without an upper bound is repeated at most. */
const unboundedRepeats = 12;

/** A pattern that takes more parts than this is for something else than a serial. */
const mostParts = 1_000;

/** A serial of that pattern; undefined when the pattern has parts that are not understood. */
export function serialFromPattern(pattern: string, choose: Choose): string | undefined {
  const reading: Reading = { pattern, at: 0, parts: 0, choose };
  try {
    const serial = alternatives(reading);
    if (reading.at < pattern.length) return undefined;
    return new RegExp(`^(?:${pattern})$`, 'u').test(serial) ? serial : undefined;
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

class NotUnderstood extends Error {}

interface Reading {
  readonly pattern: string;
  at: number;
  parts: number;
  readonly choose: Choose;
}

/** Every alternative is read; one of them is taken. */
function alternatives(reading: Reading): string {
  const texts = [sequence(reading)];
  while (reading.pattern[reading.at] === '|') {
    reading.at++;
    texts.push(sequence(reading));
  }
  return texts[reading.choose(texts.length)] ?? '';
}

function sequence(reading: Reading): string {
  let text = '';
  for (;;) {
    const next = reading.pattern[reading.at];
    if (next === undefined || next === '|' || next === ')') return text;
    const from = reading.at;
    const first = atom(reading);
    const times = repeats(reading);
    const to = reading.at;
    if (times === 0) continue;
    text += first;
    // The part is read again for each repetition, so that each one is chosen anew.
    for (let count = 1; count < times; count++) {
      reading.at = from;
      text += atom(reading);
    }
    reading.at = to;
  }
}

function atom(reading: Reading): string {
  const { pattern } = reading;
  if (++reading.parts > mostParts) throw new NotUnderstood();
  const next = pattern[reading.at++];
  switch (next) {
    case '^':
    case '$':
      return '';
    case '(':
      return group(reading);
    case '[':
      return fromClass(reading);
    case '\\':
      return pick(escaped(pattern[reading.at++]), reading.choose);
    default:
      if (next === undefined || '.*+?{}'.includes(next)) throw new NotUnderstood();
      return next;
  }
}

function group(reading: Reading): string {
  if (reading.pattern[reading.at] === '?') {
    if (reading.pattern[reading.at + 1] !== ':') throw new NotUnderstood();
    reading.at += 2;
  }
  const text = alternatives(reading);
  if (reading.pattern[reading.at++] !== ')') throw new NotUnderstood();
  return text;
}

const digits = '0123456789';

function escaped(letter: string | undefined): string {
  if (letter === 'd') return digits;
  if (letter === undefined || /[a-z0-9]/i.test(letter)) throw new NotUnderstood();
  return letter;
}

function fromClass(reading: Reading): string {
  const end = reading.pattern.indexOf(']', reading.at);
  const inner = reading.pattern.slice(reading.at, end);
  if (end < 0 || !/^(?:[0-9A-Za-z]-[0-9A-Za-z]|[0-9A-Za-z-]|\\d)+$/.test(inner))
    throw new NotUnderstood();
  reading.at = end + 1;
  const ranges = inner.match(/[0-9A-Za-z]-[0-9A-Za-z]|\\d|./g) ?? [];
  return pick(ranges.map(rangeText).join(''), reading.choose);
}

function rangeText(range: string): string {
  if (range === '\\d') return digits;
  if (range.length === 1) return range;
  const [from = 0, to = 0] = [range.charCodeAt(0), range.charCodeAt(2)];
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) =>
    String.fromCharCode(from + index),
  ).join('');
}

function pick(letters: string, choose: Choose): string {
  const letter = letters[choose(letters.length)];
  if (letter === undefined) throw new NotUnderstood();
  return letter;
}

/** How often the part that was just read stands there. */
function repeats(reading: Reading): number {
  const found = /^(?:[?*+]|\{(\d+)(,?)(\d*)\})/.exec(reading.pattern.slice(reading.at));
  if (!found) return 1;
  const [text, from = '', comma, to = ''] = found;
  reading.at += text.length;
  if (text === '?') return 1;
  if (text === '*' || text === '+') return unboundedRepeats;
  if (comma === '') return Number(from);
  return to === '' ? Math.max(Number(from), unboundedRepeats) : Number(to);
}
