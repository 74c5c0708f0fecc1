/*
 * Writes PSKC files (RFC 6030) of any size for tests: AES-CBC with a MAC, AES key wrap, or plain.
 * Everything is derived from the index of the token, so a test knows every serial and secret
 * without reading the file. It shares no code with the reader that it tests.
 */
import { createCipheriv, createHash, createHmac } from 'node:crypto';

/** The key of the files when a test does not choose one. Never a real key. */
export const PSKC_TEST_KEY: Uint8Array = sha256('the pre-shared key of generated test files');

const XENC = 'http://www.w3.org/2001/04/xmlenc#';
const MAC_NAMES = {
  sha1: 'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
  sha256: 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256',
  sha512: 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha512',
};

/** What the file holds and how it is protected. */
export interface PskcFile {
  /** How many tokens. */
  readonly count: number;
  readonly kind?: 'totp' | 'hotp';
  readonly algorithm?: 'SHA1' | 'SHA256' | 'SHA512';
  readonly digits?: 6 | 8;
  readonly stepSeconds?: 30 | 60;
  readonly protection?: 'plain' | 'cbc' | 'kw';
  /** 16, 24 or 32 bytes; decides between AES-128, -192 and -256. */
  readonly key?: Uint8Array;
  readonly macHash?: keyof typeof MAC_NAMES;
  /** Policy ExpiryDate of every key, as xs:dateTime. */
  readonly expiresAt?: string;
  /** Attributes of the KeyContainer beside the usual ones, as ` Id="x"`. */
  readonly rootAttributes?: string;
}

/** The serial and the secret of the n-th token of a generated file, n from 0. */
export function pskcTestToken(
  index: number,
  secretBytes = 20,
): { serial: string; secret: Uint8Array } {
  const secret = createHash('sha512').update(`secret ${index}`).digest().subarray(0, secretBytes);
  return { serial: `T${String(index).padStart(9, '0')}`, secret };
}

/** The file as text, a few tokens a piece. */
export async function* writePskc(file: PskcFile): AsyncGenerator<string> {
  yield head(file);
  for (let index = 0; index < file.count; index += 1) yield keyPackage(file, index);
  yield '</pskc:KeyContainer>\n';
}

/** The same as bytes, which is what a reader of files takes. */
export async function* writePskcBytes(file: PskcFile): AsyncGenerator<Uint8Array> {
  for await (const text of writePskc(file)) yield Buffer.from(text, 'utf8');
}

function head(file: PskcFile): string {
  const namespaces = `xmlns:pskc="urn:ietf:params:xml:ns:keyprov:pskc" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:xenc="${XENC}"`;
  const root = `<?xml version="1.0" encoding="UTF-8"?>\n<pskc:KeyContainer ${namespaces} Version="1.0"${file.rootAttributes ?? ''}>\n`;
  if (file.protection === 'plain') return root;
  const encryptionKey =
    '<pskc:EncryptionKey><ds:KeyName>Pre-shared-key</ds:KeyName></pskc:EncryptionKey>\n';
  if (file.protection === 'kw') return root + encryptionKey;
  const macKey = cipherElements(file, macKeyOf(file), 'MAC key').xml;
  const macMethod = `<pskc:MACMethod Algorithm="${MAC_NAMES[file.macHash ?? 'sha1']}"><pskc:MACKey>${macKey}</pskc:MACKey></pskc:MACMethod>\n`;
  return root + encryptionKey + macMethod;
}

function keyPackage(file: PskcFile, index: number): string {
  const { kind = 'totp', algorithm = 'SHA1', digits = 6, stepSeconds = 60 } = file;
  // Key wrap takes multiples of 8 bytes only.
  const { serial, secret } = pskcTestToken(index, file.protection === 'kw' ? 24 : 20);
  const factor =
    kind === 'totp'
      ? plainElement('Time', 0) + plainElement('TimeInterval', stepSeconds)
      : plainElement('Counter', index);
  return [
    '<pskc:KeyPackage>',
    `<pskc:DeviceInfo><pskc:Manufacturer>Test</pskc:Manufacturer><pskc:SerialNo>${serial}</pskc:SerialNo><pskc:Model>M1</pskc:Model></pskc:DeviceInfo>`,
    `<pskc:Key Id="K${index}" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:${kind}">`,
    `<pskc:AlgorithmParameters><pskc:Suite>HMAC-${algorithm}</pskc:Suite><pskc:ResponseFormat Length="${digits}" Encoding="DECIMAL"/></pskc:AlgorithmParameters>`,
    `<pskc:Data><pskc:Secret>${protectedValue(file, secret, serial)}</pskc:Secret>${factor}</pskc:Data>`,
    file.expiresAt === undefined
      ? ''
      : `<pskc:Policy><pskc:ExpiryDate>${file.expiresAt}</pskc:ExpiryDate></pskc:Policy>`,
    '</pskc:Key></pskc:KeyPackage>\n',
  ].join('');
}

function plainElement(name: string, value: number): string {
  return `<pskc:${name}><pskc:PlainValue>${value}</pskc:PlainValue></pskc:${name}>`;
}

function protectedValue(file: PskcFile, value: Uint8Array, label: string): string {
  if (file.protection === 'plain') {
    return `<pskc:PlainValue>${base64(value)}</pskc:PlainValue>`;
  }
  const { xml, sealed } = cipherElements(file, value, label);
  const encrypted = `<pskc:EncryptedValue>${xml}</pskc:EncryptedValue>`;
  if (file.protection === 'kw') return encrypted;
  const mac = createHmac(file.macHash ?? 'sha1', macKeyOf(file))
    .update(sealed)
    .digest();
  return `${encrypted}<pskc:ValueMAC>${base64(mac)}</pskc:ValueMAC>`;
}

function cipherElements(file: PskcFile, value: Uint8Array, label: string) {
  const key = file.key ?? PSKC_TEST_KEY;
  const bits = key.length * 8;
  const mode = file.protection === 'kw' ? 'kw' : 'cbc';
  const name = mode === 'kw' ? `kw-aes${bits}` : `aes${bits}-cbc`;
  const sealed = mode === 'kw' ? wrap(key, value) : encrypt(key, value, label);
  const xml = `<xenc:EncryptionMethod Algorithm="${XENC}${name}"/><xenc:CipherData><xenc:CipherValue>${base64(sealed)}</xenc:CipherValue></xenc:CipherData>`;
  return { xml, sealed };
}

function encrypt(key: Uint8Array, value: Uint8Array, label: string): Uint8Array {
  const iv = sha256(`iv ${label}`).subarray(0, 16);
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, iv);
  return Buffer.concat([iv, cipher.update(value), cipher.final()]);
}

function wrap(key: Uint8Array, value: Uint8Array): Uint8Array {
  const cipher = createCipheriv(`id-aes${key.length * 8}-wrap`, key, Buffer.alloc(8, 0xa6));
  return Buffer.concat([cipher.update(value), cipher.final()]);
}

function macKeyOf(file: PskcFile): Uint8Array {
  return sha256(`MAC key ${base64(file.key ?? PSKC_TEST_KEY)}`);
}

function sha256(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
