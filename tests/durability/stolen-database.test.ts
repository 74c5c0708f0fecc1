import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onDatabase } from '@warifu/store/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { report } from './support/counts.ts';
import { keySecrets, seedSecrets, seeds, useStore } from './support/known-seeds.ts';
import { Nodes } from './support/nodes.ts';
import { patchedPolicy } from './support/policies.ts';
import { cleanUp } from './support/processes.ts';
import { generatedSerials } from './support/pskc-file.ts';
import { SecretScan } from './support/seed-scan.ts';

/** Row 37 on PostgreSQL: whoever has a dump of the database or its very files has no seed and no key. */
let nodes: Nodes;

beforeAll(async () => {
  nodes = await Nodes.prepare(1, patchedPolicy({ serialPattern: generatedSerials }));
  await nodes.start();
});

afterAll(async () => {
  await nodes?.close();
  await cleanUp();
});

test(`row 37 ${seeds} known seeds, the keyring’s key and the API secrets: 0 hits in a dump, the files and the outputs of both nodes`, async () => {
  const [bank] = nodes.banks;
  const heard = await useStore(bank, nodes.server(0));
  const outputs = nodes.server(0).output + nodes.server(1).output + heard;
  const haystacks: readonly Uint8Array[] = [
    Buffer.from(await dump()),
    Buffer.from(outputs),
    ...(await files()),
  ];
  const scan = new SecretScan([...seedSecrets, ...keySecrets(bank)]);
  const hits = haystacks.flatMap((bytes) => scan.hits(bytes));
  const bytes = haystacks.reduce((sum, one) => sum + one.length, 0);
  report('row 37, PostgreSQL', { seeds, places: haystacks.length, bytes, hits: hits.length });
  expect(hits).toEqual([]);
  expect(scan.hits(readFileSync(bank.config.keyringFile))).not.toEqual([]);
});

/** Every value of every table, bytes in hex: what a dump holds. */
async function dump(): Promise<string> {
  const { url } = nodes.database;
  const tables = await onDatabase<{ readonly name: string }>(
    url,
    'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()',
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await onDatabase<{ row: string }>(
      url,
      `SELECT t::text AS row FROM "${name}" AS t`,
    );
    texts.push(...rows.map(({ row }) => row));
  }
  // The seeds are there, sealed: a dump of nothing would have no hits either.
  expect(texts.length).toBeGreaterThan(seeds);
  return texts.join('\n');
}

/** The database's own files after a checkpoint; none where its server is another machine's. */
async function files(): Promise<readonly Uint8Array[]> {
  const { url, name } = nodes.database;
  const [place] = await onDatabase<{ readonly root: string; readonly oid: string }>(
    url,
    'CHECKPOINT',
    `SELECT current_setting('data_directory') AS root, oid::text
      FROM pg_database WHERE datname = '${name}'`,
  );
  const folder = join(place?.root ?? '', 'base', place?.oid ?? '');
  if (!place || !existsSync(folder)) return [];
  const { known } = await knownNames(folder);
  return known.map((file) => readFileSync(join(folder, file)));
}

/** The files of our own tables and indexes, and not those of the catalogue, which are in every database. */
async function knownNames(folder: string): Promise<{ readonly known: readonly string[] }> {
  const rows = await onDatabase<{ readonly node: string }>(
    nodes.database.url,
    `SELECT pg_relation_filenode(c.oid)::text AS node FROM pg_class c
      LEFT JOIN pg_class t ON t.reltoastrelid = c.oid
      WHERE coalesce(t.relnamespace, c.relnamespace) = current_schema()::regnamespace
        AND pg_relation_filenode(c.oid) IS NOT NULL`,
  );
  const names = new Set(rows.map(({ node }) => node));
  const known = readdirSync(folder).filter((file) => names.has(file.split(/[._]/)[0] ?? ''));
  return { known };
}
