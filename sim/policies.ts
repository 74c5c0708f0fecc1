import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { demoInstitutionIds, demoPolicy } from '@warifu/institutions';

/** A policy that runs are made under, by the name that the command line knows it by. */
export interface NamedPolicy {
  readonly name: string;
  readonly document: unknown;
}

const guide = fileURLToPath(new URL('../docs/policy-guide/examples/', import.meta.url));

let known: readonly NamedPolicy[] | undefined;

/** The demo institutions and the examples of the policy guide; one of them for each seed. */
export function knownPolicies(): readonly NamedPolicy[] {
  known ??= readPolicies();
  return known;
}

function readPolicies(): NamedPolicy[] {
  const demos = demoInstitutionIds.map((name) => ({ name, document: demoPolicy(name) }));
  if (!existsSync(guide)) return demos;
  const examples = readdirSync(guide)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({ name: file.replace('.json', ''), document: readJson(`${guide}${file}`) }));
  return [...demos, ...examples];
}

/** The policy of that name, or in that file. */
export function policyNamed(name: string): NamedPolicy {
  const found = knownPolicies().find((one) => one.name === name);
  return found ?? { name, document: readJson(name) };
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
