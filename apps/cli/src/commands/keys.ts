import type { WrappedKey } from '@warifu/server';
import { configOf, loadServer, onData } from '../data.ts';
import type { Invocation, Leaf } from '../leaf.ts';
import { counted, Failure, type Outcome } from '../outcome.ts';

/** `warifu keys init`: a new keyring, which must never be lost: without it no seed opens. */
export const keysInit: Leaf = {
  usage: 'init',
  summary: 'Make a keyring with one key; an existing one is never replaced.',
  examples: ['warifu keys init', 'WARIFU_KEYRING_FILE=/etc/warifu/keyring.json warifu keys init'],
  onData: true,
  run: async (invocation) => {
    const { initKeyringFile } = await loadServer();
    const { keyringFile, keyringText } = await configOf(invocation);
    if (keyringText !== null)
      throw new Failure(
        'keyring_in_environment',
        'the keyring is in WARIFU_KEYRING already; unset it to make a file',
      );
    initKeyringFile(keyringFile);
    const text = `made ${keyringFile}; keep a copy apart from the data: without it they are lost`;
    return { ok: true, document: { keyring_file: keyringFile }, text };
  },
};

/** `warifu keys rotate`: a new key wraps the data keys, while serving goes on. */
export const keysRotate: Leaf = {
  usage: 'rotate',
  summary: 'Add a key, wrap every data key anew under it, and drop the old one.',
  examples: ['warifu keys rotate', 'warifu keys rotate --prepare', 'warifu keys rotate --json'],
  onData: true,
  options: (command) =>
    command.option(
      '--prepare',
      'only add the key, so that the keyring can be copied to every node of a PostgreSQL store first',
    ),
  run: async (invocation) => {
    if (invocation.options.flag('prepare')) return prepare(invocation);
    const { dataKeys, active, place } = await onData(invocation, async (admin) => {
      const { keyringFile } = await admin.status();
      await assertNotAnother(invocation, keyringFile);
      return { ...(await admin.rotateKeys()), place: keyringFile ?? inEnvironment };
    });
    const text = `${counted(dataKeys, 'data key')} wrapped anew under ${active} in ${place}; copy it again`;
    return { ok: true, document: { data_keys: dataKeys, active, keyring: place }, text };
  },
};

/** On a shared store no node may be without the key when it wraps the data keys. */
async function prepare(invocation: Invocation): Promise<Outcome> {
  const { prepared, place } = await onData(invocation, async (admin) => {
    const { keyringFile } = await admin.status();
    await assertNotAnother(invocation, keyringFile);
    return { ...(await admin.prepareKeys()), place: keyringFile ?? inEnvironment };
  });
  const text = `${prepared} is in ${place}; copy this file to every node, then run \`warifu keys rotate\``;
  return { ok: true, document: { prepared, keyring: place }, text };
}

/** `warifu keys check`: whether the keyring opens the data keys of the store. */
export const keysCheck: Leaf = {
  usage: 'check',
  summary:
    'Check that a keyring opens every data key of the store: yours, or the running server’s.',
  examples: [
    'warifu keys check',
    'WARIFU_KEYRING_FILE=copy.json warifu keys check',
    'warifu keys check --json',
  ],
  onData: true,
  run: async (invocation) => {
    const { isServed } = await loadServer();
    const { dataKeys, active, prepared, place } = await onData(invocation, async (admin) => {
      const own = namesKeyring(invocation);
      if (own) await assertOwnOpens(invocation, await admin.wrappedKeys());
      const { keyringFile } = own ? await configOf(invocation) : await admin.status();
      const state = await admin.checkKeys();
      const next = own ? await preparedInOwn(invocation, state.active) : state.prepared;
      return { ...state, prepared: next, place: placeOf(invocation, keyringFile) };
    });
    const servers = !namesKeyring(invocation) && (await isServed(await configOf(invocation)));
    const whose = servers ? `the running server's keyring (${place})` : place;
    const next = prepared === null ? '' : `; ${prepared} is prepared for the next rotation`;
    const text = `${whose} opens ${counted(dataKeys, 'data key')}; ${active} wraps them${next}`;
    const document = { data_keys: dataKeys, active, keyring: place };
    return { ok: true, document: prepared === null ? document : { ...document, prepared }, text };
  },
};

const inEnvironment = 'WARIFU_KEYRING';

/** Whether whoever gives the command says which keyring he means. */
function namesKeyring({ io: { env } }: Invocation): boolean {
  return Boolean(env['WARIFU_KEYRING'] || env['WARIFU_KEYRING_FILE']);
}

/** How a keyring is called in what is told about it. */
function placeOf({ io: { env } }: Invocation, keyringFile: string | null): string {
  return env['WARIFU_KEYRING'] || keyringFile === null ? inEnvironment : keyringFile;
}

/**
 * While a server runs, only its own keyring is tried by it. A keyring that was named here, a copy for
 * example, is read here and tried on the keys as they are in the store.
 */
async function assertOwnOpens(invocation: Invocation, keys: readonly WrappedKey[]): Promise<void> {
  const { assertOpens, readKeyring } = await loadServer();
  assertOpens(readKeyring(await configOf(invocation)), keys);
}

async function preparedInOwn(invocation: Invocation, active: string): Promise<string | null> {
  const { isShared, preparedIn, readKeyring } = await loadServer();
  const config = await configOf(invocation);
  return isShared(config) ? preparedIn(readKeyring(config), active) : null;
}

/** A rotation changes the server's keyring, so another one must not be meant. Throws `Failure`. */
async function assertNotAnother(invocation: Invocation, served: string | null): Promise<void> {
  if (!namesKeyring(invocation)) return;
  const { keyringFile, keyringText } = await configOf(invocation);
  if ((keyringText === null ? keyringFile : null) === served) return;
  throw new Failure(
    'keyring_differs',
    `the running server's keyring is ${served ?? inEnvironment}, and you name ${placeOf(invocation, keyringFile)}; name none to rotate the server's`,
  );
}
