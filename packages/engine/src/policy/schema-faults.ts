import { fault, type PolicyFault } from './policy-fault.ts';

/**
 * The faults that a schema finds, in words for the person who wrote the document. The validator of the
 * schema decides whether a document is sound; this module only explains why it is not, because the
 * validator's own messages speak of schemas, and of every branch of a union at once.
 */
interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

/** Why `value` does not fit the schema: every fault, each with its JSON Pointer. */
export function schemaFaults(value: unknown, schema: object, path = ''): PolicyFault[] {
  return faultsOf(value, schema, path);
}

function faultsOf(value: unknown, schema: Schema, path: string): PolicyFault[] {
  if (schema.anyOf) return unionFaults(value, schema.anyOf, path);
  const allowed = allowedOf(schema);
  if (allowed) return allowed.includes(value) ? [] : [notOneOf(path, allowed)];
  if (schema.type && typeOf(value, schema.type) !== schema.type)
    return [wrongType(path, schema.type)];
  if (Array.isArray(value)) return listFaults(value, schema, path);
  if (typeof value === 'object' && value !== null) return objectFaults(value, schema, path);
  if (typeof value === 'string') return textFaults(value, schema, path);
  return typeof value === 'number' ? numberFaults(value, schema, path) : [];
}

function allowedOf(schema: Schema): readonly unknown[] | undefined {
  return 'const' in schema ? [schema.const] : schema.enum;
}

/** JSON's name for the type of a value; a whole number counts as the integer that is asked for. */
function typeOf(value: unknown, wanted: string): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number' && wanted === 'integer')
    return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** Of a union only the branch that was meant is explained: by its distinguishing word, or by type. */
function unionFaults(value: unknown, branches: readonly Schema[], path: string): PolicyFault[] {
  if (branches.some((branch) => faultsOf(value, branch, path).length === 0)) return [];
  const fitting = branches.filter((branch) => fitsType(value, branch));
  const word = distinguishingWord(fitting);
  if (word === undefined || typeof value !== 'object' || value === null) {
    const [only] = fitting;
    if (fitting.length === 1 && only && !allowedOf(only)) return faultsOf(value, only, path);
    return [notOneOf(path, branches.flatMap(described))];
  }
  const said: unknown = Reflect.get(value, word);
  const meant = fitting.find((branch) => branch.properties?.[word]?.const === said);
  if (meant) return faultsOf(value, meant, path);
  const words = fitting.map((branch) => branch.properties?.[word]?.const);
  return [notOneOf(`${path}/${word}`, words)];
}

function fitsType(value: unknown, branch: Schema): boolean {
  const { type } = branch;
  if (type === undefined) return false;
  const actual = typeOf(value, type);
  return actual === type || (type === 'integer' && actual === 'number');
}

function distinguishingWord(branches: readonly Schema[]): string | undefined {
  if (branches.length < 2) return undefined;
  const [first] = branches;
  return Object.keys(first?.properties ?? {}).find((key) =>
    branches.every((branch) => 'const' in (branch.properties?.[key] ?? {})),
  );
}

function described(branch: Schema): unknown[] {
  const allowed = allowedOf(branch);
  if (allowed) return [...allowed];
  return branch.type === 'null' ? [null] : [];
}

function objectFaults(value: object, schema: Schema, path: string): PolicyFault[] {
  const keys = Object.keys(value);
  const missing = (schema.required ?? []).filter((key) => !Object.hasOwn(value, key));
  const inside = keys.flatMap((key) => {
    const member = memberSchema(schema, key);
    const at = `${path}/${pointerPart(key)}`;
    if (member) return faultsOf(Reflect.get(value, key), member, at);
    return schema.additionalProperties === false ? [unknownKey(at)] : [];
  });
  return [...missing.map((key) => missingKey(path, key)), ...inside, ...sizeFaults(keys.length)];

  function sizeFaults(count: number): PolicyFault[] {
    const few = schema.minProperties !== undefined && count < schema.minProperties;
    const many = schema.maxProperties !== undefined && count > schema.maxProperties;
    if (!few && !many) return [];
    const names = Object.keys(schema.properties ?? {}).join(', ');
    return [
      fault(path, 'wrong_length', [
        `${names} のうち一つだけを指定してください`,
        `must have exactly one of ${names}`,
      ]),
    ];
  }
}

function memberSchema(schema: Schema, key: string): Schema | undefined {
  if (schema.properties && Object.hasOwn(schema.properties, key)) return schema.properties[key];
  const patterns = Object.entries(schema.patternProperties ?? {});
  return patterns.find(([pattern]) => new RegExp(pattern, 'u').test(key))?.[1];
}

/** RFC 6901 section 3. */
function pointerPart(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function listFaults(value: readonly unknown[], schema: Schema, path: string): PolicyFault[] {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, items } = schema;
  const faults = items
    ? value.flatMap((item, index) => faultsOf(item, items, `${path}/${index}`))
    : [];
  if (value.length < minItems)
    faults.push(
      fault(path, 'wrong_length', [`${minItems}件以上必要です`, `needs at least ${minItems}`]),
    );
  if (value.length > maxItems)
    faults.push(
      fault(path, 'wrong_length', [`${maxItems}件までです`, `takes at most ${maxItems}`]),
    );
  const texts = value.map((item) => JSON.stringify(item));
  if (schema.uniqueItems && new Set(texts).size < texts.length)
    faults.push(
      fault(path, 'duplicate', ['同じ値が重複しています', 'names the same value more than once']),
    );
  return faults;
}

function textFaults(value: string, schema: Schema, path: string): PolicyFault[] {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = schema;
  if (value.length < minLength || value.length > maxLength)
    return [
      fault(path, 'wrong_length', [
        `${minLength}文字以上${maxLength}文字以内で入力してください`,
        `must have ${minLength} to ${maxLength} characters`,
      ]),
    ];
  if (pattern === undefined || new RegExp(pattern, 'u').test(value)) return [];
  return [
    fault(path, 'wrong_pattern', [
      `書式が正しくありません（書式：${pattern}）`,
      `is not written as it must be (${pattern})`,
    ]),
  ];
}

function numberFaults(value: number, schema: Schema, path: string): PolicyFault[] {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema;
  if (value >= minimum && value <= maximum) return [];
  const [ja, en] = Number.isFinite(maximum)
    ? [`${minimum}以上${maximum}以下で指定してください`, `must be from ${minimum} to ${maximum}`]
    : [`${minimum}以上で指定してください`, `must be at least ${minimum}`];
  return [fault(path, 'out_of_range', [ja, en])];
}

function unknownKey(path: string): PolicyFault {
  return fault(path, 'unknown_key', [
    'この項目はありません。削除してください',
    'is unknown, remove it',
  ]);
}

function missingKey(path: string, key: string): PolicyFault {
  return fault(path === '' ? '/' : path, 'missing_key', [
    `項目「${key}」がありません。追加してください`,
    `lacks ${key}, add it`,
  ]);
}

function wrongType(path: string, type: string): PolicyFault {
  const names: Readonly<Record<string, readonly [string, string]>> = {
    object: ['オブジェクト（{ }）', 'an object ({ })'],
    array: ['一覧（[ ]）', 'a list ([ ])'],
    string: ['文字列', 'a text'],
    integer: ['整数', 'a whole number'],
    boolean: ['true または false', 'true or false'],
  };
  const [ja, en] = names[type] ?? [type, type];
  return fault(path === '' ? '/' : path, 'wrong_type', [
    `${ja}で指定してください`,
    `must be ${en}`,
  ]);
}

function notOneOf(path: string, allowed: readonly unknown[]): PolicyFault {
  const list = allowed.map(String).join(', ');
  return fault(path === '' ? '/' : path, 'not_one_of', [
    `次のいずれかを指定してください：${list}`,
    `must be one of ${list}`,
  ]);
}
