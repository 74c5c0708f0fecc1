/*
 * The KeyContainer of RFC 6030 section 4, part by part: first how the values are protected, then
 * one key package after the other. Only one package is in memory at a time.
 */
import type { KeyObject } from 'node:crypto';
import { openEncryptionKey, preSharedKey } from '../encryption/encryption-key.ts';
import { openMacMethod } from '../encryption/mac-method.ts';
import { located, TokenFileError } from '../token-file-error.ts';
import type { ReadOptions, TokenRecord } from '../token-record.ts';
import { DS, PSKC } from '../xml/namespaces.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import { readXmlParts } from '../xml/xml-parts.ts';
import type { Protection } from './data-values.ts';
import { readKeyPackage } from './key-package.ts';
import { SerialSet } from './serial.ts';

/** Extensions and the like; more of them is a file that only wants to be read for ever. */
const MAX_PASSED_OVER = 16;

/**
 * The tokens of a container whose signature, if it must have one, is already checked and gone.
 *
 * @throws TokenFileError
 */
export async function* readContainer(
  text: AsyncIterable<string>,
  options: ReadOptions,
): AsyncGenerator<TokenRecord> {
  const container = new Container(options);
  for await (const { kind, element } of readXmlParts(text)) {
    if (kind === 'root') requireContainer(element);
    else if (element.namespace === DS && element.name === 'Signature') throw certificateRequired();
    else if (isPskc(element, 'EncryptionKey')) await container.setEncryptionKey(element);
    else if (isPskc(element, 'MACMethod')) container.setMacMethod(element);
    else if (isPskc(element, 'KeyPackage')) yield container.nextToken(element);
    else container.passOver(element);
  }
  container.requireTokens();
}

/**
 * @throws TokenFileError `not_pskc` when the root is not a KeyContainer of version 1.0.
 */
export function requireContainer(root: XmlElement): void {
  const isContainer = root.namespace === PSKC && root.name === 'KeyContainer';
  if (isContainer && root.attributes.get('Version') === '1.0') return;
  throw new TokenFileError(
    'not_pskc',
    'the file is not a PSKC container of version 1.0 (RFC 6030); ask the vendor for one, or choose the right format',
  );
}

function isPskc(element: XmlElement, name: string): boolean {
  return element.namespace === PSKC && element.name === name;
}

class Container {
  #options: ReadOptions;
  #key: KeyObject | undefined;
  #keyElement: XmlElement | undefined;
  #macElement: XmlElement | undefined;
  #packages = 0;
  #passedOver = 0;
  #serials = new SerialSet();
  #protection: Protection | undefined;

  constructor(options: ReadOptions) {
    this.#options = options;
    this.#key = preSharedKey(options);
  }

  async setEncryptionKey(element: XmlElement): Promise<void> {
    this.#requireFirst(this.#keyElement, element);
    this.#keyElement = element;
    this.#key = await openEncryptionKey(element, this.#options);
  }

  setMacMethod(element: XmlElement): void {
    this.#requireFirst(this.#macElement, element);
    this.#macElement = element;
  }

  nextToken(element: XmlElement): TokenRecord {
    this.#packages += 1;
    const position = `key ${this.#packages}`;
    this.#protection ??= located({ position }, () => this.#openProtection());
    const context = { options: this.#options, serials: this.#serials, position };
    return readKeyPackage(element, { ...context, protection: this.#protection });
  }

  /** Extensions of RFC 6030 4.4 are not for us. */
  passOver(element: XmlElement): void {
    this.#passedOver += 1;
    if (this.#passedOver <= MAX_PASSED_OVER) return;
    throw new TokenFileError(
      'bad_structure',
      `the file holds more than ${MAX_PASSED_OVER} elements that are no keys, the last of them ${element.name.slice(0, 40)}; ask the vendor for a correct file`,
    );
  }

  requireTokens(): void {
    if (this.#packages > 0) return;
    throw new TokenFileError('no_key', 'the file holds no key; ask the vendor for a whole file');
  }

  /** The MAC key is opened once, when the first package needs it; by then both elements are known. */
  #openProtection(): Protection {
    const key = this.#key;
    const mac = key && this.#macElement && openMacMethod(this.#macElement, key);
    return { key, mac };
  }

  /** The schema wants each once, before the keys; elsewhere they could change keys half-way. */
  #requireFirst(seen: XmlElement | undefined, element: XmlElement): void {
    if (seen === undefined && this.#packages === 0) return;
    throw new TokenFileError(
      'bad_structure',
      `${element.name} must stand once, before the keys; ask the vendor for a correct file`,
    );
  }
}

function certificateRequired(): TokenFileError {
  return new TokenFileError(
    'certificate_required',
    "the file is signed; give the vendor's certificate, so that the signature can be checked",
  );
}
