import type { DiffLine, Policy, PolicyDiff } from '@warifu/engine';
import { onData } from '../data.ts';
import type { Invocation, Leaf } from '../leaf.ts';
import { Failure } from '../outcome.ts';
import { readPolicy } from '../policy-file.ts';
import { type Language, languageOf, withLanguage } from './language.ts';

/** `warifu policy diff`: what differs between two policies, and what that means. */
export const policyDiff: Leaf = {
  usage: 'diff <old> <new>',
  summary: 'Compare two policies: files, or numbers of versions in the store.',
  examples: [
    'warifu policy diff old.json new.json',
    'warifu policy diff 3 new.json --institution ID --lang ja',
  ],
  onData: true,
  options: (command) =>
    withLanguage(command).option('--institution <id>', 'whose versions the numbers are'),
  run: async (invocation) => {
    const [old = '', next = ''] = invocation.args;
    const [before, after] = [
      await policyNamed(invocation, old),
      await policyNamed(invocation, next),
    ];
    const { diffPolicies } = await import('@warifu/engine');
    const diff = diffPolicies(before, after);
    return { ok: true, document: { ...diff }, text: textOf(diff, languageOf(invocation.options)) };
  },
};

/** A policy by its file, or by the number of a version of an institution. Throws `Failure`. */
export async function policyNamed(invocation: Invocation, name: string): Promise<Policy> {
  const { options, io } = invocation;
  if (!/^\d+$/.test(name)) {
    const parsed = await readPolicy(io, name);
    if (parsed.ok) return parsed.policy;
    throw new Failure(
      'policy_invalid',
      `${name} has faults; \`warifu policy check ${name}\` tells which`,
    );
  }
  const institution = options.text('institution');
  if (institution === undefined)
    throw new Failure('institution_missing', `say by --institution whose version ${name} is`);
  const { document } = await onData(invocation, (admin) =>
    admin.policyDocument({ institution, version: Number(name) }),
  );
  const { parsePolicy } = await import('@warifu/engine');
  const parsed = parsePolicy(document);
  if (parsed.ok) return parsed.policy;
  throw new Failure('policy_invalid', `version ${name} is not one that this Warifu understands`);
}

const groupNames = {
  asking: { ja: '求める要素', en: 'What is asked' },
  registration: { ja: '導入・登録・猶予', en: 'Adoption, registration, grace' },
  locks: { ja: '停止と解除', en: 'Locks' },
  loss: { ja: '紛失・失効・自己手続', en: 'Loss, revocation, self-service' },
  tokens: { ja: 'トークン', en: 'Tokens' },
  fees: { ja: '手数料', en: 'Fees' },
  limits: { ja: '限度額・当日扱い・補償', en: 'Limits, same day, compensation' },
  screens: { ja: '画面・窓口・お知らせ', en: 'Screens, desks, notices' },
} as const;

const marks = { stricter: '+', looser: '-', changed: ' ' } as const;

function textOf({ lines }: PolicyDiff, language: Language): string {
  if (lines.length === 0) return language === 'ja' ? '違いはありません' : 'nothing differs';
  const groups = Map.groupBy(lines, (line) => line.group);
  const parts = [...groups].map(([group, own]) =>
    [groupNames[group][language], ...own.map((line) => lineOf(line, language))].join('\n'),
  );
  const legend =
    language === 'ja' ? '（+ 厳しくなる、- 緩くなる）' : '(+ stricter for customers, - looser)';
  return [...parts, legend].join('\n');
}

function lineOf({ direction, path, text }: DiffLine, language: Language): string {
  return `  ${marks[direction]} ${text[language]}  [${path}]`;
}
