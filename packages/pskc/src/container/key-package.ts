/*
 * One KeyPackage of RFC 6030 section 4: a device, and the key in it. What the file says of both
 * becomes one token record.
 */
import { located, TokenFileError } from '../token-file-error.ts';
import type { ReadOptions, TokenRecord } from '../token-record.ts';
import { MIN_SECRET_BYTES } from '../token-record.ts';
import { PSKC } from '../xml/namespaces.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import { childNamed } from '../xml/xml-element.ts';
import { readAlgorithm } from './algorithm.ts';
import type { Protection } from './data-values.ts';
import { readNumber, readSecret } from './data-values.ts';
import { readValidity } from './policy.ts';
import type { SerialSet } from './serial.ts';
import { readSerial } from './serial.ts';

/** What is known when a key package is read. */
export interface PackageContext {
  readonly options: ReadOptions;
  readonly protection: Protection;
  readonly serials: SerialSet;
  /** For the record and for errors: `key 3`. */
  readonly position: string;
}

/**
 * The token of a key package.
 *
 * @throws TokenFileError with the position, and with the serial as soon as it is read.
 */
export function readKeyPackage(element: XmlElement, context: PackageContext): TokenRecord {
  const { position, serials } = context;
  const { serial, key, device } = located({ position }, () => {
    const key = childNamed(element, PSKC, 'Key');
    if (key === undefined) throw noKey();
    const device = childNamed(element, PSKC, 'DeviceInfo');
    const serialNo = device && childNamed(device, PSKC, 'SerialNo')?.text;
    return { serial: readSerial(serialNo ?? key.attributes.get('Id')), key, device };
  });
  return located({ position, serial }, () => {
    serials.add(serial);
    return { serial, position, ...readDevice(device), ...readKey(key, device, context) };
  });
}

function readDevice(device: XmlElement | undefined): Pick<TokenRecord, 'manufacturer' | 'model'> {
  const manufacturer = device && childNamed(device, PSKC, 'Manufacturer')?.text.trim();
  const model = device && childNamed(device, PSKC, 'Model')?.text.trim();
  return { ...(manufacturer ? { manufacturer } : {}), ...(model ? { model } : {}) };
}

function readKey(key: XmlElement, device: XmlElement | undefined, context: PackageContext) {
  const keyId = key.attributes.get('Id');
  const algorithm = readAlgorithm(key);
  const validity = readValidity(device, key);
  const data = childNamed(key, PSKC, 'Data');
  if (data === undefined) {
    throw new TokenFileError(
      'missing_secret',
      'the key has no Data; ask the vendor for a whole file',
    );
  }
  const minBytes = context.options.minSecretBytes ?? MIN_SECRET_BYTES;
  const secret = readSecret(data, context.protection, minBytes);
  const factors = readMovingFactors(data, context.protection, algorithm.kind);
  return { ...(keyId ? { keyId } : {}), ...algorithm, ...validity, ...factors, secret };
}

/**
 * All four are read whatever the kind, so that no encrypted value goes by with its MAC unchecked.
 * Time is the factor's value at the moment of writing; we take the time from our own clock.
 */
function readMovingFactors(data: XmlElement, protection: Protection, kind: TokenRecord['kind']) {
  const [counter = 0, , interval = 30, driftSteps] = [
    'Counter',
    'Time',
    'TimeInterval',
    'TimeDrift',
  ].map((name) => readNumber(data, name, protection));
  if (kind === 'hotp') return { counter: checkCounter(counter) };
  const stepSeconds = checkStep(interval);
  return driftSteps === undefined ? { stepSeconds } : { stepSeconds, driftSteps };
}

function checkCounter(counter: number): number {
  if (counter >= 0) return counter;
  throw new TokenFileError('bad_value', 'Counter is below 0; ask the vendor for a correct file');
}

function checkStep(seconds: number): 30 | 60 {
  if (seconds === 30 || seconds === 60) return seconds;
  throw new TokenFileError(
    'unsupported_step',
    `codes that change every ${seconds} seconds are not supported; only 30 and 60 are`,
  );
}

function noKey(): TokenFileError {
  return new TokenFileError(
    'no_key',
    'the key package holds no key; ask the vendor for a whole file',
  );
}
