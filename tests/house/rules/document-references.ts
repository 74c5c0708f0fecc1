import { posix } from 'node:path';
import { isScript, type Rule, type SourceFile } from '../source-file.ts';

/** A pointer to a page that the reader does not have is worse than none. */
export const documentReferences: Rule = {
  ban: 'No reference to a document that is not in the repository.',
  instead: 'cite the page of docs/adr, the requirement’s id, the row or the RFC.',
  check: (files) => {
    const paths = new Set(files.map((file) => file.path));
    return files.flatMap((file) =>
      missingIn(file, paths).map((target) => ({
        path: file.path,
        found: `${target} does not exist`,
      })),
    );
  },
  planted: [
    [{ path: 'packages/otp/src/a.ts', text: '/** As `plan.md` 4 has it. */\n' }],
    [{ path: 'README.md', text: 'see [the plan](docs/plan.md)\n' }],
    [{ path: 'docs/a.md', text: '[b](b.md#part)\n' }],
  ],
  sound: [
    { path: 'README.md', text: '[a](docs/a.md#part) [b](https://b.example/c.md) [d](#part)\n' },
    { path: 'docs/a.md', text: '[up](../README.md)\n' },
    { path: 'packages/otp/src/a.ts', text: '/** See docs/a.md. */\n' },
  ],
};

function missingIn(file: SourceFile, paths: ReadonlySet<string>): string[] {
  // The planted violations of the house rules name files that do not exist.
  if (file.path.startsWith('tests/house/')) return [];
  if (isScript(file)) return namedIn(file).filter((name) => !endsOne(name, paths));
  return file.path.endsWith('.md') ? linkedFrom(file).filter((path) => !exists(path, paths)) : [];
}

function namedIn(file: SourceFile): string[] {
  return [...file.text.matchAll(/[\w./-]+\.md\b/g)].map(([name]) => name);
}

function endsOne(name: string, paths: ReadonlySet<string>): boolean {
  return [...paths].some((path) => `/${path}`.endsWith(`/${name.replace(/^(\.?\.\/)+/, '')}`));
}

function linkedFrom(file: SourceFile): string[] {
  return [...file.text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => (target ?? '').replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
    .map((target) => posix.normalize(posix.join(posix.dirname(file.path), target)));
}

/** A file, or a folder with a file in it. */
function exists(target: string, paths: ReadonlySet<string>): boolean {
  return paths.has(target) || [...paths].some((path) => path.startsWith(`${target}/`));
}
