/** An unexpected error is a line on the error output: its name and place, never a request's content. */
export function reportError(error: unknown, operation: string): void {
  const { name, stack } = error instanceof Error ? error : new Error('not an error');
  // Only frames: a message of several lines would stand among the first lines of the stack (row 44).
  const frames = stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  const place = frames.slice(0, 3).join(' ');
  write({ level: 'error', operation, name, place });
}

/** Something that an operator should look at: a name and numbers. */
export function reportEvent(event: string, facts: Readonly<Record<string, number>>): void {
  write({ level: 'warning', event, ...facts });
}

function write(line: object): void {
  process.stderr.write(`${JSON.stringify(line)}\n`);
}
