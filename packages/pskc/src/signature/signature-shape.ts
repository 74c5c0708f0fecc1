/*
 * The one shape of XML signature that is accepted: enveloped, over the whole container, one
 * reference, plain transforms, nothing beside. XML Signature allows far more, and every forgery
 * against it (row 63: wrapped elements, a second SignedInfo, comments in a digest, transforms that
 * drop content) lives in that more. What is not of this shape is refused before any cryptography.
 */
import { TokenFileError } from '../token-file-error.ts';
import { DS } from '../xml/namespaces.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import { descendants } from '../xml/xml-element.ts';

const ENVELOPED = `${DS}enveloped-signature`;
const CANONICALISATIONS: readonly string[] = [
  'http://www.w3.org/2001/10/xml-exc-c14n#',
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
];
const SHA1_SIGNATURE = `${DS}rsa-sha1`;
const SHA1_DIGEST = `${DS}sha1`;
const SIGNATURES: readonly string[] = [
  SHA1_SIGNATURE,
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
];
const DIGESTS: readonly string[] = [
  SHA1_DIGEST,
  'http://www.w3.org/2001/04/xmlenc#sha256',
  'http://www.w3.org/2001/04/xmlenc#sha512',
];

/** What a well-shaped signature says of itself. */
export interface SignatureShape {
  /** Whether its signature or its digest is made with SHA-1. */
  readonly usesSha1: boolean;
  /** The Id that it refers to; undefined when it refers to the whole document. */
  readonly referencedId: string | undefined;
}

/**
 * Checks the shape of a Signature element.
 *
 * @throws TokenFileError `signature_refused`.
 */
export function readSignatureShape(signature: XmlElement): SignatureShape {
  for (const { commented } of descendants(signature)) requireShape(!commented, 'a comment');
  const parts = signature.children.filter(({ name }, index) => name !== 'KeyInfo' || index !== 2);
  const [signedInfo, signatureValue] = requireChildren(parts, ['SignedInfo', 'SignatureValue']);
  requireText(signatureValue);
  const [canonicalisation, method, reference] = requireChildren(signedInfo.children, [
    'CanonicalizationMethod',
    'SignatureMethod',
    'Reference',
  ]);
  requireAlgorithm(canonicalisation, CANONICALISATIONS);
  const signed = requireAlgorithm(method, SIGNATURES);
  const { digest, referencedId } = readReference(reference);
  return { usesSha1: signed === SHA1_SIGNATURE || digest === SHA1_DIGEST, referencedId };
}

function readReference(reference: XmlElement): { digest: string; referencedId?: string } {
  const [transforms, digestMethod, digestValue] = requireChildren(reference.children, [
    'Transforms',
    'DigestMethod',
    'DigestValue',
  ]);
  const [enveloped, canonicalisation, ...more] = transforms.children;
  requireShape(more.length === 0, 'a third transform');
  requireAlgorithm(enveloped, [ENVELOPED]);
  if (canonicalisation !== undefined) requireAlgorithm(canonicalisation, CANONICALISATIONS);
  requireText(digestValue);
  const uri = reference.attributes.get('URI') ?? '';
  requireShape(uri === '' || /^#[\w.-]+$/.test(uri), 'a reference to elsewhere');
  const digest = requireAlgorithm(digestMethod, DIGESTS);
  return uri === '' ? { digest } : { digest, referencedId: uri.slice(1) };
}

/** Exactly these children, in this order, all of XML Signature. */
function requireChildren<const Names extends readonly string[]>(
  children: readonly XmlElement[],
  names: Names,
): { [Index in keyof Names]: XmlElement } {
  const matches =
    children.length === names.length &&
    children.every(({ name, namespace }, index) => namespace === DS && name === names[index]);
  requireShape(matches, `other elements than ${names.join(', ')}`);
  return children as unknown as { [Index in keyof Names]: XmlElement };
}

/** An empty element whose Algorithm is one of those; gives the algorithm. */
function requireAlgorithm(element: XmlElement | undefined, known: readonly string[]): string {
  const algorithm = element?.attributes.get('Algorithm') ?? '';
  requireShape(known.includes(algorithm), `the algorithm ${algorithm || '(none named)'}`);
  requireShape(element?.children.length === 0, 'parameters of an algorithm');
  return algorithm;
}

function requireText(element: XmlElement): void {
  requireShape(element.children.length === 0, 'elements inside a value');
}

function requireShape(holds: boolean, what: string): asserts holds {
  if (!holds) throw signatureRefused(`it has ${what}`);
}

/** A refusal of the signature for a stated reason. */
export function signatureRefused(reason: string): TokenFileError {
  return new TokenFileError(
    'signature_refused',
    `the signature is not accepted: ${reason}; the file may be forged: ask the vendor before anything else`,
  );
}
