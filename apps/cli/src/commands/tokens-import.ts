import { resolve } from 'node:path';
import type { ImportRequest, ImportResult } from '@warifu/server';
import { Option } from 'commander';
import { onData } from '../data.ts';
import { type Io, readText } from '../io.ts';
import type { Leaf, Options } from '../leaf.ts';
import { counted, Failure, type Outcome, WrongUsage } from '../outcome.ts';
import { progressLine, rateOf } from '../progress-line.ts';

/** `warifu tokens import`: a vendor's file becomes stock, all of it or nothing. */
export const tokensImport: Leaf = {
  usage: 'import <file>',
  summary: 'Import a token file into an institution’s stock: all of it, or nothing.',
  examples: [
    'warifu tokens import fobs.pskcxml --institution ID --format pskc --preshared-key-file key.hex',
    'warifu tokens import fobs.pskcxml --institution ID --format pskc --password-file - --certificate vendor.pem',
    'warifu tokens import fobs.csv --institution ID --format csv',
  ],
  onData: true,
  options: (command) =>
    command
      .requiredOption('--institution <id>', 'whose stock')
      .addOption(
        new Option('--format <format>', 'of the file').choices(formats).makeOptionMandatory(),
      )
      .option('--preshared-key-file <file>', 'holds the AES key in hex; - for standard input')
      .option('--password-file <file>', 'holds the password; - for standard input')
      .option(
        '--certificate <file>',
        'the vendor’s certificate, PEM; the file must be signed by it',
      )
      .option('--allow-sha1-signature', 'take RSA-SHA1 signatures, which old vendor files need'),
  run: async (invocation) => {
    const { options, io, args } = invocation;
    const [file = ''] = args;
    const request = requestOf(file, options, io);
    const { result, seconds } = await onData(invocation, async (admin) => {
      // From here on: what it takes to reach or open the store is not the import's.
      const begunAt = Date.now();
      const progress = progressLine(io, begunAt);
      const ended = await admin.importTokens(request, progress.show);
      progress.end();
      return { result: ended, seconds: (Date.now() - begunAt) / 1_000 };
    });
    return result.ok ? done(result, seconds) : refused(file, result.fault);
  },
};

function done({ imported, importId, withoutExpiry }: Imported, seconds: number): Outcome {
  const took = [`${seconds.toFixed(1)} s`, ...rateOf(imported, seconds)].join(', ');
  const text = `${counted(imported, 'key')} imported as ${importId} (${took})`;
  const without = `${counted(withoutExpiry, 'key')} without expiry`;
  return {
    ok: true,
    document: { imported, import_id: importId, without_expiry: withoutExpiry, seconds },
    text: withoutExpiry === 0 ? text : `${text}\n${without}: never due for replacement`,
  };
}

type Imported = Extract<ImportResult, { ok: true }>;

const formats = ['pskc', 'csv'] as const;

function requestOf(file: string, options: Options, io: Io): ImportRequest {
  const keyFile = options.text('presharedKeyFile');
  const passwordFile = options.text('passwordFile');
  if (keyFile !== undefined && passwordFile !== undefined)
    throw new WrongUsage('give either --preshared-key-file or --password-file');
  const certificate = options.text('certificate');
  return {
    // The server reads the file itself, and stands in another folder.
    file: resolve(file),
    institution: options.needed('institution'),
    format: options.text('format') === 'csv' ? 'csv' : 'pskc',
    presharedKeyHex: keyFile === undefined ? undefined : hexKey(readText(io, keyFile), keyFile),
    password: passwordFile === undefined ? undefined : passwordIn(readText(io, passwordFile)),
    certificatePem: certificate === undefined ? undefined : readText(io, certificate),
    allowSha1Signature: options.flag('allowSha1Signature') || undefined,
  };
}

/** AES keys have 16, 24 or 32 bytes. The message never repeats what the file holds. */
function hexKey(text: string, file: string): string {
  const hex = text.replace(/\s/g, '').toLowerCase();
  if (/^(?:[0-9a-f]{32}|[0-9a-f]{48}|[0-9a-f]{64})$/.test(hex)) return hex;
  throw new Failure(
    'no_aes_key',
    `${file} holds no AES key: write 32, 48 or 64 hex digits into it`,
  );
}

/** A password file ends with a line break that does not belong to the password. */
function passwordIn(text: string): string {
  return text.replace(/\r?\n$/, '');
}

interface Fault {
  readonly code: string;
  readonly message: string;
  readonly serial: string | null;
  readonly position: string | null;
}

function refused(file: string, fault: Fault): Outcome {
  const { code, message, serial, position } = fault;
  const place = [position, serial && `serial ${serial}`]
    .filter((part) => part && !message.includes(part))
    .join(', ');
  return {
    ok: false,
    code,
    document: { imported: 0, fault },
    message: `${file}: ${place && `${place}: `}${message}${optionFor(code)} (${code}); nothing was imported`,
  };
}

/** What the reader of token files asks for, in the words of this command line. */
function optionFor(code: string): string {
  switch (code) {
    case 'sha1_signature':
      return ' with --allow-sha1-signature';
    case 'key_required':
      return ' (--preshared-key-file or --password-file)';
    default:
      return '';
  }
}
