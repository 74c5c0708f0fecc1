import type { ListedApiKey } from '@warifu/server';
import { isScope, scopeNames } from '@warifu/wire';
import { onData } from '../data.ts';
import type { Leaf, Options } from '../leaf.ts';
import { counted, WrongUsage } from '../outcome.ts';

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
      .option('--except <scope>', 'but not this, with --all-scopes; repeat it for each', collect)
      .addHelpText('after', `\nScopes:\n${scopeNames.map((name) => `  ${name}`).join('\n')}`),
  run: async (invocation) => {
    const { options } = invocation;
    const institutionId = options.needed('institution');
    const name = options.needed('name');
    const scopes = scopesOf(options);
    const key = await onData(invocation, (admin) =>
      admin.createApiKey({ institutionId, name, scopes }),
    );
    const document = { id: key.id, api_key: key.text, institution: institutionId, name, scopes };
    return { ok: true, document, text: key.text };
  },
};

/** `warifu api-keys list`: who may do what; of the keys themselves nothing is kept that could be shown. */
export const apiKeysList: Leaf = {
  usage: 'list',
  summary: 'List the API keys: ID, institution, name, scopes, and whether they are revoked.',
  examples: ['warifu api-keys list', 'warifu api-keys list --institution ID --json'],
  onData: true,
  options: (command) => command.option('--institution <id>', 'only its keys'),
  run: async (invocation) => {
    const institution = invocation.options.text('institution');
    const keys = await onData(invocation, (admin) => admin.listApiKeys({ institution }));
    const lines = [...keys.map(line), counted(keys.length, 'API key')];
    return { ok: true, document: { api_keys: keys.map(onWire) }, text: lines.join('\n') };
  },
};

/** `warifu api-keys revoke`: from its answer on, no request is let in with the key. */
export const apiKeysRevoke: Leaf = {
  usage: 'revoke <id>',
  summary: 'Revoke an API key at once and for good.',
  examples: ['warifu api-keys revoke key_ID', 'warifu api-keys revoke key_ID --json'],
  onData: true,
  run: async (invocation) => {
    const [id = ''] = invocation.args;
    // The text of a key would stay in the shell's history, and must not be repeated in a message.
    if (!/^key_[0-9a-z]+$/.test(id))
      throw new WrongUsage(
        'give the key’s ID, which begins with key_, and never the key; see `warifu api-keys list`',
      );
    const key = await onData(invocation, (admin) => admin.revokeApiKey({ id }));
    const text = `${key.id} ("${key.name}" of ${key.institutionId}) is revoked`;
    return { ok: true, document: onWire(key), text };
  },
};

function line({ id, institutionId, name, scopes, createdAt, revokedAt }: ListedApiKey): string {
  const state = revokedAt === null ? 'in force' : `revoked ${instant(revokedAt)}`;
  const head = [id, institutionId, JSON.stringify(name), `made ${instant(createdAt)}`, state];
  const all = scopes.length === scopeNames.length;
  return `${head.join('  ')}\n    ${all ? 'every scope' : scopes.join(' ')}`;
}

function onWire({ institutionId, createdAt, revokedAt, ...rest }: ListedApiKey): object {
  return {
    ...rest,
    institution: institutionId,
    created_at: instant(createdAt),
    revoked_at: revokedAt === null ? null : instant(revokedAt),
  };
}

function instant(at: number): string {
  return new Date(at).toISOString();
}

function collect(scope: string, before: readonly string[] = []): readonly string[] {
  return [...before, scope];
}

function scopesOf(options: Options): readonly string[] {
  const named = options.list('scope');
  const but = options.list('except');
  const unknown = [...named, ...but].find((scope) => !isScope(scope));
  const help = 'see `warifu api-keys create --help`';
  if (unknown !== undefined) throw new WrongUsage(`there is no scope "${unknown}"; ${help}`);
  if (options.flag('allScopes')) {
    if (named.length > 0) throw new WrongUsage('give either --scope or --all-scopes');
    return scopeNames.filter((scope) => !but.includes(scope));
  }
  if (but.length > 0) throw new WrongUsage(`--except goes with --all-scopes; ${help}`);
  if (named.length === 0)
    throw new WrongUsage(`say what the key may do by --scope or --all-scopes; ${help}`);
  return [...new Set(named)];
}
