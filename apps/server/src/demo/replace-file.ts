import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file of the demo whole or not at all, readable by its owner alone. */
export function replaceFile(file: string, text: string): void {
  const beside = `${file}.new`;
  writeFileSync(beside, text, { mode: 0o600, flush: true });
  renameSync(beside, file);
}
