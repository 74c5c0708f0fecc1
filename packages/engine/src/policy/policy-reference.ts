import { policySchema, type SchemaNode } from './schema-node.ts';

export type ReferenceLanguage = 'ja' | 'en';

/** One key of the language, as a row of the reference. */
export interface ReferenceRow {
  /** The path below its section; `*` stands for any name or entry. */
  readonly key: string;
  readonly isOptional: boolean;
  readonly values: string;
  readonly meaning: string;
}

export interface ReferenceSection {
  readonly key: string;
  readonly meaning: string;
  readonly rows: readonly ReferenceRow[];
}

/** Every key of the policy language with its values and its meaning, from the one schema. */
export function referenceSections(language: ReferenceLanguage): ReferenceSection[] {
  const { properties = {} } = policySchema();
  return Object.entries(properties).map(([key, node]) => ({
    key,
    meaning: meaningOf(node, language),
    rows: rowsOf(node, '', language),
  }));
}

/** The reference as a Markdown document. */
export function policyReference(language: ReferenceLanguage): string {
  const words = headings[language];
  const sections = referenceSections(language).map(({ key, meaning, rows }) => {
    const head = `## \`${key}\`\n\n${meaning}\n`;
    if (rows.length === 0) return head;
    const table = rows.map(
      (row) =>
        `| \`${row.key}\`${row.isOptional ? words.optional : ''} | ${row.values} | ${row.meaning} |`,
    );
    const columns = `| ${words.key} | ${words.values} | ${words.meaning} |\n| --- | --- | --- |`;
    return [head, columns, ...table, ''].join('\n');
  });
  return [words.title, '', ...words.intro, '', ...sections].join('\n');
}

const headings = {
  ja: {
    title: '# ポリシー記述言語リファレンス',
    intro: [
      'この文書は JSON スキーマ（`packages/engine/policy-1.schema.json`）から生成しています。直接編集せず、',
      '`npm run reference` で作り直してください。書き方は [手引き](policy-guide/guide.ja.md) をご覧ください。',
      '',
      '`*` は任意の名称または一覧の各項目を表します。※ の付いた項目は省略できます。知らない項目は誤りとして拒否します。',
    ],
    key: '項目',
    values: '値',
    meaning: '意味',
    optional: ' ※',
  },
  en: {
    title: '# The policy language: reference',
    intro: [
      'This page is made from the JSON Schema (`packages/engine/policy-1.schema.json`). Do not edit it; make it',
      'anew with `npm run reference`. How to write a policy stands in the [guide](policy-guide/guide.en.md).',
      '',
      '`*` stands for any name, or for each entry of a list. Keys with a ※ may be left out. An unknown key is an error.',
    ],
    key: 'key',
    values: 'values',
    meaning: 'meaning',
    optional: ' ※',
  },
} as const;

function meaningOf(node: SchemaNode, language: ReferenceLanguage): string {
  const text = language === 'ja' ? node['x-description-ja'] : node.description;
  return (text ?? '').replaceAll('|', '\\|');
}

function rowsOf(node: SchemaNode, path: string, language: ReferenceLanguage): ReferenceRow[] {
  const below = (key: string) => (path === '' ? key : `${path}.${key}`);
  const named = Object.entries(node.properties ?? {}).flatMap(([key, member]) =>
    memberRows(member, { path: below(key), isOptional: !node.required?.includes(key), language }),
  );
  const any = Object.values(node.patternProperties ?? {}).flatMap((member) =>
    memberRows(member, { path: below('*'), isOptional: false, language }),
  );
  const items = node.items ? rowsOf(node.items, below('*'), language) : [];
  const branches = (node.anyOf ?? []).flatMap((branch) => rowsOf(branch, path, language));
  return distinct([...named, ...any, ...items, ...branches]);
}

interface Member {
  readonly path: string;
  readonly isOptional: boolean;
  readonly language: ReferenceLanguage;
}

function memberRows(node: SchemaNode, { path, isOptional, language }: Member): ReferenceRow[] {
  const row = {
    key: path,
    isOptional,
    values: valuesOf(node, language),
    meaning: meaningOf(node, language),
  };
  // A text in two languages explains itself once, at the top of its kind.
  const isText = node.properties?.['ja'] !== undefined && node.properties['en'] !== undefined;
  return isText ? [row] : [row, ...rowsOf(node, path, language)];
}

/** The branches of a union may name one key twice; their values then stand together. */
function distinct(rows: readonly ReferenceRow[]): ReferenceRow[] {
  const found = new Map<string, ReferenceRow>();
  for (const row of rows) {
    const known = found.get(row.key);
    const values =
      known && known.values !== row.values ? `${known.values}, ${row.values}` : row.values;
    found.set(row.key, { ...(known ?? row), values });
  }
  return [...found.values()];
}

const typeNames = {
  ja: {
    object: '{ }',
    text: '日英の文言',
    string: '文字列',
    integer: '整数',
    boolean: 'true、false',
  },
  en: {
    object: '{ }',
    text: 'text in ja and en',
    string: 'text',
    integer: 'integer',
    boolean: 'true, false',
  },
} as const;

function valuesOf(node: SchemaNode, language: ReferenceLanguage): string {
  const names = typeNames[language];
  if (node.anyOf) return [...new Set(node.anyOf.map((one) => valuesOf(one, language)))].join(', ');
  if (node.const !== undefined) return code(node.const);
  if (node.enum) return node.enum.map(code).join(', ');
  switch (node.type) {
    case 'array':
      return `[ ${node.items ? valuesOf(node.items, language) : ''} ]`;
    case 'object':
      return node.properties?.['ja'] ? names.text : names.object;
    case 'integer':
      return rangeOf(node, names.integer);
    case 'string':
      return names.string;
    case 'boolean':
      return names.boolean;
    default:
      return code(node.type ?? null);
  }
}

function rangeOf({ minimum, maximum }: SchemaNode, name: string): string {
  if (maximum === undefined) return minimum === undefined ? name : `${name} ≥ ${minimum}`;
  return `${minimum ?? 0}–${maximum}`;
}

function code(value: unknown): string {
  return `\`${String(value)}\``;
}
