import { type Act, told } from './act.ts';
import type { Json } from './api.ts';
import { actor, byParty, deskText, nameOf, parted, requestsOf } from './desk-words.ts';
import type { World } from './world.ts';

/** `file C unlock paper [for U] [dated 2027-01-04] [with form …] [by desk:branch] as R`: takes a paper in. */
async function file(world: World, all: readonly string[]): Promise<string> {
  const words = parted(all, ['for', 'dated', 'with', 'by', 'as']);
  const [contract = '', kind, channel] = words.free;
  const user = words.one('for');
  const who = words.one('by');
  const body = {
    contract_id: world.contract(contract),
    kind,
    channel,
    filed_on: words.one('dated') ?? '2027-01-04',
    documents: words.all('with'),
    ...(user === undefined ? {} : { user_id: world.user(user) }),
    ...(who === undefined ? {} : { acting: actor(world, who) }),
  };
  const answer = await world.channel.send('/v1/paper_requests', { body });
  return told(answer, ({ id, expected_from_on: from, expected_to_on: to }) => {
    requestsOf(world).set(words.one('as') ?? 'R', String(id));
    return from === null ? 'filed' : `filed, ${String(from)} to ${String(to)}`;
  });
}

/** `reject R by desk:branch`: refuses it. */
async function reject(world: World, [name = '', , who]: readonly string[]): Promise<string> {
  const path = `/v1/paper_requests/${requestsOf(world).get(name)}/rejection`;
  const body = { acting: actor(world, who, 'the seal differs') };
  return told(await world.channel.send(path, { body }), ({ state }) => String(state));
}

/** `request R`: where it stands. */
async function request(world: World, [name = '']: readonly string[]): Promise<string> {
  const id = requestsOf(world).get(name);
  for (const state of ['filed', 'done', 'rejected']) {
    let cursor = '';
    do {
      const page = await world.channel.ok(`/v1/paper_requests?limit=200&state=${state}${cursor}`);
      if ((page['data'] as Json[]).some((one) => one['id'] === id)) return state;
      cursor = page['next_cursor'] === null ? '' : `&cursor=${String(page['next_cursor'])}`;
    } while (cursor !== '');
  }
  return 'unknown';
}

function targets(world: World, names: readonly string[]) {
  const tokens = names.filter((name) => name.startsWith('token:'));
  if (tokens.length === 0) return { user_ids: names.map((name) => world.user(name)) };
  return { token_ids: tokens.map((name) => world.tokens.get(name.slice('token:'.length))) };
}

/** `lift U V | token:F by A | desk:branch [on R] [with A]`: lifts locks. */
async function lift(world: World, all: readonly string[]): Promise<string> {
  const words = parted(all, ['by', 'on', 'with']);
  const body = { ...targets(world, words.free), ...byParty(world, words) };
  return told(await world.channel.send('/v1/locks/unlock', { body }), () => 'lifted');
}

/** `end U V | token:F for lost by … [on R] [with M]`: revokes; tells whose bindings and which tokens ended. */
async function end(world: World, all: readonly string[]): Promise<string> {
  const words = parted(all, ['for', 'by', 'on', 'with']);
  const { token_ids: tokenIds, ...users } = targets(world, words.free) as Record<string, string[]>;
  const body = {
    ...users,
    ...(tokenIds ? { token_id: tokenIds[0] } : {}),
    reason: words.one('for') ?? 'revoked',
    ...byParty(world, words),
  };
  return told(await world.channel.send('/v1/revocations', { body }), (ended) =>
    endedText(world, ended),
  );
}

/** `initialise U by M [with M]`: takes a registration back before its first use. */
async function initialise(world: World, all: readonly string[]): Promise<string> {
  const words = parted(all, ['by', 'on', 'with']);
  const body = { ...targets(world, words.free), ...byParty(world, words) };
  return told(await world.channel.send('/v1/initialisations', { body }), (ended) =>
    endedText(world, ended),
  );
}

function endedText(world: World, { bindings, retired_token_ids: retired }: Json): string {
  const users = (bindings as Json[]).map((one) => nameOf(world, one['user_id']));
  const tokens = (retired as unknown[]).map((id) => nameOf(world, id));
  const gone = tokens.length === 0 ? '' : `, ${tokens.join(' ')} retired`;
  return `${users.join(' ') || 'nobody'} ended${gone}`;
}

/** `locks C`: what is locked, whom it stops, and who lifts it. */
async function locks(world: World, [name = '']: readonly string[]): Promise<string> {
  const answer = await world.channel.send(`/v1/locks?contract_id=${world.contract(name)}`);
  return told(answer, ({ data }) => {
    const rows = (data as Json[]).map((lock) => {
      const by = lock['lifted_by'] as Json;
      const users = (by['user_ids'] as unknown[]).map((id) => nameOf(world, id));
      const whom = (lock['affected_user_ids'] as unknown[]).map((id) => nameOf(world, id));
      const lifters = [...users, ...(by['desk'] === null ? [] : [String(by['desk'])])];
      return `${whom.join(' ')}: ${String(lock['stops'])} by ${String(lock['cause'])}, ${lifters.join(' ')}`;
    });
    return rows.length === 0 ? 'none' : rows.join('; ');
  });
}

/** `help U`: who can help him now, and at which desk with its hours. */
async function help(world: World, [name = '']: readonly string[]): Promise<string> {
  const answer = await world.channel.send(`/v1/users/${world.user(name)}`);
  return told(answer, ({ otp }) => {
    const given = (otp as Json)['help'] as Json | null;
    if (given === null) return 'none needed';
    const users = (given['user_ids'] as unknown[]).map((id) => nameOf(world, id));
    const desk = given['desk'] === null ? [] : [deskText(given['desk'])];
    return [...users, ...desk].join(' ');
  });
}

/** `address U new@mail.example | none [by M] [with M]`: changes where notices to the user go. */
async function address(world: World, all: readonly string[]): Promise<string> {
  const words = parted(all, ['by', 'on', 'with']);
  const [name = '', to = ''] = words.free;
  const body = { mail_address: to === 'none' ? null : to, ...byParty(world, words) };
  const path = `/v1/users/${world.user(name)}`;
  const answer = await world.channel.send(path, { method: 'PATCH', body });
  return told(answer, ({ mail_address }) => String(mail_address));
}

/** `ask_address U W new@mail.example [operation]`: what it asks of U to change W's address. */
async function askAddress(world: World, words: readonly string[]): Promise<string> {
  const [name = '', target = '', to = '', operation = 'change_contact'] = words;
  const details = { target_user_ids: [world.user(target)], user_change: { mail_address: to } };
  const body = { user_id: world.user(name), operation, details };
  return told(await world.channel.send('/v1/challenges', { body }), (challenge) => {
    world.challenges.set(name, challenge);
    const factors = (challenge['factors'] as string[]).join('+');
    return `${String(challenge['required'])} ${factors}`.trim();
  });
}

/** `inbox a@mail.example`: what the notices to an address are about, the earliest first. */
async function inbox(world: World, [to = '']: readonly string[]): Promise<string> {
  const { store } = world.server.warifu.deps;
  const page = { limit: 200, after: null };
  const { rows } = await store.mails.list(world.server.institutionId, {}, page);
  const topics = rows
    .filter((mail) => mail.to === to && mail.kind === 'notice')
    .map((mail) => String((JSON.parse(mail.data) as Json)['topic']));
  return topics.length === 0 ? 'nothing' : topics.join(' ');
}

/** `audited C`: the latest record of a contract: what, how it ended, by whom and on what evidence. */
async function audited(world: World, [name = '']: readonly string[]): Promise<string> {
  const path = `/v1/audit_events?limit=200&contract_id=${world.contract(name)}`;
  const { data } = await world.channel.ok(path);
  const last = (data as Json[]).at(-1) ?? {};
  const who = last['actor'] as Json;
  const evidence = [...requestsOf(world)].find(([, id]) => id === who['evidence'])?.[0];
  const by =
    who['user_id'] === undefined
      ? String(who['desk'] ?? 'the bank')
      : nameOf(world, who['user_id']);
  const on = evidence ?? who['evidence'];
  const events = (last['events'] as Json[]).map((event) => event['type']).join(' ');
  return `${String(last['action'])} ${String(last['outcome'])} by ${by}${on === undefined ? '' : ` on ${String(on)}`}: ${events}`;
}

/** `apply_on C reissue 1 by desk:branch on R [kind key_fob]`: records an application on a paper. */
async function applyOn(world: World, all: readonly string[]): Promise<string> {
  const words = parted(all, ['by', 'on', 'kind']);
  const [name = '', kind = '', count = '1'] = words.free;
  const authenticator = words.one('kind');
  const body = {
    contract_id: world.contract(name),
    kind,
    token_count: Number(count),
    filed_on: '2027-01-04',
    ...(authenticator === undefined ? {} : { authenticator }),
    ...byParty(world, words),
  };
  return told(await world.channel.send('/v1/applications', { body }), ({ id }) => {
    world.applications.set(`${name} ${kind}`, String(id));
    return 'recorded';
  });
}

/** The verbs of desks: papers, locks, revocations, and where notices go. */
export const deskActs: Readonly<Record<string, Act>> = {
  file,
  reject,
  request,
  lift,
  end,
  initialise,
  locks,
  help,
  address,
  ask_address: askAddress,
  inbox,
  audited,
  apply_on: applyOn,
};
