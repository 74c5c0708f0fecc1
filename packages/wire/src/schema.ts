import { type Static, type TProperties, type TSchema, Type } from 'typebox';

/**
 * The parts that every resource is made of. They are plain JSON Schemas: the server validates with
 * them, the OpenAPI document shows them, and the client takes its types from them. Everything is
 * strict and bounded: no unknown members, no endless text, no endless list.
 */

/** An object without unknown members, listed under a readable name in the OpenAPI document. */
export function component<P extends TProperties>(
  name: string,
  properties: P,
  description?: string,
) {
  return Type.Object(properties, {
    additionalProperties: false,
    $id: name,
    title: name,
    ...(description === undefined ? {} : { description }),
  });
}

/** An object without unknown members that has no name of its own. */
export function inline<P extends TProperties>(properties: P, description?: string) {
  return Type.Object(properties, {
    additionalProperties: false,
    ...(description === undefined ? {} : { description }),
  });
}

/** One of the schemas; a request that fits none is told about the nearest one. */
export function oneOf<T extends TSchema[]>(name: string, schemas: [...T], description?: string) {
  return Type.Union(schemas, {
    $id: name,
    title: name,
    ...(description === undefined ? {} : { description }),
  });
}

/** One word of a closed list. */
export function word<const V extends string[]>(values: readonly [...V], description?: string) {
  return Type.Enum<V>(values, {
    type: 'string',
    ...(description === undefined ? {} : { description }),
  });
}

/** The schema, or null. */
export function orNull<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()]);
}

/** Free text of 1 to `maxLength` characters. */
export function text(maxLength: number, description?: string) {
  return Type.String({
    minLength: 1,
    maxLength,
    ...(description === undefined ? {} : { description }),
  });
}

/** A list of 1 to `maxItems` different items. */
export function several<T extends TSchema>(items: T, maxItems: number, description?: string) {
  return Type.Array(items, {
    minItems: 1,
    maxItems,
    uniqueItems: true,
    ...(description === undefined ? {} : { description }),
  });
}

/** A list in an answer. */
export function listing<T extends TSchema>(items: T, maxItems = 1_000) {
  return Type.Array(items, { maxItems });
}

export type IdPrefix =
  | 'con'
  | 'usr'
  | 'tok'
  | 'bnd'
  | 'app'
  | 'shp'
  | 'chl'
  | 'fee'
  | 'iss'
  | 'req'
  | 'job';

/** An id: a prefix that says of what, and 26 letters and digits. */
export function id(prefix: IdPrefix, description?: string) {
  return Type.String({
    pattern: `^${prefix}_[0-9A-Za-z]{26}$`,
    maxLength: 30,
    examples: [`${prefix}_01k4y8m2v5t7q9r3w6x0z1b2c3`],
    ...(description === undefined ? {} : { description }),
  });
}

const instantPattern =
  '^\\d{4}-\\d{2}-\\d{2}T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$';

/** An instant, RFC 3339 with an offset or Z. Answers are in UTC with milliseconds. */
export function instant(description?: string) {
  return Type.String({
    format: 'date-time',
    pattern: instantPattern,
    maxLength: 40,
    examples: ['2026-11-22T00:00:00.000Z'],
    ...(description === undefined ? {} : { description }),
  });
}

/** A calendar date, YYYY-MM-DD. */
export function date(description?: string) {
  return Type.String({
    format: 'date',
    maxLength: 10,
    examples: ['2026-11-22'],
    ...(description === undefined ? {} : { description }),
  });
}

export function month(description: string) {
  return Type.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])$', examples: ['2026-11'], description });
}

/** The name of an operation, a factor, a desk or a rule, as the policy writes it. */
export function policyName(description?: string) {
  return Type.String({
    pattern: '^[a-z][a-z0-9_]{0,63}$',
    maxLength: 64,
    ...(description === undefined ? {} : { description }),
  });
}

/** Integer yen; negative only in reversals. */
export function yen(minimum: number, description?: string) {
  return Type.Integer({
    minimum,
    maximum: 1_000_000_000_000,
    ...(description === undefined ? {} : { description }),
  });
}

export const LocalisedText = component(
  'LocalisedText',
  { ja: text(400), en: text(400) },
  'One text in Japanese and in English.',
);

export type LocalisedText = Static<typeof LocalisedText>;
