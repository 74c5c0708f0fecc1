import { Compile } from 'typebox/compile';
import { documentFaults } from './document-faults.ts';
import { fault, type PolicyFault } from './policy-fault.ts';
import { type Policy, PolicySchema } from './policy-schema.ts';
import { schemaFaults } from './schema-faults.ts';

export type PolicyParse =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly faults: readonly PolicyFault[] };

const validator = Compile(PolicySchema);

/**
 * Parses a policy document: the schema first, then what a schema cannot say (references that lead
 * nowhere, dates that do not exist, what belongs together). Unknown keys are faults (ALL-03).
 */
export function parsePolicy(document: unknown): PolicyParse {
  if (!validator.Check(document)) {
    const faults = schemaFaults(document, PolicySchema);
    return { ok: false, faults: faults.length > 0 ? faults : [notOfTheSchema] };
  }
  const faults = documentFaults(document);
  return faults.length === 0 ? { ok: true, policy: document } : { ok: false, faults };
}

/** The schema refuses what none of its explanations covers; that must never pass as sound. */
const notOfTheSchema = fault('/', 'invalid', [
  'ポリシーの書式に合いません',
  'is not a policy document of this schema',
]);
