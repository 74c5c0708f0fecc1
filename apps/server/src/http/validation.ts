import type { FieldError } from '@warifu/wire';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import ajvFormats from 'ajv-formats';
import { pointerPart } from './strict-json.ts';

/**
 * Checks by the schemas of the wire. Nothing is removed and nothing is converted: what a client sends
 * is right or it is told what is wrong with it, without its values being repeated.
 */
export type Check = (value: unknown) => FieldError[] | undefined;

const maxErrors = 20;

const ajv = new Ajv({
  strict: true,
  // `anyOf` may ask for members that are described beside it.
  strictRequired: false,
  allErrors: true,
  removeAdditional: false,
  coerceTypes: false,
  useDefaults: false,
  ownProperties: true,
});
ajvFormats.default(ajv, { mode: 'full', formats: ['date', 'date-time'] });

/** A check by a schema: undefined when the value fits, otherwise what is wrong and where. */
export function compileCheck(schema: object): Check {
  const validate: ValidateFunction = ajv.compile(withoutNames(schema));
  return (value) => {
    if (validate(value)) return undefined;
    return telling(validate.errors ?? [])
      .slice(0, maxErrors)
      .map(fieldError);
  };
}

/** The names of components are for the OpenAPI document; one used twice would confuse ajv. */
function withoutNames(schema: object): object {
  return JSON.parse(JSON.stringify(schema, (key, value) => (key === '$id' ? undefined : value)));
}

/**
 * Of alternatives none of which fits, only the nearest one is told: the one with the fewest errors.
 * Without this a request with one typing error would be told about all that it did not mean.
 */
function telling(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const [choice] = errors
    .filter((error) => error.keyword === 'anyOf')
    .sort((a, b) => a.schemaPath.length - b.schemaPath.length);
  if (!choice) return errors;
  const isInside = (error: ErrorObject) => error.schemaPath.startsWith(`${choice.schemaPath}/`);
  const outside = errors.filter((error) => error !== choice && !isInside(error));
  const branches = new Map<string, ErrorObject[]>();
  for (const error of errors.filter(isInside)) {
    const branch = error.schemaPath.slice(choice.schemaPath.length + 1).split('/')[0] ?? '';
    branches.set(branch, [...(branches.get(branch) ?? []), error]);
  }
  const [nearest = [choice]] = [...branches.values()].sort((a, b) => a.length - b.length);
  const oneOfThem = lacksAll([...branches.values()]);
  const told = oneOfThem ? [{ ...choice, message: `needs one of ${oneOfThem}` }] : telling(nearest);
  return [...told, ...telling(outside)];
}

/** The members any one of which would do, when that is all that the alternatives are about. */
function lacksAll(branches: readonly (readonly ErrorObject[])[]): string | undefined {
  const lacking = branches.map(([error, more]) =>
    error?.keyword === 'required' && !more ? missingMember(error) : undefined,
  );
  return lacking.length > 1 && !lacking.includes(undefined) ? lacking.join(', ') : undefined;
}

function missingMember({ params: { missingProperty } }: ErrorObject): string {
  return String(missingProperty);
}

function fieldError(error: ErrorObject): FieldError {
  const { instancePath, keyword, message } = error;
  const { additionalProperty } = error.params;
  switch (keyword) {
    case 'required':
      return at(instancePath, missingMember(error), 'is missing');
    case 'additionalProperties':
      return at(instancePath, String(additionalProperty), 'is unknown');
    default:
      return { path: instancePath.slice(0, 400), message: (message ?? 'is wrong').slice(0, 400) };
  }
}

function at(instancePath: string, name: string, message: string): FieldError {
  return { path: `${instancePath}/${pointerPart(name)}`.slice(0, 400), message };
}
