import { createCipheriv, createHmac, randomBytes } from 'node:crypto';

/** What an outside program needs to show a token's codes. */
export interface DemoToken {
  readonly serial: string;
  readonly seed: Uint8Array;
  readonly stepSeconds: 30 | 60;
  /** YYYY-MM-DD; null where nothing is printed, as in an app. */
  readonly expiresOn: string | null;
}

/** One key fob as its maker would know it. */
export interface DemoFob extends DemoToken {
  readonly stepSeconds: 60;
  readonly expiresOn: string;
}

export interface DemoTokenFile {
  readonly xml: string;
  /** What the maker sends by another way. */
  readonly presharedKeyHex: string;
}

/** New fobs with random seeds and consecutive serials of ten digits. */
export function makeFobs(count: number, first: number, expiresOn: string): DemoFob[] {
  return Array.from({ length: count }, (_, index) => ({
    serial: String(first + index).padStart(10, '0'),
    seed: randomBytes(20),
    stepSeconds: 60,
    expiresOn,
  }));
}

/**
 * The token file that the maker of these fobs would send: PSKC (RFC 6030 6.1) with AES-128-CBC under a
 * pre-shared key and an HMAC-SHA1 over each encrypted value.
 */
export function demoTokenFile(fobs: readonly DemoFob[]): DemoTokenFile {
  const key = randomBytes(16);
  const macKey = randomBytes(20);
  const packages = fobs.map((fob) => keyPackage(fob, { key, macKey })).join('\n');
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<pskc:KeyContainer Version="1.0" xmlns:pskc="urn:ietf:params:xml:ns:keyprov:pskc"
    xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:xenc="http://www.w3.org/2001/04/xmlenc#">
<pskc:EncryptionKey><ds:KeyName>Pre-shared-key</ds:KeyName></pskc:EncryptionKey>
<pskc:MACMethod Algorithm="http://www.w3.org/2000/09/xmldsig#hmac-sha1">
<pskc:MACKey>${cipherData(encrypt(key, macKey))}</pskc:MACKey></pskc:MACMethod>
${packages}
</pskc:KeyContainer>
`;
  return { xml, presharedKeyHex: key.toString('hex') };
}

function keyPackage(
  fob: DemoFob,
  { key, macKey }: { readonly key: Buffer; readonly macKey: Buffer },
): string {
  const sealed = encrypt(key, fob.seed);
  const mac = createHmac('sha1', macKey).update(sealed).digest('base64');
  return `<pskc:KeyPackage>
<pskc:DeviceInfo><pskc:Manufacturer>Demo</pskc:Manufacturer><pskc:SerialNo>${fob.serial}</pskc:SerialNo></pskc:DeviceInfo>
<pskc:Key Id="${fob.serial}" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:totp">
<pskc:AlgorithmParameters><pskc:ResponseFormat Encoding="DECIMAL" Length="6"/></pskc:AlgorithmParameters>
<pskc:Data><pskc:Secret><pskc:EncryptedValue>${cipherData(sealed)}</pskc:EncryptedValue><pskc:ValueMAC>${mac}</pskc:ValueMAC></pskc:Secret>
<pskc:Time><pskc:PlainValue>0</pskc:PlainValue></pskc:Time><pskc:TimeInterval><pskc:PlainValue>60</pskc:PlainValue></pskc:TimeInterval></pskc:Data>
<pskc:Policy><pskc:ExpiryDate>${fob.expiresOn}T00:00:00+09:00</pskc:ExpiryDate></pskc:Policy>
</pskc:Key></pskc:KeyPackage>`;
}

function cipherData(sealed: Buffer): string {
  return `<xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/><xenc:CipherData><xenc:CipherValue>${sealed.toString('base64')}</xenc:CipherValue></xenc:CipherData>`;
}

function encrypt(key: Buffer, value: Uint8Array): Buffer {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-128-cbc', key, iv);
  return Buffer.concat([iv, cipher.update(value), cipher.final()]);
}
