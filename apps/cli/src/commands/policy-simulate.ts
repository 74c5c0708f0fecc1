import type { Simulation, SimulationExample } from '@warifu/engine';
import { onData } from '../data.ts';
import { readJson } from '../io.ts';
import type { Leaf, Options } from '../leaf.ts';
import { WrongUsage } from '../outcome.ts';
import { type Language, languageOf, withLanguage } from './language.ts';
import { instantOf } from './policy-explain.ts';

/** `warifu policy simulate`: what a new version would do to the contracts in the store. */
export const policySimulate: Leaf = {
  usage: 'simulate <policy>',
  summary:
    'Try a policy (a file, or the number of a version) on the contracts in the store: who would be asked, blocked or freed, and from when. Nothing is changed.',
  examples: [
    'warifu policy simulate new.json --institution ID',
    'warifu policy simulate 4 --institution ID --from 2027-04-01T00:00:00+09:00 --lang ja',
  ],
  onData: true,
  options: (command) =>
    withLanguage(command)
      .requiredOption('--institution <id>', 'whose contracts')
      .option('--from <instant>', 'from when it would decide, RFC 3339; at once when not given')
      .option('--days <count>', 'how far ahead grace, locks and expiry are looked at', '90')
      .option('--examples <count>', 'how many users of each kind are named', '5'),
  run: async (invocation) => {
    const { options, io } = invocation;
    const [name = ''] = invocation.args;
    const policy = /^\d+$/.test(name)
      ? { version: Number(name) }
      : { document: readJson(io, name) };
    const result = await onData(invocation, (admin) =>
      admin.simulatePolicy({
        institution: options.needed('institution'),
        policy,
        effectiveAt: instantOf(options, 'from'),
        horizonDays: countOf(options, 'days'),
        mostExamples: countOf(options, 'examples'),
      }),
    );
    return { ok: true, document: { ...result }, text: textOf(result, languageOf(options)) };
  },
};

const most = 10_000;

function countOf(options: Options, name: string): number {
  const count = Number(options.needed(name));
  if (!Number.isInteger(count) || count < 0 || count > most)
    throw new WrongUsage(`--${name} takes a number from 0 to ${most}`);
  return count;
}

const changeNames = {
  newly_asked: { ja: '新たに OTP を求められる', en: 'newly asked for an OTP' },
  newly_blocked: { ja: '新たに受け付けられなくなる', en: 'newly refused' },
  freed: { ja: '求められなくなる、または再びできるようになる', en: 'freed' },
} as const;

const causeNames = {
  effective: { ja: '適用開始時', en: 'from the beginning' },
  grace_ends: { ja: '猶予の終了時', en: 'when grace ends' },
  lock_ends: { ja: '一時停止の終了時', en: 'when a lock ends' },
  cooldown_ends: { ja: '待機の終了時', en: 'when a pause ends' },
  token_expires: { ja: '有効期限の到来時', en: 'when a token expires' },
  policy_date: { ja: 'ポリシーの定める日', en: 'on a date of the policy' },
} as const;

function textOf({ contracts, users, affected, counts, examples }: Simulation, language: Language) {
  const head =
    language === 'ja'
      ? `${contracts}契約・${users}名を調べ、${affected}名に影響があります`
      : `${contracts} contracts and ${users} users looked at, ${affected} users affected`;
  const lines = counts.map(({ change, operation, cause, users: number }) => {
    const [what, when] = [changeNames[change][language], causeNames[cause][language]];
    return `  ${operation}: ${what}, ${when}: ${number}`;
  });
  return [head, ...lines, ...examples.map((one) => exampleLine(one, language))].join('\n');
}

function exampleLine(one: SimulationExample, language: Language): string {
  const { contractNumber, loginId, operation, stage, change, from } = one;
  const place = stage === null ? operation : `${operation} (${stage})`;
  const at = new Date(from).toISOString();
  return `    ${contractNumber} ${loginId} ${place}: ${changeNames[change][language]}, ${at}`;
}
