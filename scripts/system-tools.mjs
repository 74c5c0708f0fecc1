import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * A program of others that the tests need from the system.
 * @typedef {object} Tool
 * @property {string} name the package's name, the same in Debian and its descendants
 * @property {string} use what the tests do with it
 * @property {() => boolean} present
 */

/** @type {Tool[]} */
export const tools = [
  { name: 'oathtool', use: 'codes of another hand', present: () => onPath('oathtool') },
  { name: 'pskctool', use: 'token files of another hand', present: () => onPath('pskctool') },
  { name: 'pskc-utils', use: 'decryption of token files', present: () => onPath('pskc2csv') },
  { name: 'xmlsec1', use: 'XML signatures', present: () => onPath('xmlsec1') },
  {
    name: 'openssl',
    use: 'keys and certificates of another hand',
    present: () => onPath('openssl'),
  },
  { name: 'curl', use: 'the examples of docs/integrators.md', present: () => onPath('curl') },
  { name: 'jq', use: 'the examples of docs/integrators.md', present: () => onPath('jq') },
  { name: 'strace', use: 'disks that fail, power cuts', present: () => onPath('strace') },
  { name: 'libfaketime', use: 'system clocks that jump', present: hasFaketimeLibrary },
];

/**
 * Installs the tools that are missing, saying so; ends the process with the exact line to run when
 * it cannot.
 * @param {readonly Tool[]} wanted
 * @returns {void}
 */
export function installMissingTools(wanted = tools) {
  const missing = missingAmong(wanted);
  if (missing.length === 0) {
    console.log(`system tools: ${wanted.map((tool) => tool.name).join(', ')} are there`);
    return;
  }
  console.log('system tools that the tests need and that are missing here:');
  for (const tool of missing) console.log(`  ${tool.name} (${tool.use})`);
  installWithApt(missing.map((tool) => tool.name));
  const stillMissing = missingAmong(wanted).map((tool) => tool.name);
  if (stillMissing.length > 0) stop(`apt-get ran, and still missing: ${stillMissing.join(' ')}`);
}

/** @param {readonly Tool[]} wanted */
function missingAmong(wanted) {
  return wanted.filter((tool) => !tool.present());
}

/** @param {readonly string[]} names */
function installWithApt(names) {
  const install = `apt-get install -y --no-install-recommends ${names.join(' ')}`;
  const byHand = `run: sudo apt-get update && sudo ${install}`;
  if (!onPath('apt-get')) {
    stop(`no apt-get here; install by this system's own means: ${names.join(' ')}`);
  }
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && !passwordlessSudo()) stop(`neither root nor password-less sudo here; ${byHand}`);
  const quietly = 'DEBIAN_FRONTEND=noninteractive';
  const line = isRoot
    ? `apt-get update -q && ${quietly} ${install}`
    : `sudo -n apt-get update -q && sudo -n env ${quietly} ${install}`;
  console.log(`installing them: ${line}`);
  const done = spawnSync(line, { shell: true, stdio: 'inherit' });
  if (done.status !== 0) stop(`apt-get failed (exit ${done.status}); ${byHand}`);
}

function passwordlessSudo() {
  return onPath('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
}

/** @param {string} program */
function onPath(program) {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.some((folder) => isExecutable(join(folder, program)));
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** libfaketime is a library without a program; distributions differ in the folder above it. */
function hasFaketimeLibrary() {
  const library = join('faketime', 'libfaketime.so.1');
  const folders = ['/usr/lib', '/usr/lib64', '/usr/local/lib'].filter((folder) =>
    existsSync(folder),
  );
  const below = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
  return [...folders, ...below].some((folder) => existsSync(join(folder, library)));
}

/**
 * @param {string} why
 * @returns {never}
 */
function stop(why) {
  console.error(`\nthe tests stop: ${why}`);
  process.exit(1);
}
