import { configOf, loadServer } from '../data.ts';
import type { Leaf } from '../leaf.ts';
import type { Outcome } from '../outcome.ts';
import { schemaVersion } from '../schema-version.ts';

/** `warifu migrate`: opening the store brings its schema up to date. */
export const migrate: Leaf = {
  usage: 'migrate',
  summary:
    'Bring the store’s schema up to date. A file is brought up to date by every start too; a shared PostgreSQL store by this command only.',
  examples: ['warifu migrate', 'warifu migrate --data-dir /var/lib/warifu --json'],
  onData: true,
  run: async (invocation) => {
    const { openWarifu, isServed, storeFile } = await loadServer();
    const config = await configOf(invocation);
    if (typeof config.storeUrl === 'string') return migrateShared(config.storeUrl);
    if (await isServed(config))
      return {
        ok: true,
        document: { served: true, from: null, to: null },
        text: 'a server runs on this store; it brought the schema up to date when it started',
      };
    const file = storeFile(config);
    const from = schemaVersion(file);
    const warifu = await openWarifu(config);
    await warifu.close();
    const to = schemaVersion(file);
    const text =
      from === to ? `the schema is up to date: version ${to}` : `schema version ${from} → ${to}`;
    return { ok: true, document: { served: false, from, to }, text };
  },
};

/** A shared store is migrated by this command alone: a node that starts never changes what others use. */
async function migrateShared(connectionString: string): Promise<Outcome> {
  const { migratePostgres } = await loadServer();
  const made = await migratePostgres({ connectionString });
  const text = made.length === 0 ? 'the schema is up to date' : `made: ${made.join(', ')}`;
  return { ok: true, document: { served: false, made }, text };
}
