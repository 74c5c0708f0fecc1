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
  'tokens import',
  'tokens list',
  'api-keys create',
  'audit verify',
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

  test.each(['keys', 'tokens', 'institutions', 'policy', 'api-keys', 'audit'])(
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
    [
      ['tour'],
      expect.stringMatching(/^warifu: required option '--institution <id>' not specified/),
    ],
    [['policy', 'check'], expect.stringMatching(/^warifu: missing required argument 'policy'/)],
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
