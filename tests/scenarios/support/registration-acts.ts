import { type Act, told } from './act.ts';
import type { Json } from './api.ts';
import type { Fob } from './fob.ts';
import type { World } from './world.ts';

/** Words like `code F1! next F1+1 factor pin` behind the first ones, by their names. */
export function named(words: readonly string[], names: readonly string[]) {
  const found = new Map<string, string[]>();
  const free: string[] = [];
  let into = free;
  for (const word of words) {
    if (names.includes(word)) {
      into = found.get(word) ?? [];
      found.set(word, into);
    } else into.push(word);
  }
  return {
    free,
    one: (name: string) => found.get(name)?.[0],
    all: (name: string) => found.get(name),
  };
}

type Named = ReturnType<typeof named>;

/** The code that a word means; given by the table's own acts, which know the fobs. */
export type CodeOf = (world: World, word: string) => string;

function stated(world: World, kinds: readonly string[] | undefined) {
  if (!kinds) return {};
  const checked_at = new Date(world.now).toISOString();
  return { factors: kinds.map((kind) => ({ kind, checked_at })) };
}

/** A serial that nobody has, where a table writes `unknown`. */
function serialOf(world: World, fob: string): string {
  return fob === 'unknown' ? '999999999999' : world.fob(fob).serial;
}

function presented(world: World, fob: string, { words, codeOf }: { words: Named; codeOf: CodeOf }) {
  const next = words.one('next');
  const replaced = words.one('replacing');
  return {
    serial: serialOf(world, fob),
    otp: codeOf(world, words.one('code') ?? fob),
    ...(next === undefined ? {} : { second_otp: codeOf(world, next) }),
    ...(replaced === undefined ? {} : { replaces_token_id: world.tokens.get(replaced) }),
    ...stated(world, words.all('factor')),
  };
}

/** What a registration came to; the fob that was registered is known by its token's ID from then on. */
function registered(world: World, fob: string) {
  return (body: Json): string => {
    const [binding = body['binding']] = (body['bindings'] as Json[] | undefined) ?? [];
    const id = (binding as Json | undefined)?.['token_id'];
    if (typeof id === 'string') world.tokens.set(fob, id);
    return resultText(body);
  };
}

function resultText(body: Json): string {
  const reason = typeof body['reason'] === 'string' ? ` ${body['reason']}` : '';
  const ended = body['ended_binding_ids'] as unknown[] | undefined;
  const count = ended ? ended.length : body['ended_binding_id'] === undefined ? 0 : 1;
  return `${String(body['result'])}${reason}${count === 0 ? '' : `, ${count} ended`}`;
}

const proofWords = ['code', 'next', 'factor', 'replacing', 'with', 'to', 'old'];

/**
 * The acts of every form of registration. Codes are the fob's own unless `code` says otherwise.
 *
 *   enrol U F1 [code F1!] [next F1+1] [factor pin] [replacing F0]   each user for himself
 *   assign M F1 to U V [with M] [code F1!] …                        an administrator for users
 *   self_register U A1 [factor login_password] [code A1!]           from the login page
 *   self_exchange U A2 old A1 … · self_stop U A1 …
 */
export function registrationActs(codeOf: CodeOf): Readonly<Record<string, Act>> {
  const split = (all: readonly string[]) => {
    const words = named(all, proofWords);
    const [name = '', fob = ''] = words.free;
    return { words, name, fob, codeOf };
  };
  return {
    enrol: async (world, all) => {
      const { words, name, fob } = split(all);
      const body = presented(world, fob, { words, codeOf });
      const path = `/v1/enrolments/${world.user(name)}/registration`;
      return told(await world.operator.send(path, { body }), registered(world, fob));
    },
    assign: async (world, all) => {
      const { words, name, fob } = split(all);
      const challenge = world.challenges.get(words.one('with') ?? '');
      const body = {
        ...presented(world, fob, { words, codeOf }),
        user_ids: (words.all('to') ?? []).map((one) => world.user(one)),
        acting: { user_id: world.user(name) },
        ...(challenge ? { challenge_id: challenge['id'] } : {}),
      };
      return told(await world.operator.send('/v1/registrations', { body }), registered(world, fob));
    },
    ...selfServiceActs(split),
    set_up: async (world, [name = '']) => {
      const path = `/v1/contracts/${world.contract(name)}/set_up`;
      return told(await world.channel.send(path, { body: {} }), () => 'set up');
    },
    want: async (world, all) => {
      const { words, name, fob: wish } = split(all);
      const challenge = world.challenges.get(words.one('with') ?? '');
      const body = {
        opted_in: wish === 'yes',
        acting: { user_id: world.user(name) },
        ...(challenge ? { challenge_id: challenge['id'] } : {}),
      };
      const path = `/v1/enrolments/${world.user(name)}/choice`;
      return told(await world.channel.send(path, { body }), ({ opted_in }) => String(opted_in));
    },
    bindings,
    token: tokenState,
    lift_on_paper: liftOnPaper,
    post_count: postCount,
  };
}

type Split = (all: readonly string[]) => {
  readonly words: Named;
  readonly name: string;
  readonly fob: string;
  readonly codeOf: CodeOf;
};

/** `U` is a user's name; `C/login` is what is typed at the login page; `C` alone a contract of one. */
function whoOf(world: World, name: string): object {
  const user = world.users.get(name);
  if (user) return { user_id: user.id };
  const [contract = '', login] = name.split('/');
  const contract_number = world.numbers.get(contract) ?? contract;
  return { contract_number, ...(login === undefined ? {} : { login_id: login }) };
}

function selfServiceActs(split: Split): Readonly<Record<string, Act>> {
  const send = async (world: World, all: readonly string[], what: string) => {
    const { words, name, fob, codeOf } = split(all);
    const old = words.one('old');
    const body = {
      who: whoOf(world, name),
      ...presented(world, fob, { words, codeOf }),
      ...(old === undefined ? {} : { old_otp: codeOf(world, old) }),
    };
    return await world.operator.send(`/v1/self_service/${what}`, { body });
  };
  return {
    self_register: async (world, all) =>
      told(await send(world, all, 'registration'), registered(world, split(all).fob)),
    self_exchange: async (world, all) =>
      told(await send(world, all, 'exchange'), registered(world, split(all).fob)),
    self_stop: async (world, all) => {
      const { words, name, fob, codeOf } = split(all);
      const body = {
        who: whoOf(world, name),
        otp: codeOf(world, words.one('code') ?? fob),
        ...stated(world, words.all('factor')),
      };
      return told(await world.operator.send('/v1/self_service/stop', { body }), resultText);
    },
    /** As `self_register`, seen by the channel: the bytes of the answer. */
    self_tell: async (world, all) => {
      const { words, name, fob, codeOf } = split(all);
      const body = { who: whoOf(world, name), ...presented(world, fob, { words, codeOf }) };
      const answer = await world.channel.send('/v1/self_service/registration', { body });
      return `${answer.status === 200 ? '' : `${answer.status} `}${answer.text}`;
    },
  };
}

/** `bindings U`: every binding that the user ever had, as `F1 replaced, F2`. */
async function bindings(world: World, [name = '']: readonly string[]): Promise<string> {
  const answer = await world.channel.send(`/v1/bindings?user_id=${world.user(name)}`);
  return told(answer, ({ data }) => {
    const rows = (data as Json[]).map((row) => {
      const token = [...world.tokens].find(([, id]) => id === row['token_id'])?.[0];
      return `${token ?? '?'}${row['end_reason'] === null ? '' : ` ${String(row['end_reason'])}`}`;
    });
    return rows.length === 0 ? 'none' : rows.join(', ');
  });
}

/** `token F1`: where it is in its life; remembers its ID. */
async function tokenState(world: World, [name = '']: readonly string[]): Promise<string> {
  const { serial }: Fob = world.fob(name);
  const answer = await world.channel.send(`/v1/tokens?serial=${serial}`);
  return told(answer, ({ data }) => {
    const [row] = data as Json[];
    if (!row) return 'none';
    world.tokens.set(name, String(row['id']));
    const whose = [...world.contracts].find(([, id]) => id === row['contract_id'])?.[0];
    const reason = row['retire_reason'] === null ? '' : ` ${String(row['retire_reason'])}`;
    return `${String(row['state'])}${reason}${whose === undefined ? '' : ` of ${whose}`}`;
  });
}

/** `lift_on_paper U form …`: the branch lifts a lock on the papers that were brought to it. */
async function liftOnPaper(world: World, [name = '', ...documents]: readonly string[]) {
  const user_id = world.user(name);
  const { id } = await world.channel.ok('/v1/paper_requests', {
    body: {
      contract_id: world.contract(world.users.get(name)?.contract ?? ''),
      user_id,
      kind: 'unlock',
      channel: 'paper',
      filed_on: '2027-01-04',
      documents,
    },
  });
  const acting = { staff_id: 'staff-1', desk: 'branch', evidence: String(id) };
  const body = { user_ids: [user_id], acting };
  return told(await world.channel.send('/v1/locks/unlock', { body }), () => 'unlocked');
}

/** `post_count C addition 2`: posts so many tokens from stock; tells which. */
async function postCount(world: World, [name = '', reason = '', count = '1']: readonly string[]) {
  const body = {
    contract_id: world.contract(name),
    application_id: world.applications.get(`${name} ${reason}`),
    reason,
    count: Number(count),
  };
  const answer = await world.channel.send('/v1/shipments', { body });
  return told(answer, ({ tokens }) => {
    const serials = (tokens as Json[]).map((token) => token['serial']);
    const names = [...world.fobs].filter(([, fob]) => serials.includes(fob.serial));
    for (const token of tokens as Json[])
      for (const [fob, { serial }] of names)
        if (serial === token['serial']) world.tokens.set(fob, String(token['id']));
    return names.map(([fob]) => fob).join(' ');
  });
}
