import type { Route } from '@warifu/wire';
import { type Parsed, parsed, rejected } from './answers.ts';

/**
 * A query string as its schema reads it. Everything in a query is text, so what the schema calls an
 * integer is read as one here, explicitly. Unknown and repeated parameters are refused.
 */
export function parseQuery(text: string, schema: Route['query']): Parsed<Record<string, unknown>> {
  const values = new Map<string, unknown>();
  for (const part of text.split('&')) {
    if (part === '') continue;
    const [name, value] = split(part);
    if (name === undefined || value === undefined) return invalid('', 'is not well encoded');
    if (!Object.hasOwn(schema.properties, name)) return invalid(name, 'is unknown');
    if (values.has(name)) return rejected('query_duplicated', { detail: name });
    if (value.includes('\0')) return invalid(name, 'holds a NUL character');
    const number = isInteger(schema.properties[name]) ? integerOf(value) : value;
    if (number === undefined) return invalid(name, 'must be an integer');
    values.set(name, number);
  }
  return parsed(Object.fromEntries(values));
}

function invalid(path: string, message: string) {
  return rejected('query_invalid', { errors: [{ path: path.slice(0, 100), message }] });
}

/** Name and value as forms encode them; undefined where the encoding is broken. */
function split(part: string): readonly [string | undefined, string | undefined] {
  const at = part.indexOf('=');
  const name = at === -1 ? part : part.slice(0, at);
  return [decode(name), decode(at === -1 ? '' : part.slice(at + 1))];
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

function isInteger(schema: object | undefined): boolean {
  return schema !== undefined && 'type' in schema && schema.type === 'integer';
}

function integerOf(text: string): number | undefined {
  return /^(0|[1-9]\d{0,8})$/.test(text) ? Number(text) : undefined;
}
