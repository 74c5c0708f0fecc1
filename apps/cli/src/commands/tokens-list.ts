import type { TokenState } from '@warifu/engine';
import type { ListedToken } from '@warifu/server';
import { InvalidArgumentError, Option } from 'commander';
import { onData } from '../data.ts';
import type { Leaf } from '../leaf.ts';
import { counted } from '../outcome.ts';

// Written out, since loading the engine would make every help wait.
const states = [
  'in_stock',
  'shipped',
  'delivered',
  'in_service',
  'retired',
] as const satisfies readonly TokenState[];

/** `warifu tokens list`: the devices of an institution, never their secrets. */
export const tokensList: Leaf = {
  usage: 'list',
  summary: 'List an institution’s tokens.',
  examples: [
    'warifu tokens list --institution ID',
    'warifu tokens list --institution ID --state in_stock --limit 20 --json',
  ],
  onData: true,
  options: (command) =>
    command
      .requiredOption('--institution <id>', 'whose tokens')
      .addOption(new Option('--state <state>', 'only those').choices(states))
      .option('--limit <count>', 'how many at most', countOf, '50'),
  run: async (invocation) => {
    const { options } = invocation;
    const { tokens, more } = await onData(invocation, (admin) =>
      admin.listTokens({
        institution: options.needed('institution'),
        state: options.text('state'),
        limit: Number(options.needed('limit')),
      }),
    );
    const document = { tokens: tokens.map(onWire), more };
    return { ok: true, document, text: [...tokens.map(line), summary(tokens, more)].join('\n') };
  },
};

const mostTokens = 100_000;

function countOf(text: string): string {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > mostTokens)
    throw new InvalidArgumentError(`Give a number from 1 to ${mostTokens}.`);
  return text;
}

function onWire(token: ListedToken): object {
  const { stepSeconds, expiresOn, contractId, ...rest } = token;
  return { ...rest, step_seconds: stepSeconds, expires_on: expiresOn, contract_id: contractId };
}

function line({ serial, state, kind, algorithm, digits, expiresOn, contractId }: ListedToken) {
  const device = `${kind} ${algorithm} ${digits}`;
  const place = contractId ?? '-';
  return [serial.padEnd(14), state.padEnd(10), device, expiresOn ?? '-'.padEnd(10), place].join(
    '  ',
  );
}

function summary(tokens: readonly ListedToken[], more: boolean): string {
  if (!more) return counted(tokens.length, 'token');
  return `the first ${counted(tokens.length, 'token')}; --limit shows more`;
}
