/*
 * A code as a person types it. Canonicalised once, at the edge, so that every later comparison,
 * replay check and count sees one spelling: caches keyed on raw text are how spent codes lived
 * again elsewhere (CVE-2025-6014, row 7).
 */

/** Longer texts are no typed code; the bound also stops NFKC from growing a hostile text. */
const LONGEST_TYPED_CODE = 64;

/**
 * White space and dashes of every script. U+30FC, the long-vowel mark, is what the hyphen key
 * gives on a Japanese keyboard in kana mode. Zero-width characters are not white space: a code
 * that holds one was not typed by a person.
 */
const GROUPING = /[\p{White_Space}\p{Dash}\u30fc]/gu;

/**
 * The one spelling of a typed code: NFKC (full-width １ becomes 1), without white space and
 * dashes, exactly `digits` ASCII digits (ALL-05, row 7).
 *
 * @returns the digits, or undefined when the text is not such a code: other scripts' digits,
 *   zero-width characters, signs, letters, another length.
 */
export function canonicaliseCode(text: string, digits: number): string | undefined {
  if (text.length > LONGEST_TYPED_CODE) return undefined;
  const code = text.normalize('NFKC').replace(GROUPING, '');
  return code.length === digits && /^[0-9]+$/.test(code) ? code : undefined;
}

/**
 * Whether two canonical codes are equal, in a time that depends on their length only, so that a
 * guesser learns nothing from how long a refusal took.
 */
export function equalCodes(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let index = 0; index < a.length; index += 1) {
    difference |= a.charCodeAt(index) ^ b.charCodeAt(index);
  }
  return difference === 0;
}
