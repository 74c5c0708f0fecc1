import type { Finding } from '@warifu/engine';
import type { Leaf } from '../leaf.ts';
import type { Outcome } from '../outcome.ts';
import { faulty, readPolicy } from '../policy-file.ts';
import { type Language, languageOf, withLanguage } from './language.ts';

/** `warifu policy lint`: contradictions, dead ends, and values below the standards. */
export const policyLint: Leaf = {
  usage: 'lint <policy>',
  summary:
    'Look for what is wrong with a sound policy: contradictions, dead ends, values below standards.',
  examples: [
    'warifu policy lint policy.json',
    'warifu policy lint policy.json --lang ja',
    'warifu policy lint policy.json --json',
  ],
  onData: false,
  options: (command) =>
    withLanguage(command).option(
      '--quick',
      'leave out the search for dead ends, which takes seconds',
    ),
  run: async ({ args: [file = ''], options, io }) => {
    const parsed = await readPolicy(io, file);
    if (!parsed.ok) return faulty(file, parsed, languageOf(options));
    const { lintDocument, lintPolicy } = await import('@warifu/engine');
    const lint = options.flag('quick') ? lintDocument : lintPolicy;
    const findings = lint(parsed.policy);
    return outcomeOf(file, findings, languageOf(options));
  },
};

function outcomeOf(file: string, findings: readonly Finding[], language: Language): Outcome {
  const count = (severity: Finding['severity']) =>
    findings.filter((one) => one.severity === severity).length;
  const counts = { errors: count('error'), warnings: count('warning'), notes: count('note') };
  const text = [...findings.map((one) => lineOf(one, language)), summary(counts, language)];
  const document = { ...counts, findings };
  if (counts.errors === 0) return { ok: true, document, text: text.join('\n') };
  return {
    ok: false,
    code: 'policy_has_errors',
    document,
    text: text.join('\n'),
    message: `${file} must not become active as it is; correct the errors and lint it again`,
  };
}

const severityNames = {
  ja: { error: '誤り', warning: '警告', note: '参考' },
  en: { error: 'error', warning: 'warning', note: 'note' },
} as const;

function lineOf({ severity, path, message, clause }: Finding, language: Language): string {
  const head = `${severityNames[language][severity]}  ${path}`;
  const rest = clause === undefined ? '' : language === 'ja' ? `（${clause}）` : ` (${clause})`;
  return `${head}\n    ${message[language]}${rest}`;
}

interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
}

function summary({ errors, warnings, notes }: Counts, language: Language): string {
  return language === 'ja'
    ? `誤り ${errors}件、警告 ${warnings}件、参考 ${notes}件`
    : `${errors} errors, ${warnings} warnings, ${notes} notes`;
}
