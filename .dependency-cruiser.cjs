/**
 * Who may import whom. The arrows point inwards: the domain knows nothing of stores, stores nothing
 * of HTTP, and only the apps put the pieces together. Each rule's comment says what to do instead.
 * `scripts/check-imports.mjs` runs them and checks that every source file was read;
 * `tests/house/import-rules.test.ts` plants a violation of each.
 */

/** Tests beside the source, their helpers, and the suites that hold adapters to a port. */
const TEST_CODE = ['\\.test\\.tsx?$', '^(packages|apps)/.+/(conformance|testing)/'];
const OURS = '^(packages|apps|tests|bench|sim|scripts)/';

/** By a path of dots; an import by the package's name is an alias of a workspace. */
const BY_RELATIVE_PATH = { dependencyTypes: ['local'], dependencyTypesNot: ['aliased-workspace'] };

/** A package may import the named packages of ours and no other. */
function only(name, allowed, comment) {
  return {
    name: `${name}-imports-only-${allowed.length === 0 ? 'itself' : allowed.join('-')}`,
    comment,
    severity: 'error',
    from: { path: `^packages/${name}/`, pathNot: TEST_CODE },
    to: { path: OURS, pathNot: `^packages/(${[name, ...allowed].join('|')})/` },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    only('otp', [], 'otp runs in server and phone alike: hand in what it needs as an argument.'),
    only('pskc', [], 'pskc reads token files for anybody: hand in what it needs as an argument.'),
    only('wire', [], 'wire is the public face: declare its types there and map in apps/server.'),
    only('engine', ['otp'], 'The engine is pure: let the service load, and hand the state in.'),
    only(
      'service',
      ['engine', 'otp', 'pskc'],
      'The service declares a port; the adapter is handed in by the composition root.',
    ),
    only('store', ['engine', 'service'], 'A store is an adapter of the service port, no more.'),
    only('institutions', ['engine'], 'A policy is data that the engine’s schema checks.'),
    only(
      'testkit',
      ['otp', 'pskc', 'engine', 'wire'],
      'testkit plays the world outside the server: speak to the server over HTTP.',
    ),
    {
      name: 'packages-never-import-apps',
      comment: 'Only apps compose: move what is shared into a package.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^apps/' },
    },
    {
      name: 'apps-never-import-apps',
      comment: 'Move what is shared into a package; only the cli may start the server.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: ['^apps/$1/', '^apps/server/'] },
    },
    {
      name: 'production-never-imports-the-demo',
      comment: 'The demo plays bank, customer and clock; a production server has none of that.',
      severity: 'error',
      from: {
        path: '^(apps|packages)/',
        pathNot: ['^apps/server/src/demo/', '^apps/cli/src/', ...TEST_CODE],
      },
      to: { path: '^apps/server/src/demo/' },
    },
    {
      name: 'only-the-cli-imports-the-server',
      comment: 'Speak to the server over HTTP; only the cli may start it.',
      severity: 'error',
      from: { path: '^apps/', pathNot: '^apps/(cli|server)/' },
      to: { path: '^apps/server/' },
    },
    {
      name: 'no-circular-imports',
      comment: 'Move what both need into a file of its own, or hand it in as an argument.',
      severity: 'error',
      from: { path: OURS },
      to: { circular: true },
    },
    {
      name: 'no-relative-import-of-another-package',
      comment: 'Import @warifu/<package>; what it does not export is its own affair.',
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/' },
      to: { path: '^(packages|apps)/', pathNot: '^$1/$2/', ...BY_RELATIVE_PATH },
    },
    {
      name: 'no-relative-import-of-a-package-from-outside',
      comment: 'Import @warifu/<package>; what it does not export is its own affair.',
      severity: 'error',
      // Test vectors of others prove inner parts that no package exports, and the suite of the store's
      // port holds the simulation's own store to it.
      from: {
        path: '^(tests|bench|sim|scripts)/',
        pathNot: ['^tests/outside/', '^sim/store/.*[.]test[.]ts$'],
      },
      to: { path: '^packages/', ...BY_RELATIVE_PATH },
    },
    {
      name: 'no-test-code-in-product',
      comment: 'Product code imports no test helper: hand the dependency in instead.',
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: [...TEST_CODE, '^packages/testkit/'] },
      to: {
        path: [
          ...TEST_CODE,
          '^packages/testkit/',
          '^(tests|bench|sim|scripts)/',
          '(^|/)node_modules/(vitest|fast-check|@vitest)/',
        ],
      },
    },
    {
      name: 'no-node-modules-in-otp-and-engine',
      comment: 'otp and engine run anywhere: hand the HMAC, the time, the randomness in.',
      severity: 'error',
      from: { path: '^packages/(otp|engine)/', pathNot: TEST_CODE },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-unresolvable-import',
      comment: 'The import leads nowhere, or past a package’s exports: correct it.',
      severity: 'error',
      from: { path: OURS },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // Type-only imports count: a type is knowledge too.
    tsPreCompilationDeps: true,
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '(^|/)(dist|data|coverage)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json', '.d.ts'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
