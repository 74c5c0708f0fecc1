import { TokenFileError } from '../token-file-error.ts';

/** Far above a 64-byte seed in hex with all its columns. */
const LONGEST_LINE = 4096;

/** A line with its number in the file, from 1. */
export interface CsvLine {
  readonly number: number;
  readonly text: string;
}

/**
 * The lines of a text that arrives in slices; LF or CRLF, the last line with or without an end.
 *
 * @throws TokenFileError `part_too_large` with the line.
 */
export async function* readLines(text: AsyncIterable<string>): AsyncGenerator<CsvLine> {
  let number = 0;
  let rest = '';
  for await (const slice of text) {
    const lines = (rest + slice).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      number += 1;
      yield lineOf(number, line);
    }
    lineOf(number + 1, rest);
  }
  if (rest !== '') yield lineOf(number + 1, rest);
}

function lineOf(number: number, line: string): CsvLine {
  if (line.length <= LONGEST_LINE) return { number, text: line.replace(/\r$/, '') };
  throw new TokenFileError(
    'part_too_large',
    `the line is longer than ${LONGEST_LINE} letters; is this a CSV file?`,
    { position: `line ${number}` },
  );
}
