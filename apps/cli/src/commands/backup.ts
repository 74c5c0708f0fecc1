import { resolve } from 'node:path';
import { assertStore, configOf, loadServer, onData } from '../data.ts';
import type { Invocation, Leaf } from '../leaf.ts';
import { WrongUsage } from '../outcome.ts';

/** `warifu backup`: a whole and checked copy of one moment, while the server serves. */
export const backup: Leaf = {
  usage: 'backup <file>',
  summary: 'Write a whole copy of the store, of one moment and checked, while the server serves.',
  examples: ['warifu backup /backups/warifu-2026-11-22.sqlite'],
  onData: true,
  run: async (invocation) => {
    const file = resolve(invocation.args[0] ?? '');
    await assertStore(await configOf(invocation));
    const { bytes, sha256 } = await onData(invocation, (admin) => admin.backup(file));
    const text = [
      `${file}: ${bytes} bytes, SHA-256 ${sha256}`,
      'The keyring is not in it: keep a copy of the keyring somewhere else.',
    ];
    return { ok: true, document: { file, bytes, sha256 }, text: text.join('\n') };
  },
};

/** `warifu restore`: a backup takes the store's place, and no spent code lives again. */
export const restore: Leaf = {
  usage: 'restore [file]',
  summary:
    'Put a backup in place. Whatever may have been accepted since it was made is spent, so codes are refused for some minutes, and event-based tokens must be resynchronised.',
  examples: [
    'warifu restore /backups/warifu-2026-11-22.sqlite',
    'warifu restore /backups/warifu-2026-11-22.sqlite --replace',
    'warifu restore --in-place',
  ],
  onData: true,
  options: (command) =>
    command
      .option('--replace', 'move the store that is in place aside; nothing of it is deleted')
      .option(
        '--in-place',
        'the store is a PostgreSQL database that its own tools have put back already',
      ),
  run: async (invocation) => {
    const { institutions, epoch, movedAside, ...more } = await restored(invocation);
    const refusedUntil = new Date(more.codesRefusedUntil).toISOString();
    const aside = movedAside === null ? [] : [`what was in place before lies in ${movedAside}`];
    const text = [
      `restored ${institutions.length} institution(s), restore epoch ${epoch}`,
      ...aside,
      `Codes may be refused as spent until ${refusedUntil}: keep customers away until then.`,
      'What was revoked, locked or registered after the backup is not in it: see the guide for operators.',
    ];
    const document = {
      institutions,
      restore_epoch: epoch,
      moved_aside: movedAside,
      codes_refused_until: refusedUntil,
    };
    return { ok: true, document, text: text.join('\n') };
  },
};

async function restored(invocation: Invocation) {
  const { args, options } = invocation;
  const { restoreBackup, restoreInPlace } = await loadServer();
  const [file] = args;
  const inPlace = options.flag('inPlace');
  if (inPlace === (file !== undefined))
    throw new WrongUsage('name the backup of a file, or give --in-place for a PostgreSQL database');
  const config = await configOf(invocation);
  if (file === undefined) return restoreInPlace(config);
  return restoreBackup(config, { file: resolve(file), replace: options.flag('replace') });
}
