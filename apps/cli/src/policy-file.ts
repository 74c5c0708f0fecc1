import type { PolicyParse } from '@warifu/engine';
import { type Io, readJson } from './io.ts';
import { counted, type Outcome } from './outcome.ts';

/** Reads a policy document from a file and parses it: schema and references. */
export async function readPolicy(io: Io, file: string): Promise<PolicyParse> {
  const document = readJson(io, file);
  // Loaded late, so that help does not wait for the engine.
  const { parsePolicy } = await import('@warifu/engine');
  return parsePolicy(document);
}

/** A policy document that was refused: every fault with its place. */
export function faulty(
  file: string,
  { faults }: Extract<PolicyParse, { ok: false }>,
  language: 'ja' | 'en' = 'en',
): Outcome {
  const again = `\`warifu policy check ${file}\``;
  return {
    ok: false,
    code: 'policy_invalid',
    document: { valid: false, faults },
    text: faults.map(({ path, message }) => `${path}: ${message[language]}`).join('\n'),
    message: `${file} has ${counted(faults.length, 'fault')}; correct and check it again with ${again}`,
  };
}
