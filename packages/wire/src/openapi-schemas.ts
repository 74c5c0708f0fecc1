/**
 * Schemas that have a name (`$id`) become components of the OpenAPI document and are referred to;
 * the others stand where they are used. So names in the document are the names in the source.
 */
export class SchemaRegistry {
  readonly #components = new Map<string, unknown>();

  /** The schema as the document shows it: a reference when it has a name. */
  place(schema: unknown): unknown {
    if (Array.isArray(schema)) return schema.map((one) => this.place(one));
    if (typeof schema !== 'object' || schema === null) return schema;
    const { $id: name, ...rest } = schema as { readonly $id?: unknown };
    if (typeof name !== 'string') return this.#inside(rest);
    if (!this.#components.has(name)) {
      this.#components.set(name, null);
      this.#components.set(name, this.#inside(rest));
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  /** All named schemas that were placed, by name. */
  components(): Record<string, unknown> {
    return Object.fromEntries([...this.#components].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #inside(schema: object): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(schema).map(([key, value]) => [key, isData(key) ? value : this.place(value)]),
    );
  }
}

/** Keywords that hold data, not schemas. */
function isData(keyword: string): boolean {
  return (
    keyword === 'examples' || keyword === 'default' || keyword === 'enum' || keyword === 'const'
  );
}
