const known = new Map<string, readonly string[]>();
const knownMax = 1_000;

/**
 * A list of strings kept as JSON text. Few texts (the permissions of a role, the factors of an
 * operation) serve many rows, so parsed lists are remembered by their text.
 */
export function stringListFrom(text: string): readonly string[] {
  const remembered = known.get(text);
  if (remembered !== undefined) return remembered;
  const parsed: unknown = JSON.parse(text);
  if (!isStringList(parsed)) throw new Error('a stored list holds something else than strings');
  const list = Object.freeze(parsed);
  if (known.size >= knownMax) known.clear();
  known.set(text, list);
  return list;
}

function isStringList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
