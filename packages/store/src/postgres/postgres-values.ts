import { createHash } from 'node:crypto';
import pg from 'pg';

/**
 * How values cross the wire. Instants, steps and record numbers are 64-bit integers in PostgreSQL
 * and numbers here; one that a number cannot hold is a bug or a damaged row, and is never rounded.
 */
export function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`${text} is no integer that a number can hold`);
  return value;
}

/** Bytes as a plain array, as SQLite gives them. */
function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.slice(2), 'hex'));
}

const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  [pg.types.builtins.INT8]: safeInteger,
  [pg.types.builtins.BYTEA]: bytes,
};

/** For a client's `types`. Only text format is ever asked for. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid) => parsers[oid] ?? pg.types.getTypeParser(oid, 'text'),
};

/** A character that no text of ours holds. */
const nowhere = '\uffff';

/**
 * PostgreSQL takes no NUL in a text and would fail the whole statement. A text with one is stored
 * nowhere, so a look-up asks for a text that is stored nowhere either and finds nothing.
 */
export function withoutNul(value: unknown): unknown {
  if (typeof value === 'string')
    return value.includes('\0') ? value.replaceAll('\0', nowhere) : value;
  return Array.isArray(value) ? value.map(withoutNul) : value;
}

const names = new Map<string, string>();
const namesMax = 500;
/** A text with more parameters is one of a long list's many forms, not worth a plan of its own. */
const parametersMax = 40;

/** The name under which a connection keeps the plan of a text; undefined for one of many forms. */
export function planName(text: string, parameters: number): string | undefined {
  if (parameters > parametersMax) return undefined;
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= namesMax) return undefined;
  const name = `w${createHash('sha256').update(text).digest('hex').slice(0, 20)}`;
  names.set(text, name);
  return name;
}
