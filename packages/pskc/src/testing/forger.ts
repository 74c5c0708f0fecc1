/*
 * What the forgeries of row 63 start from: a file that a vendor truly signed by reference to its Id
 * (which is what wrapping needs), and the pieces to build other files of.
 */
import { readPskc } from '../read-pskc.ts';
import type { TokenFileErrorCode } from '../token-file-error.ts';
import { chunksOf, readAll } from './read-all.ts';
import { Signer } from './signer.ts';

/** A file to be refused. */
export interface Forgery {
  readonly name: string;
  readonly forge: () => string;
  /** `signature_refused` when left out. */
  readonly code?: TokenFileErrorCode;
}

/** What the vendor means to send, and what the forger would have us read. */
export const GOOD = container('good', 'GOOD-1', 'MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=');
export const EVIL = container('evil', 'EVIL-1', 'RVZJTEVWSUxFVklMRVZJTEVWSUw=');

/** The vendor, the attacker, and the vendor's signed file in its pieces. */
export class Forger {
  readonly vendor = new Signer('vendor');
  readonly attacker = new Signer('attacker');
  readonly signed = this.vendor.sign(GOOD, { uri: '#good' }).replace(/^<\?xml.*\?>\s*/, '');
  readonly signature = /<Signature .*<\/Signature>/s.exec(this.signed)?.[0] ?? '';
  /** The signed container without its signature: the very bytes that were signed. */
  readonly unsigned = this.signed.replace(this.signature, '');

  /** Reads a file as the vendor's. */
  read(file: string) {
    const options = { signerCertificatePem: this.vendor.certificatePem };
    return readAll(readPskc(chunksOf(file), options));
  }

  remove(): void {
    this.vendor.remove();
    this.attacker.remove();
  }
}

/** Puts XML in before the end of the outermost element of that name. */
export function inside(outer: string, inner: string, name = 'KeyContainer'): string {
  const end = outer.lastIndexOf(`</${name}>`);
  return outer.slice(0, end) + inner + outer.slice(end);
}

export function objectOf(content: string): string {
  return `<Object>${content}</Object>`;
}

export function keyPackageOf(file: string): string {
  return /<KeyPackage.*<\/KeyPackage>/s.exec(file)?.[0] ?? '';
}

export function transform(algorithm: string): string {
  return `<Transform Algorithm="${algorithm}"/>`;
}

function container(id: string, serial: string, secret: string): string {
  return `<KeyContainer xmlns="urn:ietf:params:xml:ns:keyprov:pskc" Version="1.0" Id="${id}"><KeyPackage Id="${id}-p"><DeviceInfo><SerialNo>${serial}</SerialNo></DeviceInfo><Key Id="k" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:hotp"><AlgorithmParameters><ResponseFormat Length="6" Encoding="DECIMAL"/></AlgorithmParameters><Data><Secret><PlainValue>${secret}</PlainValue></Secret></Data></Key></KeyPackage></KeyContainer>`;
}
