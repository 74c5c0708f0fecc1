import type { BothLanguages } from '../policy/policy-fault.ts';

/**
 * What a linter finds in a policy that parses: `error` makes no sense or leads nowhere, `warning` is
 * below a standard or most likely not what was meant, `note` is worth knowing.
 */
export const severities = ['error', 'warning', 'note'] as const;
export type Severity = (typeof severities)[number];

export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  /** JSON Pointer of the place in the document. */
  readonly path: string;
  readonly message: BothLanguages;
  /** The clause of a standard that asks for more, as its readers cite it. */
  readonly clause?: string;
}

/** Code and severity of a finding, and the clause that it rests on. */
export type FindingHead = readonly [severity: Severity, code: string, clause?: string];

export function finding(
  [severity, code, clause]: FindingHead,
  path: string,
  [ja, en]: readonly [ja: string, en: string],
): Finding {
  const message = { ja, en };
  return { code, severity, path, message, ...(clause === undefined ? {} : { clause }) };
}

/** The finding where a condition holds, and nothing elsewhere; lists of checks read as a table. */
export function when(condition: boolean, found: () => Finding): Finding[] {
  return condition ? [found()] : [];
}

/** Errors first, then warnings, then notes; within each in the order in which they were found. */
export function bySeverity(findings: readonly Finding[]): Finding[] {
  return severities.flatMap((severity) => findings.filter((one) => one.severity === severity));
}
