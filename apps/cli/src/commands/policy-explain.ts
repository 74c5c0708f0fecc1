import type { StatedFacts } from '@warifu/engine';
import { Option } from 'commander';
import { onData } from '../data.ts';
import type { Leaf, Options } from '../leaf.ts';
import { Failure, WrongUsage } from '../outcome.ts';
import { languageOf, withLanguage } from './language.ts';

/** `warifu policy explain`: what is asked of a user for an operation, and which rule says so. */
export const policyExplain: Leaf = {
  usage: 'explain',
  summary: 'Say which factors an operation asks of a user at an instant, and which rule says so.',
  examples: [
    'warifu policy explain --institution ID --contract 0001 --user hanako --operation login',
    'warifu policy explain --institution ID --contract 0001 --user taro --operation one_off_transfer --approval single --stage final_approval --at 2027-01-31T23:59:59+09:00',
  ],
  onData: true,
  options: (command) =>
    withLanguage(command)
      .requiredOption('--institution <id>', 'whose contract')
      .requiredOption('--contract <number>', 'the number of the contract')
      .requiredOption('--user <login id>', 'the user by his login ID')
      .requiredOption('--operation <name>', 'the operation by its name in the policy')
      .addOption(new Option('--approval <flow>').choices(['none', 'single', 'double']))
      .addOption(
        new Option('--stage <stage>').choices(['commit', 'first_approval', 'final_approval']),
      )
      .option('--amount <yen>', 'the amount')
      .option('--channel <name>', 'the channel')
      .option('--payee-class <name>', 'the class of the payee')
      .option('--certificate', 'with a client certificate')
      .option('--same-day', 'to be carried out today')
      .option('--at <instant>', 'when, RFC 3339; now when not given'),
  run: async (invocation) => {
    const { options } = invocation;
    const request = {
      institutionId: options.needed('institution'),
      contractNumber: options.needed('contract'),
      loginId: options.needed('user'),
      facts: factsOf(options),
      at: instantOf(options, 'at'),
    };
    const result = await onData(invocation, (admin) => admin.explainPolicy(request));
    if (!result.ok)
      throw new Failure(result.reason, messages[result.reason] ?? `refused: ${result.reason}`);
    const language = languageOf(options);
    const { ok: _ok, text, ...document } = result;
    return {
      ok: true,
      document: { ...document, text },
      text: text.map((line) => line[language]).join('\n'),
    };
  },
};

const messages: Readonly<Record<string, string>> = {
  contract_unknown: 'there is no contract of that number',
  user_unknown: 'the contract has no user of that login ID',
  operation_unknown: 'the policy has no operation of that name',
  details_incomplete:
    'the operation needs more details: --approval and --stage, or --amount where there is a limit',
};

function factsOf(options: Options): StatedFacts {
  const amount = options.text('amount');
  const amountYen = amount === undefined ? undefined : Number(amount);
  if (amountYen !== undefined && !Number.isSafeInteger(amountYen))
    throw new WrongUsage(`"${amount}" is no amount in yen`);
  return {
    operation: options.needed('operation'),
    approval: oneOf(['none', 'single', 'double'] as const, options.text('approval')),
    stage: oneOf(['commit', 'first_approval', 'final_approval'] as const, options.text('stage')),
    amountYen,
    channel: options.text('channel'),
    payeeClass: options.text('payeeClass'),
    clientCertificate: options.flag('certificate') || undefined,
    sameDay: options.flag('sameDay') || undefined,
  };
}

function oneOf<T extends string>(words: readonly T[], text: string | undefined): T | undefined {
  return words.find((word) => word === text);
}

/** An instant of an option (ms); null when it was not given. */
export function instantOf(options: Options, name: string): number | null {
  const text = options.text(name);
  if (text === undefined) return null;
  const at = Date.parse(text);
  if (Number.isNaN(at))
    throw new WrongUsage(`"${text}" is no instant; write it like 2027-04-01T00:00:00+09:00`);
  return at;
}
