import { describe, expect, test } from 'vitest';
import { runHere } from './testing/run-here.ts';

const commands = [
  'serve',
  'migrate',
  'keys init',
  'keys rotate',
  'keys check',
  'institutions add',
  'institutions list',
  'policy check',
  'policy list',
  'policy propose',
  'policy approve',
  'policy withdraw',
  'policy return',
  'tokens import',
  'tokens list',
  'api-keys create',
  'api-keys list',
  'api-keys revoke',
  'jobs list',
  'jobs run',
  'audit verify',
  'backup',
  'restore',
  'tour',
];

describe('help', () => {
  test.each(commands)('%s --help shows usage, --json and examples', async (command) => {
    const { code, out, err } = await runHere([...command.split(' '), '--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`Usage: warifu ${command}`);
    expect(out).toContain('--json');
    expect(out).toMatch(new RegExp(`Examples:\n  \\$ warifu ${command}`));
  });

  test.each(['keys', 'tokens', 'institutions', 'policy', 'api-keys', 'jobs', 'audit'])(
    '%s --help names its commands and shows examples',
    async (branch) => {
      const { code, out } = await runHere([branch, '--help']);
      expect(code).toBe(0);
      expect(out).toMatch(new RegExp(`Examples:\n  \\$ warifu ${branch} `));
    },
  );

  test('the list above has every command', async () => {
    const { out } = await runHere(['--help']);
    const listed = out.slice(out.indexOf('Commands:'), out.indexOf('While a server runs'));
    const names = [...listed.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map((match) => match[1]);
    const tops = new Set([...commands.map((command) => command.split(' ')[0]), 'help']);
    expect(new Set(names)).toEqual(tops);
  });

  test.each(commands)('help %s shows the same as %s --help', async (command) => {
    const { out } = await runHere([...command.split(' '), '--help']);
    expect(await runHere(['help', ...command.split(' ')])).toEqual({ code: 0, out, err: '' });
  });

  test('help alone is --help, and help for nothing is wrong usage', async () => {
    const { out } = await runHere(['--help']);
    expect(await runHere(['help'])).toEqual({ code: 0, out, err: '' });
    const bogus = await runHere(['help', 'keys', 'bogus']);
    const err = "warifu: unknown command 'bogus'; see `warifu keys --help`\n";
    expect(bogus).toEqual({ code: 2, out: '', err });
  });

  test('required options and defaults are told', async () => {
    const create = await runHere(['api-keys', 'create', '--help']);
    expect(create.out).toMatch(/--institution <id> +whose key it is \(required\)\n/);
    expect(create.out).toMatch(/--all-scopes +everything\n/);
    const { out } = await runHere(['serve', '--help']);
    const flowing = out.replace(/\s+/g, ' ');
    expect(flowing).toContain('the address to listen on [HOST, or 127.0.0.1]');
    expect(flowing).toContain('0 takes a free one [PORT, or 8080]');
    expect(flowing).toContain('[WARIFU_DATA_DIR, or ./data/warifu]');
    const tour = await runHere(['tour', '--help']);
    expect(tour.out.replace(/\s+/g, ' ')).toContain('[WARIFU_DATA_DIR, or ./data/demo]');
  });
});

describe('with --json a failure is one document with a stable code, and nothing else', () => {
  test.each([
    [['policy', 'check', 'nowhere.json'], 1, 'file_unreadable', 'cannot read nowhere.json: '],
    [['audit', 'verify', '--data-dir', '/nowhere'], 1, 'store_missing', 'there is no store in '],
    [['tour', '--institution', 'x', '--data-dir', '/nowhere'], 1, 'demo_missing', 'there is no '],
    [['tokens', 'bogus'], 2, 'wrong_usage', "unknown command 'bogus'; see `warifu tokens --help`"],
    [['policy', 'check'], 2, 'wrong_usage', "missing required argument 'policy'; see "],
    [['tokens'], 2, 'wrong_usage', "unknown option '--json'; see `warifu tokens --help`"],
    [
      ['api-keys', 'create', '--institution', 'x', '--name', 'y', '--scope', 'z'],
      2,
      'wrong_usage',
      'there is no scope "z"; ',
    ],
  ])('%j', async (args, exit, errorCode, message) => {
    const { code, out, err } = await runHere([...args, '--json']);
    expect({ code, err }).toEqual({ code: exit, err: '' });
    expect(JSON.parse(out)).toEqual({
      error: { code: errorCode, message: expect.stringContaining(message) },
    });
  });
});

describe('wrong usage is exit 2 and one line that names the help', () => {
  test.each([
    [['bogus'], "warifu: unknown command 'bogus'; see `warifu --help`\n"],
    [['tokens', 'bogus'], "warifu: unknown command 'bogus'; see `warifu tokens --help`\n"],
    [
      ['audit', 'verify', '--jsn'],
      "warifu: unknown option '--jsn' (Did you mean --json?); see `warifu audit verify --help`\n",
    ],
    [
      ['audit', 'verify', 'twice'],
      "warifu: too many arguments for 'verify'. Expected 0 arguments but got 1: twice; see `warifu audit verify --help`\n",
    ],
    [['tour'], expect.stringMatching(/^warifu: give either --institution <id> or --all; see /)],
    [['policy', 'check'], expect.stringMatching(/^warifu: missing required argument 'policy'/)],
    [
      ['serve', '--port', 'abc'],
      expect.stringContaining("argument 'abc' is invalid. Give a number from 0 to 65535; see"),
    ],
    [['serve', '--port', '65536'], expect.stringContaining('Give a number from 0 to 65535')],
    [
      ['api-keys', 'revoke', 'wrf_key_0_abc'],
      'warifu: give the key’s ID, which begins with key_, and never the key; see `warifu api-keys list`\n',
    ],
    [
      ['tokens', 'list', '--institution', 'x', '--limit', '0'],
      expect.stringContaining('Give a number from 1 to 100000; see'),
    ],
    [
      ['tokens', 'list', '--institution', 'x', '--state', 'broken'],
      expect.stringContaining('in_stock, shipped, delivered, in_service, retired'),
    ],
    [
      ['tokens', 'import', 'f', '--institution', 'x', '--format', 'xml'],
      expect.stringContaining('Allowed choices are pskc, csv'),
    ],
    [
      [
        'tokens',
        'import',
        'f',
        '--institution',
        'x',
        '--format',
        'pskc',
        '--password-file',
        'a',
        '--preshared-key-file',
        'b',
      ],
      'warifu: give either --preshared-key-file or --password-file\n',
    ],
    [
      ['api-keys', 'create', '--institution', 'x', '--name', 'y', '--scope', 'z'],
      'warifu: there is no scope "z"; see `warifu api-keys create --help`\n',
    ],
    [
      ['api-keys', 'create', '--institution', 'x', '--name', 'y'],
      expect.stringContaining('--scope or --all-scopes'),
    ],
    [
      [
        'api-keys',
        'create',
        '--institution',
        'x',
        '--name',
        'y',
        '--scope',
        'fees:read',
        '--all-scopes',
      ],
      'warifu: give either --scope or --all-scopes\n',
    ],
  ])('%j', async (args, expected) => {
    const { code, out, err } = await runHere(args);
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: expected });
    expect(err.trimEnd()).not.toContain('\n');
  });

  test.each([[[]], [['tokens']]])('%j shows the help on the error output', async (args) => {
    const { code, out, err } = await runHere(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^Usage: warifu/);
  });
});
