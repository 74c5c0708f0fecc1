import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The path of a file of others, below the folder that WARIFU_OUTSIDE_DATA names.
 *
 * @throws Error when the variable is unset or the file is not there: this suite never skips.
 */
export function outsideFile(...path: string[]): string {
  const file = join(dataFolder(), ...path);
  if (!existsSync(file)) throw new Error(`${file} is missing from the data of others`);
  return file;
}

/** The names of the files in one folder of it, sorted. */
export function outsideFiles(folder: string): string[] {
  return readdirSync(outsideFile(folder)).sort();
}

function dataFolder(): string {
  const { WARIFU_OUTSIDE_DATA } = process.env;
  if (WARIFU_OUTSIDE_DATA) return WARIFU_OUTSIDE_DATA;
  throw new Error('set WARIFU_OUTSIDE_DATA to the folder with wycheproof/ and pskc/ in it');
}
