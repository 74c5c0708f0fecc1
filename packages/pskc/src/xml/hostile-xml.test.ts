/*
 * Row 62: hostile XML is refused, and soon. "Soon" is measured in bytes taken from the source, not
 * in seconds: a reader that stops after a megabyte can have neither used much memory nor much time.
 */
import { describe, expect, it } from 'vitest';
import { readPskc } from '../read-pskc.ts';
import { chunksOf, readAll } from '../testing/read-all.ts';
import type { TokenFileErrorCode } from '../token-file-error.ts';

const MEGABYTE = 1024 * 1024;
const ROOT = '<KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc">';
const KEY = '<KeyPackage><Key Id="1" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:hotp">';

const LAUGHS = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`);

interface Attack {
  readonly name: string;
  readonly start: string;
  /** Repeated until the reader refuses, or for 200 MB. */
  readonly repeated?: string;
  readonly code: TokenFileErrorCode;
}

const attacks: Attack[] = [
  {
    name: 'billion laughs',
    start: `<!DOCTYPE l [<!ENTITY l0 "lol">${LAUGHS.join('')}]>${ROOT}${KEY}&l9;`,
    code: 'doctype_refused',
  },
  {
    name: 'quadratic blow-up',
    start: `<!DOCTYPE q [<!ENTITY a "${'a'.repeat(50_000)}">]>${ROOT}${KEY}${'&a;'.repeat(50_000)}`,
    code: 'doctype_refused',
  },
  {
    name: 'external entity, file',
    start: `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>${ROOT}${KEY}&f;`,
    code: 'doctype_refused',
  },
  {
    name: 'external entity, http',
    start: `<!DOCTYPE x [<!ENTITY f SYSTEM "http://127.0.0.1:9/x">]>${ROOT}${KEY}&f;`,
    code: 'doctype_refused',
  },
  {
    name: 'parameter entity',
    start: `<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>${ROOT}`,
    code: 'doctype_refused',
  },
  {
    name: 'external DTD',
    start: `<!DOCTYPE KeyContainer SYSTEM "http://127.0.0.1:9/x.dtd">${ROOT}`,
    code: 'doctype_refused',
  },
  { name: 'harmless DOCTYPE', start: `<!DOCTYPE KeyContainer>${ROOT}`, code: 'doctype_refused' },
  {
    name: 'DOCTYPE after a comment',
    start: `<?xml version="1.0"?><!-- x --><!DOCTYPE KeyContainer>${ROOT}`,
    code: 'doctype_refused',
  },
  { name: 'DOCTYPE inside the root', start: `${ROOT}<!DOCTYPE x>`, code: 'malformed_xml' },
  {
    name: 'endless DOCTYPE',
    start: '<!DOCTYPE x [',
    repeated: '<!ENTITY a "b">',
    code: 'part_too_large',
  },
  { name: 'unknown entity', start: `${ROOT}<KeyPackage>&secret;`, code: 'malformed_xml' },
  { name: 'depth 100,000', start: ROOT, repeated: '<a>', code: 'too_deep' },
  { name: 'endless unknown elements', start: ROOT, repeated: '<a></a>', code: 'bad_structure' },
  {
    name: 'endless extensions',
    start: ROOT,
    repeated: '<Extensions><a/></Extensions>',
    code: 'bad_structure',
  },
  { name: 'endless text', start: `${ROOT}<KeyPackage>`, repeated: 'a', code: 'part_too_large' },
  { name: 'endless white space in the root', start: ROOT, repeated: ' ', code: 'part_too_large' },
  { name: 'endless white space before it', start: '', repeated: '\n', code: 'part_too_large' },
  { name: 'endless comment', start: `${ROOT}<!--`, repeated: 'a', code: 'part_too_large' },
  {
    name: 'endless CDATA',
    start: `${ROOT}<KeyPackage><![CDATA[`,
    repeated: 'a',
    code: 'part_too_large',
  },
  { name: 'endless instruction', start: `${ROOT}<?x `, repeated: 'a', code: 'part_too_large' },
  {
    name: 'endless attribute',
    start: `${ROOT}<KeyPackage a="`,
    repeated: 'a',
    code: 'part_too_large',
  },
  { name: 'endless name', start: `${ROOT}<a`, repeated: 'a', code: 'part_too_large' },
  {
    name: 'a million empty elements in a key',
    start: `${ROOT}${KEY}`,
    repeated: '<a/>',
    code: 'part_too_large',
  },
  {
    name: 'a million comments in a text',
    start: `${ROOT}${KEY}`,
    repeated: 'a<!---->',
    code: 'part_too_large',
  },
  {
    name: 'a million character references',
    start: `${ROOT}${KEY}`,
    repeated: '&#65;',
    code: 'part_too_large',
  },
  { name: 'a doubled attribute', start: `${ROOT}<KeyPackage a="1" a="2"/>`, code: 'malformed_xml' },
  {
    name: 'an unbound prefix',
    start: `${ROOT}<x:KeyPackage/></KeyContainer>`,
    code: 'malformed_xml',
  },
  { name: 'a NUL', start: `${ROOT}<KeyPackage>\0`, code: 'malformed_xml' },
  { name: 'two roots', start: `${ROOT}</KeyContainer>${ROOT}`, code: 'malformed_xml' },
  { name: 'text after the root', start: `${ROOT}</KeyContainer>x`, code: 'malformed_xml' },
  { name: 'crossed tags', start: `${ROOT}<a><b></a></b>`, code: 'malformed_xml' },
  { name: 'nothing', start: '', code: 'truncated_file' },
  {
    name: 'another declared encoding',
    start: '<?xml version="1.0" encoding="EUC-JP"?>',
    code: 'not_utf8',
  },
  { name: 'another root', start: '<html/>', code: 'not_pskc' },
  { name: 'the namespace of a draft', start: ROOT.replace('pskc"', 'pskc:1.0"'), code: 'not_pskc' },
  { name: 'another version', start: ROOT.replace('1.0', '2.0'), code: 'not_pskc' },
];

describe(`row 62 · hostile XML, refused ${attacks.length} of ${attacks.length}`, () => {
  it.each(attacks)('$name: $code', async ({ start, repeated, code }) => {
    const source = new CountedSource(start, repeated);
    const { tokens, error } = await readAll(readPskc(source.bytes(), {}));
    expect(tokens).toEqual([]);
    expect(error?.code).toBe(code);
    expect(source.taken).toBeLessThan(MEGABYTE);
  });
});

describe('row 62 · sizes', () => {
  it('stops at the given number of bytes', async () => {
    const source = new CountedSource(ROOT, '<!-- -->\n');
    const { error } = await readAll(readPskc(source.bytes(), { maxBytes: 20_000 }));
    expect(error?.code).toBe('file_too_large');
    expect(source.taken).toBeLessThan(100_000);
  });

  it('stops at 20 MiB when a signature is to be checked', async () => {
    const source = new CountedSource(ROOT, '<a/>');
    const options = { signerCertificatePem: 'unread', maxBytes: 100 * MEGABYTE };
    const { error } = await readAll(readPskc(source.bytes(), options));
    expect(error?.code).toBe('file_too_large');
    expect(source.taken).toBeLessThan(21 * MEGABYTE);
  });

  it.each([
    ['UTF-16', Buffer.from(`\ufeff${ROOT}`, 'utf16le')],
    ['Latin-1', Buffer.from(`${ROOT}<KeyPackage>é`, 'latin1')],
    ['half a letter', Buffer.from(`${ROOT}é`).subarray(0, -1)],
  ])('refuses %s', async (_, bytes) => {
    const { error } = await readAll(readPskc(chunksOf(bytes), {}));
    expect(error?.code).toBe('not_utf8');
  });
});

/** A source that counts how much of it was asked for. */
class CountedSource {
  taken = 0;
  #start: string;
  #repeated: string | undefined;

  constructor(start: string, repeated?: string) {
    this.#start = start;
    this.#repeated = repeated;
  }

  async *bytes(): AsyncGenerator<Uint8Array> {
    yield this.#take(Buffer.from(this.#start));
    if (this.#repeated === undefined) return;
    const chunk = Buffer.from(this.#repeated.repeat(Math.ceil(65_536 / this.#repeated.length)));
    while (this.taken < 200 * MEGABYTE) yield this.#take(chunk);
  }

  #take(chunk: Uint8Array): Uint8Array {
    this.taken += chunk.length;
    return chunk;
  }
}
