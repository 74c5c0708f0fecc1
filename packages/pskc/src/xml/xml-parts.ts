/*
 * XML as a stream of parts: first the root's start tag, then each child of the root as a small
 * tree. Memory is bounded by one part and not by the file, so 100,000 keys need no more than one.
 *
 * The limits answer row 62. No DOCTYPE, hence no entities beyond XML's own five and nothing to
 * fetch. Bounded depth. Bounded parts. And since a parser buffers what it has not finished reading
 * (a comment, an attribute, a text), it may stay quiet only for so long.
 */
import type { SaxesTagNS } from 'saxes';
import { SaxesParser } from 'saxes';
import { TokenFileError } from '../token-file-error.ts';
import type { XmlElement } from './xml-element.ts';

/** The root without its children, or one whole child of it. */
export interface XmlPart {
  readonly kind: 'root' | 'child';
  readonly element: XmlElement;
}

/** PSKC with XML Encryption and a signature needs 10. */
const MAX_DEPTH = 32;
/** Characters of one part, tags included. A key package has about 2,000. */
const MAX_PART_CHARS = 256 * 1024;
/** Characters between two events of the parser, give or take a slice. */
const MAX_QUIET_CHARS = 128 * 1024;
/** What an element or a comment costs beside its characters; bounds a part of empty ones. */
const ELEMENT_COST_CHARS = 64;

/**
 * Reads XML part by part.
 *
 * @throws TokenFileError `doctype_refused`, `malformed_xml`, `truncated_file`, `too_deep`,
 *   `part_too_large` or `not_utf8`.
 */
export async function* readXmlParts(text: AsyncIterable<string>): AsyncGenerator<XmlPart> {
  const reader = new PartReader();
  for await (const slice of text) {
    reader.write(slice);
    yield* reader.take();
  }
  reader.close();
  yield* reader.take();
}

interface OpenElement extends XmlElement {
  readonly children: OpenElement[];
  text: string;
  commented: boolean;
}

class PartReader {
  #parser = new SaxesParser({ xmlns: true });
  #finished: XmlPart[] = [];
  #open: OpenElement[] = [];
  #partChars = 0;
  #quietChars = 0;
  #closing = false;

  constructor() {
    this.#parser.on('error', (error) => this.#refuseMalformed(error.message));
    this.#parser.on('doctype', refuseDoctype);
    this.#parser.on('xmldecl', ({ encoding }) => refuseOtherEncoding(encoding));
    this.#parser.on('opentag', (tag) => this.#openElement(tag));
    this.#parser.on('closetag', () => this.#closeElement());
    this.#parser.on('text', (text) => this.#addText(text));
    this.#parser.on('cdata', (text) => this.#addText(text));
    this.#parser.on('comment', (text) => this.#markComment(text));
    this.#parser.on('processinginstruction', ({ body }) => this.#markComment(body));
  }

  write(slice: string): void {
    this.#quietChars += slice.length;
    this.#parser.write(slice);
    if (this.#quietChars > MAX_QUIET_CHARS) throw tooLarge();
  }

  close(): void {
    this.#closing = true;
    this.#parser.close();
  }

  /** The parts finished since the last call. */
  take(): XmlPart[] {
    return this.#finished.splice(0);
  }

  #openElement(tag: SaxesTagNS): void {
    const element = elementOf(tag);
    const parent = this.#open.at(-1);
    this.#open.push(element);
    if (this.#open.length > MAX_DEPTH) throw tooDeep();
    if (parent === undefined) this.#finished.push({ kind: 'root', element });
    // The root does not collect its children; that is what keeps memory bounded.
    else if (this.#open.length > 2) parent.children.push(element);
    this.#count(ELEMENT_COST_CHARS + sizeOf(element));
  }

  #closeElement(): void {
    const element = this.#open.pop();
    if (element === undefined || this.#open.length !== 1) return;
    this.#finished.push({ kind: 'child', element });
    this.#partChars = 0;
    this.#quietChars = 0;
  }

  #addText(text: string): void {
    const element = this.#open.at(-1);
    // Text directly in the root is white space between the parts, or of no meaning.
    const isInPart = element !== undefined && this.#open.length > 1;
    if (isInPart) element.text += text;
    this.#count(isInPart ? text.length : 0);
  }

  #markComment(text: string): void {
    const element = this.#open.at(-1);
    if (element !== undefined) element.commented = true;
    this.#count(ELEMENT_COST_CHARS + text.length);
  }

  #count(chars: number): void {
    this.#quietChars = 0;
    this.#partChars += chars;
    if (this.#partChars > MAX_PART_CHARS) throw tooLarge();
  }

  #refuseMalformed(message: string): never {
    if (this.#closing) {
      throw new TokenFileError(
        'truncated_file',
        'the file ends too early; fetch it again, or ask the vendor for a whole one',
      );
    }
    // saxes writes `line:column: reason: name`. The name is left out: in a broken file it may be
    // a piece of a secret.
    const [line = '', column = '', reason = ''] = message.split(':');
    throw new TokenFileError(
      'malformed_xml',
      `not well-formed XML at line ${line}, column ${column} (${reason.trim()}); fetch the file again, or ask the vendor for a correct one`,
    );
  }
}

function elementOf(tag: SaxesTagNS): OpenElement {
  const attributes = new Map<string, string>();
  for (const { uri, local, value } of Object.values(tag.attributes)) {
    attributes.set(uri === '' ? local : `{${uri}}${local}`, value);
  }
  const { uri: namespace, local: name } = tag;
  return { namespace, name, attributes, children: [], text: '', commented: false };
}

function sizeOf(element: XmlElement): number {
  let chars = element.name.length;
  for (const [name, value] of element.attributes) chars += name.length + value.length;
  return chars;
}

function refuseDoctype(): never {
  throw new TokenFileError(
    'doctype_refused',
    'the file has a DOCTYPE, which a token file never needs and an attack does; ask the vendor for a file without one',
  );
}

function refuseOtherEncoding(encoding: string | undefined): void {
  if (encoding === undefined || /^(utf-8|us-ascii)$/i.test(encoding)) return;
  throw new TokenFileError('not_utf8', 'the file declares another encoding; save it as UTF-8');
}

function tooDeep(): TokenFileError {
  return new TokenFileError('too_deep', `elements stand more than ${MAX_DEPTH} deep`);
}

function tooLarge(): TokenFileError {
  return new TokenFileError(
    'part_too_large',
    'one element of the file is far larger than a token needs; ask the vendor for a correct file',
  );
}
