/*
 * The otpauth:// URI is how a secret reaches an authenticator app, mostly as a QR code. There is
 * no RFC; this follows the Key Uri Format that the apps share:
 *
 *   otpauth://totp/ISSUER:ACCOUNT?secret=BASE32&issuer=ISSUER&algorithm=SHA1&digits=6&period=30
 *
 * Reading is strict: a URI that says something we would have to guess at is refused, because a
 * wrong guess is a token that never shows a right code.
 */
import { Base32Error, decodeBase32, encodeBase32 } from './base32.ts';
import type { HashName } from './hash.ts';
import type { Digits } from './hotp.ts';

interface OtpauthLabel {
  readonly secret: Uint8Array;
  /** Whose service the code is for; shown by the app above the account. No colon. */
  readonly issuer?: string;
  /** Whose code it is; shown by the app. No colon. */
  readonly account: string;
  readonly algorithm: HashName;
  readonly digits: Digits;
}

/** What an otpauth URI carries: a time-based key with its step, or a counter-based one. */
export type OtpauthKey =
  | (OtpauthLabel & { readonly kind: 'totp'; readonly stepSeconds: 30 | 60 })
  | (OtpauthLabel & { readonly kind: 'hotp'; readonly counter: number });

/** Why a text was not taken as an otpauth URI. */
export type OtpauthError =
  | 'not_otpauth'
  | 'unknown_kind'
  | 'bad_encoding'
  | 'bad_label'
  | 'issuer_conflict'
  | 'duplicate_parameter'
  | 'missing_secret'
  | 'bad_secret'
  | 'unknown_algorithm'
  | 'unsupported_digits'
  | 'unsupported_period'
  | 'missing_counter'
  | 'bad_counter';

/** The outcome of {@link parseOtpauthUri}. */
export type OtpauthResult =
  | { readonly ok: true; readonly key: OtpauthKey }
  | { readonly ok: false; readonly error: OtpauthError };

/**
 * Writes the URI. Every parameter is spelled out, defaults too: apps differ in their defaults.
 *
 * @throws RangeError when issuer or account holds a colon (the label could not be read back) or
 *   the account is empty.
 */
export function formatOtpauthUri(key: OtpauthKey): string {
  if (key.account === '' || key.account.includes(':') || key.issuer?.includes(':')) {
    throw new RangeError('an otpauth label has an account, and no colon in account or issuer');
  }
  const issuer = key.issuer === undefined ? undefined : encodeURIComponent(key.issuer);
  const account = encodeURIComponent(key.account);
  const parameters = [
    `secret=${encodeBase32(key.secret)}`,
    ...(issuer === undefined ? [] : [`issuer=${issuer}`]),
    `algorithm=${key.algorithm}`,
    `digits=${key.digits}`,
    key.kind === 'totp' ? `period=${key.stepSeconds}` : `counter=${key.counter}`,
  ];
  const label = issuer === undefined ? account : `${issuer}:${account}`;
  return `otpauth://${key.kind}/${label}?${parameters.join('&')}`;
}

/** Thrown inside this file only, so that the steps of the reading stay small. */
class Refusal extends Error {
  readonly error: OtpauthError;
  constructor(error: OtpauthError) {
    super(error);
    this.error = error;
  }
}

/**
 * Reads the URI. Absent parameters mean what the format says: SHA1, 6 digits, 30 seconds; a HOTP
 * key must state its counter. Unknown parameters (an image, a colour) are passed over.
 */
export function parseOtpauthUri(text: string): OtpauthResult {
  try {
    return { ok: true, key: readUri(text) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, error: error.error };
    if (error instanceof Base32Error) return { ok: false, error: 'bad_secret' };
    if (error instanceof URIError) return { ok: false, error: 'bad_encoding' };
    throw error;
  }
}

function readUri(text: string): OtpauthKey {
  const parts = /^otpauth:\/\/([^/?#]*)\/([^?#]*)\?([^#]*)$/i.exec(text);
  if (parts === null) throw new Refusal('not_otpauth');
  const [, kindText = '', labelText = '', query = ''] = parts;
  const kind = kindText.toLowerCase();
  if (kind !== 'totp' && kind !== 'hotp') throw new Refusal('unknown_kind');
  const parameters = readQuery(query);
  const label = {
    ...readLabel(decodeURIComponent(labelText), parameters.get('issuer')),
    secret: readSecret(parameters.get('secret')),
    algorithm: readAlgorithm(parameters.get('algorithm')),
    digits: readDigits(parameters.get('digits')),
  };
  if (kind === 'totp') return { kind, ...label, stepSeconds: readPeriod(parameters.get('period')) };
  return { kind, ...label, counter: readCounter(parameters.get('counter')) };
}

function readQuery(query: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const pair of query.split('&').filter((text) => text !== '')) {
    const [name = '', ...value] = pair.split('=');
    if (parameters.has(name)) throw new Refusal('duplicate_parameter');
    parameters.set(name, decodeURIComponent(value.join('=')));
  }
  return parameters;
}

/** The issuer may stand before the account, in the parameter, or in both and then must agree. */
function readLabel(label: string, issuerParameter: string | undefined) {
  const [first = '', second, ...rest] = label.split(':');
  const parameter = issuerParameter?.trim();
  const account = (second ?? first).trim();
  if (rest.length > 0 || account === '') throw new Refusal('bad_label');
  const prefix = second === undefined ? undefined : first.trim();
  if (prefix !== undefined && parameter !== undefined && prefix !== parameter) {
    throw new Refusal('issuer_conflict');
  }
  const issuer = parameter ?? prefix;
  return issuer === undefined || issuer === '' ? { account } : { account, issuer };
}

function readSecret(text: string | undefined): Uint8Array {
  if (text === undefined) throw new Refusal('missing_secret');
  const secret = decodeBase32(text);
  if (secret.length === 0) throw new Refusal('missing_secret');
  return secret;
}

function readAlgorithm(text = 'SHA1'): HashName {
  const name = text.toUpperCase();
  if (name === 'SHA1' || name === 'SHA256' || name === 'SHA512') return name;
  throw new Refusal('unknown_algorithm');
}

function readDigits(text = '6'): Digits {
  if (text === '6') return 6;
  if (text === '8') return 8;
  throw new Refusal('unsupported_digits');
}

function readPeriod(text = '30'): 30 | 60 {
  if (text === '30') return 30;
  if (text === '60') return 60;
  throw new Refusal('unsupported_period');
}

function readCounter(text: string | undefined): number {
  if (text === undefined) throw new Refusal('missing_counter');
  const counter = /^[0-9]{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(counter)) throw new Refusal('bad_counter');
  return counter;
}
