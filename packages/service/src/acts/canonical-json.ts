/**
 * JSON that is the same text for the same value: no white space, the members of every object sorted by
 * the UTF-16 code units of their names, undefined ones left out (after RFC 8785). The text is put
 * together by hand, since an object of JavaScript brings names made of digits before all others.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => `${JSON.stringify(name)}:${canonicalJson(one)}`);
  return `{${members.join(',')}}`;
}
