import { readFileSync } from 'node:fs';
import { Failure } from './outcome.ts';

/** Everything that a command has of the outside world beside the files that it is told. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether the error output is a terminal, on which a line can be written over. */
  readonly errIsTerminal: boolean;
  readonly stdin: () => string;
}

export function processIo(): Io {
  return {
    env: process.env,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    errIsTerminal: process.stderr.isTTY === true,
    stdin: () => readFileSync(0, 'utf8'),
  };
}

/** The text of a file, or of the standard input for `-`. Throws `Failure` when it cannot be read. */
export function readText(io: Io, file: string): string {
  try {
    return file === '-' ? io.stdin() : readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure(
      'file_unreadable',
      `cannot read ${file === '-' ? 'the standard input' : file}: ${why(error)}`,
    );
  }
}

function why(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EACCES':
      return 'this user may not read it';
    case 'EISDIR':
      return 'it is a folder';
    default:
      return String(code ?? 'unknown error');
  }
}

/** The JSON document in a file. Throws `Failure` when it holds none. */
export function readJson(io: Io, file: string): unknown {
  const text = readText(io, file);
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure('not_json', `${file} is not JSON; correct it and try again`);
  }
}
