import type { TSchema } from 'typebox';
import { type KeyText, keyTexts } from './key-texts.ts';
import { about } from './policy-parts.ts';

/**
 * The schema with the texts of its keys. Parts that several keys have in common are copied, so that
 * each key has a text of its own. Throws for a text that belongs to no key.
 */
export function withKeyTexts<T extends TSchema>(schema: T): T {
  const texts = new Map(keyTexts.map((one) => [one.path, one]));
  const unused = new Set(texts.keys());
  const described = copyOf(schema, '', { texts, unused });
  if (unused.size > 0) throw new Error(`texts of no key: ${[...unused].join(', ')}`);
  return described;
}

interface Texts {
  readonly texts: ReadonlyMap<string, KeyText>;
  readonly unused: Set<string>;
}

function copyOf<T extends object>(node: T, path: string, all: Texts): T {
  const copy = branchCopy(node, path, all);
  const text = all.texts.get(path);
  if (!text) return copy;
  all.unused.delete(path);
  return Object.assign(copy, about(text.en, text.ja));
}

/** A copy without a text of its own: a branch of a union is described by the union. */
function branchCopy<T extends object>(node: T, path: string, all: Texts): T {
  const copy = withHidden(node);
  const put = (keyword: string, below: (key: string) => string) => {
    const members: unknown = Reflect.get(node, keyword);
    if (!isObject(members)) return;
    const copies = Object.entries(members).map(([key, one]) => [
      key,
      copyOf(Object(one), below(key), all),
    ]);
    Reflect.set(copy, keyword, Object.fromEntries(copies));
  };
  put('properties', (key) => `${path}/${key}`);
  put('patternProperties', () => `${path}/*`);
  if ('items' in node && isObject(node.items))
    Reflect.set(copy, 'items', copyOf(node.items, `${path}/*`, all));
  if ('anyOf' in node && Array.isArray(node.anyOf))
    Reflect.set(
      copy,
      'anyOf',
      node.anyOf.map((one) => branchCopy(one, path, all)),
    );
  return copy;
}

/** What the schema library keeps beside the JSON Schema is copied with it. */
function withHidden<T extends object>(node: T): T {
  return Object.defineProperties({} as T, Object.getOwnPropertyDescriptors(node));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
