import { compileCheck } from '../validation.ts';

/** As much of JSON Schema as the request bodies of the wire use. */
interface Shape {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly patternProperties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly examples?: readonly unknown[];
}

export interface BadValue {
  readonly what: string;
  readonly value: unknown;
}

/**
 * Every value that differs from a good one in one place and that the schema must not let in: members
 * missing, unknown, of a wrong type, too long, too many, out of bounds, not of the form.
 */
export function badValues(schema: object, good: unknown): BadValue[] {
  return bad(schema, good, '');
}

function bad(schema: Shape, good: unknown, at: string): BadValue[] {
  if (schema.anyOf && !schema.properties) return badChoice(schema.anyOf, good, at);
  if (schema.properties) return badObject(schema, good, at);
  if (schema.patternProperties) return badRecord(schema, at);
  if (schema.items) return badList(schema, schema.items, good, at);
  return badScalar(schema, at);
}

function badChoice(choices: readonly Shape[], good: unknown, at: string): BadValue[] {
  const chosen = choices.find((one) => compileCheck(one)(good) === undefined);
  if (!chosen) throw new Error(`${at}: the example fits no alternative`);
  // What one alternative refuses another may take, null above all.
  const checks = choices.filter((one) => one !== chosen).map((one) => compileCheck(one));
  return bad(chosen, good, at).filter(({ value }) => checks.every((check) => check(value)));
}

function badObject(schema: Shape, good: unknown, at: string): BadValue[] {
  const members = good as Readonly<Record<string, unknown>>;
  const others = [null, 'text', 7, true, []].map((value) => ({
    what: `${at || '/'} is ${JSON.stringify(value)}`,
    value,
  }));
  const unknown = { what: `${at}/surprise is unknown`, value: { ...members, surprise: 1 } };
  const missing = (schema.required ?? []).map((name) => ({
    what: `${at}/${name} is missing`,
    value: without(members, name),
  }));
  const wrong = Object.entries(schema.properties ?? {}).flatMap(([name, inner]) =>
    bad(inner, members[name] ?? goodExample(inner), `${at}/${name}`).map(({ what, value }) => ({
      what,
      value: { ...members, [name]: value },
    })),
  );
  return [...others, unknown, ...missing, ...wrong];
}

function without(members: Readonly<Record<string, unknown>>, name: string) {
  return Object.fromEntries(Object.entries(members).filter(([key]) => key !== name));
}

/** Something good for a member that the example leaves out. */
function goodExample(schema: Shape): unknown {
  if (schema.anyOf) return goodExample(schema.anyOf[0] ?? {});
  if (schema.properties) {
    const required = schema.required ?? [];
    const inner = Object.entries(schema.properties).filter(([name]) => required.includes(name));
    return Object.fromEntries(inner.map(([name, one]) => [name, goodExample(one)]));
  }
  if (schema.items) return [goodExample(schema.items)];
  if (schema.patternProperties) return {};
  if (schema.type === 'boolean') return true;
  return schema.examples?.[0] ?? schema.enum?.[0] ?? schema.minimum ?? 'good';
}

function badRecord({ maxProperties = 0 }: Shape, at: string): BadValue[] {
  const many = Array.from({ length: maxProperties + 1 }, (_, i) => [`n${i}`, 'v']);
  return [
    ...[null, 'text', 7, []].map((value) => ({ what: `${at} is ${JSON.stringify(value)}`, value })),
    { what: `${at} has too many members`, value: Object.fromEntries(many) },
    { what: `${at} has a name that is too long`, value: { ['n'.repeat(500)]: 'v' } },
    { what: `${at} has a number in it`, value: { name: 7 } },
    { what: `${at} has __proto__ in it`, value: JSON.parse('{"__proto__":"v"}') as unknown },
    { what: `${at} has a NUL character in it`, value: { name: 'a\0b' } },
    { what: `${at} has half a character in a name`, value: { 'a\ud800': 'v' } },
    { what: `${at} has a text that is too long`, value: { name: 'v'.repeat(5_000) } },
  ];
}

function badList(schema: Shape, items: Shape, good: unknown, at: string): BadValue[] {
  const [first = goodExample(items)] = Array.isArray(good) ? good : [];
  const many = Array.from({ length: (schema.maxItems ?? 0) + 1 }, (_, i) =>
    typeof first === 'string' ? `${first.slice(0, -3)}${String(i).padStart(3, '0')}` : first,
  );
  return [
    ...[null, 'text', 7, {}].map((value) => ({ what: `${at} is ${JSON.stringify(value)}`, value })),
    { what: `${at} has too many items`, value: many },
    ...((schema.minItems ?? 0) > 0 ? [{ what: `${at} is empty`, value: [] }] : []),
    ...bad(items, first, `${at}/0`).map(({ what, value }) => ({ what, value: [value] })),
  ];
}

function badScalar(schema: Shape, at: string): BadValue[] {
  if (schema.type === 'boolean')
    return [null, 'true', 0, 1, [], {}].map((value) => ({
      what: `${at} is ${JSON.stringify(value)}`,
      value,
    }));
  const types: unknown[] =
    schema.type === 'integer' ? [null, '7', 1.5, true, [], {}] : [null, 7, true, [], {}];
  const values = types.map((value) => ({ what: `${at} is ${JSON.stringify(value)}`, value }));
  if (schema.type === 'integer')
    return [
      ...values,
      { what: `${at} is too small`, value: (schema.minimum ?? 0) - 1 },
      { what: `${at} is too large`, value: (schema.maximum ?? 0) + 1 },
    ];
  const long = { what: `${at} is too long`, value: 'x'.repeat((schema.maxLength ?? 64) + 1) };
  const empty = { what: `${at} is empty`, value: '' };
  const odd = { what: `${at} is nonsense`, value: '\u{1F600} "; --' };
  // A pattern that lets nonsense in asks for content, not for a form.
  const { pattern } = schema;
  const free = pattern !== undefined && new RegExp(pattern, 'u').test(odd.value);
  const formed = schema.enum ?? (free ? undefined : pattern) ?? schema.format;
  return [
    ...values,
    long,
    ...(formed !== undefined || (schema.minLength ?? 0) > 0 ? [empty] : []),
    ...(formed === undefined ? unfit(at) : [odd]),
    ...(free ? [{ what: `${at} is white space`, value: ' \u3000\t' }] : []),
    ...impossible(schema).map((value) => ({ what: `${at} is ${value}`, value })),
  ];
}

/** What no free text may hold. */
function unfit(at: string): BadValue[] {
  return [
    { what: `${at} has a NUL character`, value: 'a\0b' },
    { what: `${at} has half a character`, value: 'a\ud800' },
  ];
}

/** Dates and instants that have the form and do not exist. */
function impossible({ format }: Shape): string[] {
  if (format === 'date') return ['2026-02-30', '2026-13-01', '2026-11-22T00:00:00Z'];
  if (format !== 'date-time') return [];
  return ['2026-02-30T00:00:00Z', '2026-11-22T24:00:00Z', '2026-11-22T00:00:00', '2026-11-22'];
}
