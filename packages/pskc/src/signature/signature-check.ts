/*
 * The arithmetic of a signature, by xml-crypto. It works on whole trees with XPath: four seconds
 * and 90 MB of memory for each megabyte of file, all in one go. So it runs on a thread of its own
 * (see signature-thread.ts), and the server goes on answering.
 */
import { X509Certificate } from 'node:crypto';
import { DOMParser } from '@xmldom/xmldom';
import { SignedXml } from 'xml-crypto';
import { DS } from '../xml/namespaces.ts';

/** What is checked: a file whose one signature has the accepted shape, against one certificate. */
export interface SignatureQuestion {
  readonly text: string;
  readonly certificatePem: string;
}

/** The canonical bytes that the signature covers, or why there are none. */
export type SignatureAnswer = { readonly signedXml: string } | { readonly refusal: string };

/** Checks a signature. Every failure of the library is a refusal; its words are not passed on. */
export function checkSignature({ text, certificatePem }: SignatureQuestion): SignatureAnswer {
  const verifier = new SignedXml({ publicCert: new X509Certificate(certificatePem).publicKey });
  // The shape admits a reference to the root's `Id` only; each other name would cost a search.
  verifier.idAttributes = ['Id'];
  try {
    const { documentElement: root } = new DOMParser().parseFromString(text, 'text/xml');
    const signature = root?.getElementsByTagNameNS(DS, 'Signature').item(0);
    // The DOM of @xmldom/xmldom is what xml-crypto works on, though it declares the browser's.
    verifier.loadSignature(signature as unknown as Parameters<typeof verifier.loadSignature>[0]);
    if (!verifier.checkSignature(text)) return { refusal: 'a digest does not match' };
  } catch {
    return { refusal: "it is not by the vendor's certificate, or the file was changed" };
  }
  const [signedXml, second] = verifier.getSignedReferences();
  if (signedXml !== undefined && second === undefined) return { signedXml };
  return { refusal: 'it covers nothing, or more than one thing' };
}
