/**
 * `npm run reference`: writes what is made from the policy's schema, namely the published JSON Schema
 * and the reference in both languages. Tests say when they are out of date.
 */
import { writeFileSync } from 'node:fs';
import { policyReference, policySchema } from '@warifu/engine';

/** @param {string} path */
const at = (path) => new URL(`../${path}`, import.meta.url);

const draft = { $schema: 'https://json-schema.org/draft/2020-12/schema', ...policySchema() };
writeFileSync(at('packages/engine/policy-1.schema.json'), `${JSON.stringify(draft, null, 2)}\n`);
for (const language of /** @type {const} */ (['ja', 'en']))
  writeFileSync(at(`docs/policy-reference.${language}.md`), policyReference(language));
