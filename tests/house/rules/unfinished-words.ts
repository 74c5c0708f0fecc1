import type { Rule } from '../source-file.ts';
import { matchesOf } from '../syntax.ts';

/** In two pieces, so that this file does not find itself. */
const words = [`TO${'DO'}`, `FIX${'ME'}`];
const unfinished = new RegExp(`\\b(${words.join('|')})\\b`);

/** A note in the code is read by nobody who could act on it. */
export const unfinishedWords: Rule = {
  ban: 'No note of unfinished work in a tracked file.',
  instead: 'finish it, or open an issue.',
  check: (files) =>
    files
      .filter(({ path }) => path !== 'package-lock.json')
      .flatMap((file) =>
        matchesOf(file, unfinished).map((match) => ({ path: file.path, ...match })),
      ),
  planted: words.map((word) => [{ path: 'docs/a.md', text: `text\n// ${word}: later\n` }]),
  sound: [{ path: 'docs/a.md', text: 'to do, todo, method\n' }],
};
