import { isScope, scopeNames } from '@warifu/wire';
import { onData } from '../data.ts';
import type { Leaf, Options } from '../leaf.ts';
import { Failure, WrongUsage } from '../outcome.ts';

/** `warifu api-keys create`: the key is shown once and only its hash is kept. */
export const apiKeysCreate: Leaf = {
  usage: 'create',
  summary: 'Make an API key of an institution. It is printed once and cannot be read again.',
  examples: [
    'warifu api-keys create --institution ID --name portal --scope challenges:write --scope verifications:write',
    'warifu api-keys create --institution ID --name operator --all-scopes --json',
  ],
  onData: true,
  options: (command) =>
    command
      .requiredOption('--institution <id>', 'whose key it is')
      .requiredOption('--name <name>', 'what it is for, for the people who read the audit')
      .option('--scope <scope>', 'what it may do; repeat it for each', collect)
      .option('--all-scopes', 'everything')
      .addHelpText('after', `\nScopes:\n${scopeNames.map((name) => `  ${name}`).join('\n')}`),
  run: async (invocation) => {
    const { options } = invocation;
    const institutionId = options.needed('institution');
    const name = options.needed('name');
    const scopes = scopesOf(options);
    const key = await onData(invocation, async (admin) => {
      const { institutions } = await admin.status();
      if (!institutions.includes(institutionId))
        throw new Failure(
          `there is no institution "${institutionId}" here; \`warifu institutions list\` shows which are`,
        );
      return admin.createApiKey({ institutionId, name, scopes });
    });
    const document = { id: key.id, api_key: key.text, institution: institutionId, name, scopes };
    return { ok: true, document, text: key.text };
  },
};

function collect(scope: string, before: readonly string[] = []): readonly string[] {
  return [...before, scope];
}

function scopesOf(options: Options): readonly string[] {
  const named = options.list('scope');
  if (options.flag('allScopes')) {
    if (named.length > 0) throw new WrongUsage('give either --scope or --all-scopes');
    return scopeNames;
  }
  const unknown = named.find((scope) => !isScope(scope));
  const help = 'see `warifu api-keys create --help`';
  if (unknown !== undefined) throw new WrongUsage(`there is no scope "${unknown}"; ${help}`);
  if (named.length === 0)
    throw new WrongUsage(`say what the key may do by --scope or --all-scopes; ${help}`);
  return [...new Set(named)];
}
