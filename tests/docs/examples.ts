/** What a document asks to be done, in the order of its text. */
export type Step =
  | { readonly kind: 'clock'; readonly line: number; readonly to: string }
  | {
      readonly kind: 'run';
      readonly line: number;
      readonly script: string;
      /** The way of setting up to which it belongs; null for what is run in any case. */
      readonly setUp: string | null;
      shows: Shown | null;
    };

/** What the document says that an example prints. */
export interface Shown {
  readonly as: 'json' | 'text';
  readonly text: string;
}

const fence = /^```(\w*)$/;
const clock = /^<!-- clock (\S+) -->$/;
const alternative = /^<!-- set-up (\w+) -->$/;

/**
 * The steps of a Markdown text. A fenced `sh` block is run, and the `json` or `text` block that
 * follows it is what it prints; without one it prints nothing. A comment `<!-- clock +3d -->` moves
 * the server's clock, which the reader's own prose says in words; a reader who cannot move his goes on
 * all the same. A comment `<!-- set-up demo -->` makes the next block one way of several to set up.
 */
export function stepsOf(markdown: string): Step[] {
  const steps: Step[] = [];
  const lines = markdown.split('\n').entries();
  let setUp: string | null = null;
  for (const [index, text] of lines) {
    const line = index + 1;
    const [, to] = clock.exec(text) ?? [];
    if (to !== undefined) steps.push({ kind: 'clock', line, to });
    setUp = alternative.exec(text)?.[1] ?? setUp;
    const [, language] = fence.exec(text) ?? [];
    if (language === undefined) continue;
    takeBlock(steps, { language, line, text: blockOf(lines), setUp });
    setUp = null;
  }
  return steps;
}

/** The lines up to the closing fence. */
function blockOf(lines: Iterator<[number, string]>): string {
  const block: string[] = [];
  for (let next = lines.next(); !next.done && next.value[1] !== '```'; next = lines.next())
    block.push(next.value[1]);
  return block.join('\n');
}

interface Block {
  readonly language: string;
  readonly line: number;
  readonly text: string;
  readonly setUp: string | null;
}

function takeBlock(steps: Step[], { language, line, text, setUp }: Block): void {
  if (language === 'sh') {
    steps.push({ kind: 'run', line, script: text, setUp, shows: null });
    return;
  }
  const last = steps.at(-1);
  if (language !== 'json' && language !== 'text') throw new Error(`line ${line}: what is this?`);
  if (last?.kind !== 'run' || last.shows) throw new Error(`line ${line}: nothing printed this`);
  last.shows = { as: language, text };
}
