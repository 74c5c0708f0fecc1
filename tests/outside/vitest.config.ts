import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The suite over data of others; `npm test` does not run it. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('.', import.meta.url)),
    include: ['*.test.ts'],
    reporters: ['verbose'],
    testTimeout: 60_000,
  },
});
