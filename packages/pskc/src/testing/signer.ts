/*
 * Signs PSKC files for tests with xmlsec1, a program by another hand, and openssl keys. A test
 * says what the signature should look like; nothing of our own code takes part.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram, ScratchFolder } from './outside-program.ts';

const DS = 'http://www.w3.org/2000/09/xmldsig#';
export const EXC_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
export const C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
export const ENVELOPED = `${DS}enveloped-signature`;

/** How a Signature is to look; what is left out is plain and modern. */
export interface SignatureStyle {
  readonly prefix?: string;
  readonly canonicalisation?: string;
  readonly signature?: string;
  readonly digest?: string;
  /** Undefined leaves the attribute out. */
  readonly uri?: string | undefined;
  /** Transforms as XML. */
  readonly transforms?: string;
  /** XML after the reference, inside the SignedInfo. */
  readonly moreReferences?: string;
  /** XML after the KeyInfo. */
  readonly afterKeyInfo?: string;
}

/** A vendor with a key and a certificate of its own. */
export class Signer {
  readonly scratch = new ScratchFolder();
  readonly keyPath = join(this.scratch.path, 'key.pem');
  readonly certificatePath = join(this.scratch.path, 'certificate.pem');
  readonly certificatePem: string;

  constructor(name: string) {
    const subject = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${name}`];
    runProgram('openssl', 'req', ...subject, '-keyout', this.keyPath, '-out', this.certificatePath);
    this.certificatePem = readFileSync(this.certificatePath, 'utf8');
  }

  /** The file with an enveloped signature as the last child of its root. */
  sign(file: string, style: SignatureStyle = {}): string {
    const template = this.scratch.write(withTemplate(file, style));
    const key = `${this.keyPath},${this.certificatePath}`;
    const ids = ['--id-attr:Id', 'KeyContainer', '--id-attr:Id', 'KeyPackage'];
    const signed = runProgram('xmlsec1', '--sign', '--privkey-pem', key, ...ids, template);
    if (signed.status !== 0) throw new Error(`xmlsec1 did not sign: ${signed.output}`);
    return signed.output;
  }

  /** Whether xmlsec1 takes the signature as this vendor's. */
  isVerifiedByXmlsec(file: string): boolean {
    const ids = ['--id-attr:Id', 'KeyContainer'];
    const path = this.scratch.write(file);
    const key = ['--pubkey-cert-pem', this.certificatePath];
    return runProgram('xmlsec1', '--verify', ...key, ...ids, path).status === 0;
  }

  remove(): void {
    this.scratch.remove();
  }
}

function withTemplate(file: string, style: SignatureStyle): string {
  const end = file.lastIndexOf('</');
  return file.slice(0, end) + signatureTemplate(style) + file.slice(end);
}

function signatureTemplate(style: SignatureStyle): string {
  const {
    prefix = '',
    canonicalisation = EXC_C14N,
    signature = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    digest = 'http://www.w3.org/2001/04/xmlenc#sha256',
    transforms = `<${prefix}Transform Algorithm="${ENVELOPED}"/><${prefix}Transform Algorithm="${EXC_C14N}"/>`,
  } = style;
  const uri = style.uri === undefined ? '' : ` URI="${style.uri}"`;
  const namespace = prefix === '' ? `xmlns="${DS}"` : `xmlns:${prefix.slice(0, -1)}="${DS}"`;
  return `<Signature ${namespace}>
<SignedInfo>
<CanonicalizationMethod Algorithm="${canonicalisation}"/>
<SignatureMethod Algorithm="${signature}"/>
<Reference${uri}><Transforms>${transforms}</Transforms><DigestMethod Algorithm="${digest}"/><DigestValue/></Reference>${style.moreReferences ?? ''}
</SignedInfo>
<SignatureValue/>
<KeyInfo><X509Data/></KeyInfo>${style.afterKeyInfo ?? ''}</Signature>`.replace(
    /<(\/?)(Signature|SignedInfo|CanonicalizationMethod|SignatureMethod|Reference|Transforms|DigestMethod|DigestValue|SignatureValue|KeyInfo|X509Data)\b/g,
    `<$1${prefix}$2`,
  );
}
