import { type Html, html, prose } from './html.ts';

/** As much of a JSON Schema as the wire’s schemas use. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly $id?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxLength?: number;
}

/** What a value may be, in a few words; named schemas are links. */
export function typeOf(schema: JsonSchema): Html {
  const name = schema.$ref?.split('/').at(-1) ?? schema.$id;
  if (name !== undefined) return html`<a href="#schema-${name}">${name}</a>`;
  if (schema.enum)
    return html`${list(schema.enum.map((one) => html`<code>${String(one)}</code>`))}`;
  if (schema.anyOf) return list(schema.anyOf.map(typeOf));
  if (schema.items) return html`list of ${typeOf(schema.items)}${bounds(schema)}`;
  if (schema.patternProperties) return html`text by name`;
  return html`${plainName(schema)}${bounds(schema)}`;
}

function list(items: readonly Html[]): Html {
  return html`${items.map((item, i) => (i === 0 ? item : html` or ${item}`))}`;
}

function plainName({ type, format }: JsonSchema): string {
  if (format === 'date-time') return 'instant';
  if (format === 'date') return 'date';
  return type === 'string' ? 'text' : (type ?? 'anything');
}

function bounds({ type, format, items, maxItems, minItems, ...schema }: JsonSchema): Html {
  if (items && maxItems !== undefined) return html`, ${minItems ?? 0} to ${maxItems}`;
  if (type === 'integer') return html`, ${schema.minimum ?? ''} to ${schema.maximum ?? ''}`;
  if (type === 'string' && format === undefined && schema.maxLength !== undefined)
    return html`, at most ${schema.maxLength} characters`;
  return html``;
}

/** The members of an object as a table, with the objects that stand inside it. */
export function fieldTable(schema: JsonSchema, caption: string): Html {
  const rows = fieldRows(schema, '');
  if (rows.length === 0) return html`<p class="quiet">${caption}: nothing.</p>`;
  return html`<table>
<caption>${caption}</caption>
<thead><tr><th scope="col">Member</th><th scope="col">Value</th></tr></thead>
<tbody>${rows}</tbody>
</table>`;
}

function fieldRows({ properties = {}, required = [] }: JsonSchema, prefix: string): Html[] {
  return Object.entries(properties).flatMap(([name, schema]) => [
    row(prefix + name, schema, required.includes(name)),
    ...insideRows(schema, prefix + name),
  ]);
}

function insideRows(schema: JsonSchema, name: string): Html[] {
  if (schema.$ref !== undefined || schema.$id !== undefined) return [];
  if (schema.properties) return fieldRows(schema, `${name}.`);
  return schema.items ? insideRows(schema.items, `${name}[]`) : [];
}

function row(name: string, schema: JsonSchema, required: boolean): Html {
  const need = required ? html`` : html` <span class="optional">optional</span>`;
  const note = schema.description ? html`<br>${prose(schema.description)}` : html``;
  return html`<tr><th scope="row"><code>${name}</code>${need}</th><td>${typeOf(schema)}${note}</td></tr>
`;
}

/** A named schema: its members, or the alternatives that it is made of. */
export function schemaTables(name: string, schema: JsonSchema): Html {
  const about = schema.description ? html`<p>${prose(schema.description)}</p>` : html``;
  if (schema.properties) return html`${about}${fieldTable(schema, name)}`;
  return html`${about}<p>${typeOf(schema)}</p>`;
}
