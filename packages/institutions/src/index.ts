import { readFileSync } from 'node:fs';

/** The demo institutions, in the order in which a reader meets them. */
export const demoInstitutionIds = [
  'nanahoshi',
  'kinpo',
  'kenyo',
  'hokushin',
  'komatsubara',
] as const;

export type DemoInstitutionId = (typeof demoInstitutionIds)[number];

/** The policy document of a demo institution, as data: it is checked by whoever takes it. */
export function demoPolicy(id: DemoInstitutionId): unknown {
  const file = new URL(`./policies/${id}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}
