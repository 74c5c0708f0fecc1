import { configOf, loadServer, onData } from '../data.ts';
import type { Leaf } from '../leaf.ts';
import { counted, Failure } from '../outcome.ts';

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
      throw new Failure('the keyring is in WARIFU_KEYRING already; unset it to make a file');
    initKeyringFile(keyringFile);
    const text = `made ${keyringFile}; keep a copy apart from the data: without it they are lost`;
    return { ok: true, document: { keyring_file: keyringFile }, text };
  },
};

/** `warifu keys rotate`: a new key wraps the data keys, while serving goes on. */
export const keysRotate: Leaf = {
  usage: 'rotate',
  summary: 'Add a key, wrap every data key anew under it, and drop the old one.',
  examples: ['warifu keys rotate', 'warifu keys rotate --data-dir /var/lib/warifu --json'],
  onData: true,
  run: async (invocation) => {
    const { dataKeys, active } = await onData(invocation, (admin) => admin.rotateKeys());
    const text = `${counted(dataKeys, 'data key')} wrapped anew under ${active}; copy the keyring again`;
    return { ok: true, document: { data_keys: dataKeys, active }, text };
  },
};

/** `warifu keys check`: whether the keyring opens the data keys of the store. */
export const keysCheck: Leaf = {
  usage: 'check',
  summary: 'Check that the keyring opens every data key of the store.',
  examples: ['warifu keys check', 'warifu keys check --json'],
  onData: true,
  run: async (invocation) => {
    const { dataKeys, active } = await onData(invocation, (admin) => admin.checkKeys());
    const text = `the keyring opens ${counted(dataKeys, 'data key')}; ${active} wraps them`;
    return { ok: true, document: { data_keys: dataKeys, active }, text };
  },
};
