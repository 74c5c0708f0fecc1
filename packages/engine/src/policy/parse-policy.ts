import { Compile } from 'typebox/compile';
import { isDate, isTimeZone } from '../calendar/dates.ts';
import { operationOf } from './operations.ts';
import { type Policy, PolicySchema } from './policy-schema.ts';

/** One fault of a policy document, with the JSON Pointer of where it lies. */
export interface PolicyFault {
  readonly path: string;
  readonly message: string;
}

export type PolicyParse =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly faults: readonly PolicyFault[] };

const validator = Compile(PolicySchema);

/**
 * Parses a policy document: the schema first, then what a schema cannot say (references that point
 * nowhere, dates and time zones that do not exist). Unknown keys are faults (ALL-03).
 */
export function parsePolicy(document: unknown): PolicyParse {
  if (!validator.Check(document)) {
    const faults = [...validator.Errors(document)].map((error) => ({
      path: error.instancePath === '' ? '/' : error.instancePath,
      message: error.message,
    }));
    return { ok: false, faults };
  }
  const faults = referenceFaults(document);
  return faults.length === 0 ? { ok: true, policy: document } : { ok: false, faults };
}

function referenceFaults(policy: Policy): PolicyFault[] {
  return [
    ...institutionFaults(policy),
    ...factorFaults(policy),
    ...ruleFaults(policy),
    ...deskFaults(policy),
    ...authenticatorFaults(policy),
    ...lockoutFaults(policy),
  ];
}

function institutionFaults({ institution, notices }: Policy): PolicyFault[] {
  const faults: PolicyFault[] = [];
  if (!isTimeZone(institution.time_zone))
    faults.push({ path: '/institution/time_zone', message: 'is no time zone that is known here' });
  if (!isDate(institution.service_from_on))
    faults.push({ path: '/institution/service_from_on', message: 'is no calendar date' });
  notices.forEach((notice, index) => {
    if (!isDate(notice.from_on))
      faults.push({ path: `/notices/${index}/from_on`, message: 'is no calendar date' });
    if (notice.until_on !== undefined && !isDate(notice.until_on))
      faults.push({ path: `/notices/${index}/until_on`, message: 'is no calendar date' });
  });
  return faults;
}

function factorFaults({ fixed_factors: factors }: Policy): PolicyFault[] {
  return factors.includes('otp')
    ? [{ path: '/fixed_factors', message: 'names otp, which no other system can have checked' }]
    : [];
}

function ruleFaults(policy: Policy): PolicyFault[] {
  const fixed = new Set(policy.fixed_factors);
  const all = new Set(['otp', ...fixed]);
  return policy.challenge_rules.flatMap((rule, index) => {
    const path = `/challenge_rules/${index}`;
    const unknownOperations = (rule.when.operations ?? [])
      .filter((name) => operationOf(policy, name) === undefined)
      .map((name) => ({ path: `${path}/when/operations`, message: `names no operation: ${name}` }));
    return [
      ...unknownOperations,
      ...unknownFactors(`${path}/factors`, rule.factors, all),
      ...unknownFactors(`${path}/without_otp`, rule.without_otp ?? [], fixed),
    ];
  });
}

function unknownFactors(
  path: string,
  names: readonly string[],
  known: ReadonlySet<string>,
): PolicyFault[] {
  return names
    .filter((name) => !known.has(name))
    .map((name) => ({ path, message: `names no factor that may stand here: ${name}` }));
}

function deskFaults(policy: Policy): PolicyFault[] {
  const desks = new Set(policy.desks.map((desk) => desk.id));
  const named = [
    ['/lockout/unlock/desk', policy.lockout.unlock.desk],
    ['/revocation/desk', policy.revocation.desk],
  ] as const;
  return named
    .filter(([, desk]) => !desks.has(desk))
    .map(([path, desk]) => ({ path, message: `names no desk: ${desk}` }));
}

function authenticatorFaults(policy: Policy): PolicyFault[] {
  return policy.authenticators.flatMap((one, index) => {
    const path = `/authenticators/${index}`;
    const timeBased = one.kind === 'hardware_totp';
    const faults: PolicyFault[] = [];
    if (timeBased !== (one.step_seconds !== undefined))
      faults.push({
        path: `${path}/step_seconds`,
        message: 'belongs to time-based kinds, and only to them',
      });
    if (!isPattern(one.serial_pattern))
      faults.push({ path: `${path}/serial_pattern`, message: 'is no regular expression' });
    return faults;
  });
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u').source.length > 0;
  } catch {
    return false;
  }
}

function lockoutFaults({ lockout }: Policy): PolicyFault[] {
  return lockout.cap < lockout.threshold
    ? [
        {
          path: '/lockout/cap',
          message: 'is below the threshold, so the threshold would never lock',
        },
      ]
    : [];
}
