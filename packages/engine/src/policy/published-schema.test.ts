import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PolicySchema } from './policy-schema.ts';

test('ALL-03 the published JSON Schema of the policy is the one that validates', () => {
  const file = new URL('../../policy-1.schema.json', import.meta.url);
  const published: unknown = JSON.parse(readFileSync(file, 'utf8'));
  // After a change of the schema: npm run reference.
  const schema: unknown = JSON.parse(JSON.stringify(PolicySchema));
  expect(published).toEqual({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...Object(schema),
  });
});
