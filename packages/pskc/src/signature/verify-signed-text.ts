/*
 * The signature of a PSKC file (RFC 6030 section 7). The danger is not the arithmetic but the gap
 * between what was signed and what is read, so the steps are:
 *
 *   1. Our own parser, with all its limits, reads the whole file and finds exactly one Signature,
 *      as a child of the root, in the one accepted shape. 2. xml-crypto checks it against the
 *   pinned certificate; the file's own KeyInfo plays no part. 3. Only the canonical bytes that
 *   xml-crypto says were signed leave here; the tokens are read from them and from nothing else.
 */
import { X509Certificate } from 'node:crypto';
import { requireContainer } from '../container/read-container.ts';
import { sliceText } from '../decode-text.ts';
import { TokenFileError } from '../token-file-error.ts';
import type { ReadOptions } from '../token-record.ts';
import { DS } from '../xml/namespaces.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import { descendants } from '../xml/xml-element.ts';
import { readXmlParts } from '../xml/xml-parts.ts';
import { checkOnThread } from './check-on-thread.ts';
import { readSignatureShape, signatureRefused } from './signature-shape.ts';

/**
 * The part of a signed file that its signature covers: the canonical XML of the container, without
 * the signature.
 *
 * @throws TokenFileError `bad_certificate`, `missing_signature`, `sha1_signature`,
 *   `signature_refused`, or why the file is not readable XML.
 */
export async function verifySignedText(
  text: string,
  certificatePem: string,
  options: Pick<ReadOptions, 'allowSha1Signature'>,
): Promise<string> {
  requireCertificate(certificatePem);
  const survey = await surveySignature(text);
  const { usesSha1, referencedId } = readSignatureShape(survey.signature);
  if (usesSha1 && options.allowSha1Signature !== true) throw sha1Signature();
  if (referencedId !== undefined && !survey.isOnlyRoot(referencedId)) {
    throw signatureRefused('it does not refer to the container');
  }
  const answer = await checkOnThread({ text, certificatePem });
  if ('refusal' in answer) throw signatureRefused(answer.refusal);
  return answer.signedXml;
}

function requireCertificate(pem: string): void {
  try {
    new X509Certificate(pem);
  } catch {
    throw new TokenFileError(
      'bad_certificate',
      "the vendor's certificate is not an X.509 certificate in PEM form; give the file that begins with -----BEGIN CERTIFICATE-----",
    );
  }
}

interface Survey {
  readonly signature: XmlElement;
  /** Whether the root, and no other element, has that Id. */
  isOnlyRoot(id: string): boolean;
}

/** Finds the one signature, and counts what a forger would double. */
async function surveySignature(text: string): Promise<Survey> {
  let rootId: string | undefined;
  let signature: XmlElement | undefined;
  const names = new Map<string, number>();
  const ids = new Map<string, number>();
  for await (const { kind, element } of readXmlParts(sliceText(text))) {
    if (kind === 'root') {
      requireContainer(element);
      rootId = element.attributes.get('Id');
    }
    if (kind === 'child' && isSignature(element)) signature = element;
    for (const each of kind === 'root' ? [element] : descendants(element)) {
      count(names, each.name);
      for (const id of idsOf(each)) count(ids, id);
    }
  }
  if (signature === undefined) throw missingSignature();
  if (names.get('Signature') !== 1 || names.get('SignedInfo') !== 1) {
    throw signatureRefused('it does not stand alone');
  }
  return { signature, isOnlyRoot: (id) => id === rootId && ids.get(id) === 1 };
}

function isSignature(element: XmlElement): boolean {
  return element.namespace === DS && element.name === 'Signature';
}

/** Every spelling of an identifying attribute that some verifier would follow, `xml:id` too. */
function idsOf(element: XmlElement): string[] {
  const named = [...element.attributes].filter(([name]) => /^(?:\{.*\})?id$/i.test(name));
  return named.map(([, value]) => value);
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function missingSignature(): TokenFileError {
  return new TokenFileError(
    'missing_signature',
    'the file is not signed but a certificate was given; ask the vendor for the signed file, or leave the certificate out',
  );
}

function sha1Signature(): TokenFileError {
  return new TokenFileError(
    'sha1_signature',
    'the file is signed with SHA-1, which can be forged; ask the vendor for SHA-256, or allow SHA-1 for this import',
  );
}
