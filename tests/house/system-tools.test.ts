/**
 * What `npm test` does on a machine that lacks the programs of others: it never skips. The machine
 * is played by a PATH that holds nothing but an apt-get of our own.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { plantTree } from './planted-tree.ts';
import { root } from './repository-files.ts';

const programs = ['oathtool', 'pskctool', 'pskc2csv', 'xmlsec1', 'openssl', 'curl', 'jq', 'strace'];
/** libfaketime is found by its folder and not by the PATH, so a PATH cannot hide it. */
const ask = `
  process.getuid = () => Number(process.argv[2]);
  const { installMissingTools, tools } = await import(process.argv[1]);
  installMissingTools(tools.filter((tool) => tool.name !== 'libfaketime'));
  console.log('went on');
`;

/** Runs the installation on a bare machine, as root or not, with this apt-get (or none). */
function onBareMachine(options: { uid: number; aptGet?: string }) {
  const tree = plantTree({});
  const program = (name: string, lines: string) => {
    writeFileSync(join(tree.root, name), `#!/bin/sh\n${lines}\n`);
    chmodSync(join(tree.root, name), 0o755);
  };
  try {
    if (options.aptGet !== undefined) program('apt-get', options.aptGet);
    program('installed-program', 'exit 0');
    const script = pathToFileURL(join(root, 'scripts', 'system-tools.mjs')).href;
    const args = ['--input-type=module', '--eval', ask, script, String(options.uid)];
    const done = spawnSync(process.execPath, args, {
      encoding: 'utf8',
      env: { PATH: tree.root, BARE: tree.root },
    });
    return { status: done.status, printed: `${done.stdout}${done.stderr}` };
  } finally {
    tree.remove();
  }
}

const install = programs
  .map((name) => `/bin/cp "$BARE/installed-program" "$BARE/${name}"`)
  .join(' && ');

it('installs what is missing as root, says so, and goes on', () => {
  const aptGet = `echo "apt-get $DEBIAN_FRONTEND $*"; if [ "$1" = install ]; then ${install}; fi`;
  const { status, printed } = onBareMachine({ uid: 0, aptGet });
  expect(status, printed).toBe(0);
  expect(printed).toContain('oathtool (codes of another hand)');
  expect(printed).toContain('apt-get  update -q');
  expect(printed).toContain(
    'apt-get noninteractive install -y --no-install-recommends oathtool pskctool pskc-utils xmlsec1 openssl curl jq strace',
  );
  expect(printed).toContain('went on');
});

it.each([
  [
    'apt-get fails',
    { uid: 0, aptGet: 'exit 100' },
    'run: sudo apt-get update && sudo apt-get install',
  ],
  ['apt-get brings nothing', { uid: 0, aptGet: 'exit 0' }, 'still missing: oathtool pskctool'],
  [
    'there is no apt-get',
    { uid: 0 },
    'own means: oathtool pskctool pskc-utils xmlsec1 openssl curl jq strace',
  ],
  [
    'nobody may install',
    { uid: 1000, aptGet: install },
    'run: sudo apt-get update && sudo apt-get',
  ],
])('stops with the line to run when %s', (_case, machine, line) => {
  const { status, printed } = onBareMachine(machine);
  expect(status, printed).toBe(1);
  expect(printed).toContain(line);
  expect(printed).not.toContain('went on');
});
