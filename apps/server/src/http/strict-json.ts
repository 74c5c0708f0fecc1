import { isUtf8 } from 'node:buffer';
import { type Parsed, parsed, rejected } from './answers.ts';

const deepest = 16;
const nothingGiven: unknown = Object.freeze({});

/**
 * A JSON body, strictly: UTF-8, no NUL, no lone surrogate, no `__proto__`, no abyss. An absent body is
 * an empty object. Of duplicated members the last counts, as JSON.parse has it. The closer look is
 * taken only at texts that have an escape or the name in them: nothing else can carry what it seeks.
 */
export function parseJson(bytes: Buffer | undefined): Parsed<unknown> {
  if (bytes === undefined || bytes.length === 0) return parsed(nothingGiven);
  if (!isUtf8(bytes)) return rejected('body_not_json', { detail: 'It is not UTF-8.' });
  const text = bytes.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return rejected('body_not_json');
  }
  const suspicious = text.includes('\\') || text.includes('__proto__');
  const fault = suspicious ? faultIn(value, '', 0) : undefined;
  return fault ? rejected('body_invalid', { errors: [fault] }) : parsed(value);
}

interface Fault {
  readonly path: string;
  readonly message: string;
}

function faultIn(value: unknown, path: string, depth: number): Fault | undefined {
  if (depth > deepest) return { path: path.slice(0, 400), message: 'is nested too deeply' };
  if (typeof value === 'string') return textFault(value, path);
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    if (name === '__proto__') return { path, message: 'has a member that is not allowed' };
    const fault =
      textFault(name, path) ?? faultIn(inner, `${path}/${pointerPart(name)}`, depth + 1);
    if (fault) return fault;
  }
  return undefined;
}

function textFault(text: string, path: string): Fault | undefined {
  if (text.includes('\0')) return { path, message: 'holds a NUL character' };
  return text.isWellFormed() ? undefined : { path, message: 'holds half a character' };
}

/** A member's name as part of a JSON Pointer (RFC 6901). */
export function pointerPart(name: string): string {
  return name.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1');
}
