import type { BothLanguages } from './policy-fault.ts';
import { PolicySchema } from './policy-schema.ts';

/** A node of the policy's JSON Schema, as far as its readers look at it. */
export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly 'x-description-ja'?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly patternProperties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
}

/** The schema of a whole policy document, as plain JSON. */
export function policySchema(): SchemaNode {
  return JSON.parse(JSON.stringify(PolicySchema));
}

/** What a key of a policy document means, by its JSON Pointer; undefined for keys without a text. */
export function meaningOf(path: string): BothLanguages | undefined {
  let nodes: readonly SchemaNode[] = [policySchema()];
  for (const key of path.split('/').slice(1)) nodes = nodes.flatMap((node) => membersOf(node, key));
  const told = nodes.find((node) => node.description !== undefined);
  return told && { ja: told['x-description-ja'] ?? '', en: told.description ?? '' };
}

function membersOf(node: SchemaNode, key: string): SchemaNode[] {
  const own = node.properties?.[key];
  return [
    ...(own ? [own] : []),
    ...Object.values(node.patternProperties ?? {}),
    ...(node.items && /^\d+$/.test(key) ? [node.items] : []),
    ...(node.anyOf ?? []).flatMap((branch) => membersOf(branch, key)),
  ];
}
