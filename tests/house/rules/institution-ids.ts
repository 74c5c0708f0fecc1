import { isTest, type Rule, type SourceFile } from '../source-file.ts';
import { matchesOf } from '../syntax.ts';

const ids = /nanahoshi|kinpo|kenyo|hokushin|komatsubara/i;

/**
 * Where an institution may be named besides tests: its policy, words for people, and the two players
 * that show the demo institutions. The only list of exceptions.
 */
const allowed: readonly RegExp[] = [
  /^packages\/institutions\//,
  /^docs\//,
  /^README\.md$/,
  /^CHANGELOG\.md$/,
  /^apps\/cli\/src\/tour\//,
  /^apps\/server\/src\/demo\//,
];

/** A bank’s rules are its policy document (ALL-03): code that knows a bank’s name decides by it. */
export const institutionIds: Rule = {
  ban: 'No institution’s name outside its policy, tests, documents and the demo.',
  instead: 'add a value to the policy document and read it.',
  check: (files) =>
    files
      .filter((file) => !isTest(file) && !allowed.some((place) => place.test(file.path)))
      .flatMap((file) => [...inPath(file), ...inText(file)]),
  planted: [
    [{ path: 'packages/engine/src/a.ts', text: "if (id === 'nanahoshi') refuse();\n" }],
    [{ path: 'apps/server/src/a.ts', text: '// as Kinpo does it\n' }],
    [{ path: 'packages/store/src/hokushin-rows.ts', text: '' }],
    [{ path: 'bench/run.ts', text: "const institution = 'komatsubara';\n" }],
  ],
  sound: [
    { path: 'packages/institutions/src/policies/kenyo.json', text: '{"id":"kenyo"}' },
    { path: 'packages/engine/src/a.test.ts', text: "policy('nanahoshi');\n" },
    { path: 'apps/cli/src/tour/nanahoshi-day.ts', text: "play('nanahoshi');\n" },
    { path: 'README.md', text: 'Nanahoshi Bank' },
  ],
};

function inPath({ path }: SourceFile) {
  return ids.test(path) ? [{ path, found: 'an institution in the file’s name' }] : [];
}

function inText(file: SourceFile) {
  return matchesOf(file, ids).map((match) => ({ path: file.path, ...match }));
}
