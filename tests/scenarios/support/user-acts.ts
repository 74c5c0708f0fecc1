import { type Act, told } from './act.ts';
import type { Json } from './api.ts';
import type { World } from './world.ts';

/** Who acts, by a user's name or as `desk:corporate_help_desk`. */
export function acting(world: World, who: string) {
  return who.startsWith('desk:')
    ? { staff_id: 'staff-1', desk: who.slice('desk:'.length), evidence: 'form 1' }
    : { user_id: world.user(who) };
}

/** What is done to a user, from words like `login:x name:y role:admin may:one_off_transfer,…`. */
export function userChange(words: readonly string[]): Json {
  const names: Readonly<Record<string, string>> = { login: 'login_id', may: 'permissions' };
  const members = words.map((word) => {
    const [name = '', value = ''] = word.split(/:(.*)/s);
    const listed = value === '' ? [] : value.split(',');
    return [names[name] ?? name, name === 'may' ? listed : value];
  });
  return Object.fromEntries(members);
}

interface ByWhom {
  readonly words: readonly string[];
  readonly who: object;
}

/** Splits `… [by M] [with M]`: what comes before, and who acts with whose latest challenge. */
function byWhom(world: World, words: readonly string[]): ByWhom {
  const [byAt, withAt] = [words.indexOf('by'), words.indexOf('with')];
  const ends = [byAt, withAt].filter((at) => at !== -1);
  const challenge = withAt === -1 ? undefined : world.challenges.get(words[withAt + 1] ?? '');
  return {
    words: words.slice(0, Math.min(words.length, ...ends)),
    who: {
      ...(byAt === -1 ? {} : { acting: acting(world, words[byAt + 1] ?? '') }),
      ...(challenge ? { challenge_id: challenge['id'] } : {}),
    },
  };
}

/** `user U C member one_off_transfer … [by M] [with M]`: adds a user to a contract. */
async function user(world: World, all: readonly string[]): Promise<string> {
  const { words, who } = byWhom(world, all);
  const [name = '', contractName = '', role = '', ...permissions] = words;
  const body = {
    contract_id: world.contract(contractName),
    login_id: name,
    name: `user-${name}`,
    role,
    permissions,
    ...who,
  };
  const answer = await world.channel.send('/v1/users', { body });
  return told(answer, ({ id }) => {
    world.users.set(name, { id: String(id), contract: contractName });
    return 'added';
  });
}

/** `change U role:admin … [by M] [with M]`: changes what is named. */
async function change(world: World, [name = '', ...rest]: readonly string[]): Promise<string> {
  const { words, who } = byWhom(world, rest);
  const body = { ...userChange(words), ...who };
  const path = `/v1/users/${world.user(name)}`;
  return told(await world.channel.send(path, { method: 'PATCH', body }), () => 'changed');
}

/** `remove U [by M] [with M]`: removes a user. */
async function remove(world: World, [name = '', ...rest]: readonly string[]): Promise<string> {
  const { acting: party = {}, challenge_id } = byWhom(world, rest).who as {
    acting?: Readonly<Record<string, string>>;
    challenge_id?: string;
  };
  const query = new URLSearchParams(challenge_id === undefined ? {} : { challenge_id });
  for (const [member, value] of Object.entries(party)) query.set(`acting_${member}`, value);
  const path = `/v1/users/${world.user(name)}${query.size > 0 ? `?${query}` : ''}`;
  return told(await world.channel.send(path, { method: 'DELETE' }), () => 'removed');
}

/** `unlock U by M [with M]` or `unlock U by desk:corporate_help_desk`. */
async function unlock(world: World, all: readonly string[]): Promise<string> {
  const { words, who } = byWhom(world, all);
  const body = { user_ids: words.map((name) => world.user(name)), ...who };
  return told(await world.channel.send('/v1/locks/unlock', { body }), () => 'unlocked');
}

/** `revoke U V reason lost by M [with M]` — `with` uses that user's latest challenge up. */
async function revoke(world: World, words: readonly string[]): Promise<string> {
  const [reasonAt, byAt, withAt] = ['reason', 'by', 'with'].map((word) => words.indexOf(word));
  const targets = words.slice(0, reasonAt);
  const [first = ''] = targets;
  const challenge =
    withAt === -1 ? undefined : world.challenges.get(words[(withAt ?? 0) + 1] ?? '');
  const body = {
    ...(first.startsWith('token:')
      ? { token_id: world.tokens.get(first.slice('token:'.length)) }
      : { user_ids: targets.map((name) => world.user(name)) }),
    reason: words[(reasonAt ?? 0) + 1],
    acting: acting(world, words[(byAt ?? 0) + 1] ?? ''),
    ...(challenge ? { challenge_id: challenge['id'] } : {}),
  };
  const answer = await world.channel.send('/v1/revocations', { body });
  return told(answer, ({ bindings }) => `${(bindings as unknown[]).length} ended`);
}

/** `record U`: who did the latest act on the user, and with which factors, as the audit has it. */
async function record(world: World, [name = '']: readonly string[]): Promise<string> {
  const path = `/v1/audit_events?limit=200&user_id=${world.user(name)}`;
  const { data } = await world.channel.ok(path);
  const last = (data as Json[]).at(-1) ?? {};
  const actor = last['actor'] as Json;
  const by = [...world.users].find(([, { id }]) => id === actor['user_id'])?.[0];
  const who = by ?? actor['desk'] ?? 'the bank';
  const factors = (last['factors'] as string[]).join('+');
  const what = `${String(last['action'])} ${String(last['outcome'])} by ${String(who)}`;
  return factors === '' ? what : `${what} with ${factors}`;
}

export const userActs: Readonly<Record<string, Act>> = {
  user,
  change,
  remove,
  unlock,
  revoke,
  record,
};
