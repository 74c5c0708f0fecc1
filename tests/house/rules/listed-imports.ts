import { type Finding, isTest, type Rule, type SourceFile, workspaceOf } from '../source-file.ts';
import { importedNames } from './imported-names.ts';
import { type Manifest, manifestsOf } from './manifest.ts';

/**
 * A package.json says exactly what its sources need, so that a package can be read, moved and audited
 * alone. Tests may also use what the root lists for everybody (vitest, fast-check). Types that come in
 * a package of their own are listed for development beside what they describe.
 */
export const listedImports: Rule = {
  ban: 'A package.json lists exactly what its sources import.',
  instead: 'list it with its exact version where it is imported, and drop what nothing imports.',
  check: (files) => {
    const manifests = manifestsOf(files);
    const root = manifests.find((manifest) => manifest.folder === '.');
    return manifests.flatMap((manifest) =>
      manifest === root
        ? missingInRoot(manifest, manifests, files)
        : [...missing(manifest, root, files), ...superfluous(manifest, files)],
    );
  },
  planted: [
    workspace({ dependencies: {} }, { 'a.ts': "import { x } from 'saxes';" }),
    workspace({ dependencies: {} }, { 'a.ts': "import type { X } from '@warifu/engine';" }),
    workspace({ devDependencies: { saxes: '6.0.0' } }, { 'a.ts': "import 'saxes/lib';" }),
    workspace({ dependencies: { saxes: '6.0.0' } }, { 'a.ts': 'export const a = 1;' }),
    workspace({ dependencies: { saxes: '6.0.0' } }, { 'a.test.ts': "import 'saxes';" }),
    workspace({ devDependencies: { saxes: '6.0.0' } }, { 'a.test.ts': '' }),
    workspace({ devDependencies: { '@types/pg': '8.0.0' } }, { 'a.ts': 'export const a = 1;' }),
    workspace(
      { dependencies: { pg: '8.0.0', '@types/pg': '8.0.0' } },
      { 'a.ts': "import pg from 'pg';" },
    ),
    workspace({}, { 'a.test.ts': "const saxes = await import('saxes');" }),
    [...workspace({}, {}), { path: 'bench/run.ts', text: "import 'fastify';" }],
  ],
  sound: [
    ...workspace(
      {
        dependencies: { saxes: '6.0.0', '@peculiar/asn1': '1.0.0' },
        devDependencies: {
          '@warifu/testkit': '0.1.0',
          '@types/saxes': '6.0.0',
          '@types/peculiar__asn1': '1.0.0',
        },
      },
      {
        'a.ts': "import 'saxes';\nimport 'node:fs';\nimport './b.ts';\nimport '@warifu/a';",
        'b.ts': "import '@peculiar/asn1';",
        'a.test.ts': "import 'vitest';\nimport '@warifu/testkit';\nimport 'saxes';",
      },
    ),
    { path: 'tests/scenarios/a.test.ts', text: "import '@warifu/a';\nimport 'vitest';" },
  ],
};

/** A small tree: a root that lists vitest, and one workspace with these sources. */
function workspace(manifest: object, sources: Record<string, string>): SourceFile[] {
  return [
    { path: 'package.json', text: JSON.stringify({ devDependencies: { vitest: '5.1.1' } }) },
    { path: 'packages/a/package.json', text: JSON.stringify({ name: '@warifu/a', ...manifest }) },
    ...Object.entries(sources).map(([name, text]) => ({ path: `packages/a/src/${name}`, text })),
  ];
}

function missing(
  manifest: Manifest,
  root: Manifest | undefined,
  files: readonly SourceFile[],
): Finding[] {
  const own = sourcesOf(manifest, files);
  const forProduct = new Set([...namesIn(manifest, runtime), manifest.name]);
  const forTests = new Set([...forProduct, ...namesIn(manifest), ...(root ? namesIn(root) : [])]);
  return importedNames(own)
    .filter(({ path, name }) => !(isTest({ path, text: '' }) ? forTests : forProduct).has(name))
    .map(({ path, line, name }) => ({ path, line, found: `${name} is not in ${manifest.path}` }));
}

function superfluous(manifest: Manifest, files: readonly SourceFile[]): Finding[] {
  const own = sourcesOf(manifest, files);
  const byProduct = new Set(importedNames(own.filter((file) => !isTest(file))).map(nameOf));
  const byAny = new Set(importedNames(own).map(nameOf));
  return manifest.listed
    .filter(({ section, name }) =>
      runtime.includes(section)
        ? !byProduct.has(name)
        : !byAny.has(name) && !describes(name, byAny),
    )
    .map(({ section, name }) => ({
      path: manifest.path,
      found: `${name} stands in ${section} and no source imports it`,
    }));
}

/** Whether a package holds the types of something that is imported; a scope is written with `__`. */
function describes(name: string, imported: ReadonlySet<string>): boolean {
  const [, scope, plain = ''] = /^@types\/(?:(.+)__)?(.+)$/.exec(name) ?? [];
  return imported.has(scope === undefined ? plain : `@${scope}/${plain}`);
}

/** The root’s own files (bench, scripts, tests) may import what the root lists, and any workspace. */
function missingInRoot(
  root: Manifest,
  manifests: readonly Manifest[],
  files: readonly SourceFile[],
): Finding[] {
  const listed = new Set([...namesIn(root), ...manifests.map(nameOf)]);
  return importedNames(files.filter((file) => workspaceOf(file.path) === undefined))
    .filter(({ name }) => !listed.has(name))
    .map(({ path, line, name }) => ({ path, line, found: `${name} is not in ${root.path}` }));
}

const runtime = ['dependencies', 'optionalDependencies', 'peerDependencies'];

function namesIn(manifest: Manifest, sections?: readonly string[]): string[] {
  return manifest.listed
    .filter(({ section }) => sections === undefined || sections.includes(section))
    .map(nameOf);
}

function sourcesOf(manifest: Manifest, files: readonly SourceFile[]): SourceFile[] {
  return files.filter((file) => workspaceOf(file.path) === manifest.folder);
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}
