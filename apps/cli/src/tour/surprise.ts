/** The server answered something else than the requirement says. */
export class Surprise extends Error {
  readonly expected: string;
  readonly got: string;

  constructor(what: string, { expected, got }: { expected: unknown; got: unknown }) {
    super(what);
    this.name = 'Surprise';
    this.expected = written(expected);
    this.got = written(got);
  }
}

/** Holds what came against what the requirement says; objects and lists are compared by content. */
export function expectSame(what: string, got: unknown, expected: unknown): void {
  if (written(got) !== written(expected)) throw new Surprise(what, { expected, got });
}

/** A condition that has to hold; `got` is told when it does not. */
export function expectThat(what: string, holds: boolean, got: unknown): void {
  if (!holds) throw new Surprise(what, { expected: what, got });
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
}
