import { type Act, told } from './act.ts';
import type { Json } from './api.ts';
import { actor, byParty, nameOf, parted, wallClock } from './desk-words.ts';
import type { World } from './world.ts';

type CodeOf = (world: World, word: string) => string;

function onToken(what: string, done: (token: Json) => string): Act {
  return async (world, all) => {
    const words = parted(all, ['by', 'on', 'with']);
    const id = world.tokens.get(words.free[0] ?? '');
    const body = byParty(world, words);
    return told(await world.channel.send(`/v1/tokens/${id}/${what}`, { body }), done);
  };
}

/** `extend A by U`: the user extends his app's token. */
async function extend(world: World, [name = '', , user = '']: readonly string[]): Promise<string> {
  const path = `/v1/tokens/${world.tokens.get(name)}/extension`;
  const body = { user_id: world.user(user) };
  return told(await world.channel.send(path, { body }), () => 'extended');
}

/** `resync F F+7 F+8 by U | desk:help_desk [for U]`: two codes correct a token's clock. */
function resync(codeOf: CodeOf): Act {
  return async (world, all) => {
    const words = parted(all, ['by', 'for']);
    const [name = '', first = '', second = ''] = words.free;
    const user = words.one('for');
    const body = {
      otp: codeOf(world, first),
      next_otp: codeOf(world, second),
      ...(user === undefined ? {} : { user_id: world.user(user) }),
      acting: actor(world, words.one('by')),
    };
    const path = `/v1/tokens/${world.tokens.get(name)}/resynchronisation`;
    return told(await world.operator.send(path, { body }), ({ result, reason }) =>
      reason === undefined ? String(result) : `${String(result)} ${String(reason)}`,
    );
  };
}

function stoppedText({ stopped_at: at, scheduled_transfers: scheduled }: Json): string {
  return at === null ? 'runs' : `stopped, scheduled transfers ${String(scheduled)}`;
}

/** `stop C by M` and `lift_stop C by desk:branch [on R]`. */
function onContract(what: string): Act {
  return async (world, all) => {
    const words = parted(all, ['by', 'on']);
    const path = `/v1/contracts/${world.contract(words.free[0] ?? '')}/${what}`;
    return told(await world.channel.send(path, { body: byParty(world, words) }), stoppedText);
  };
}

/** `same_day C measures of a b c [by desk:x] [on R]`: records a step; tells what is missing, or from when. */
async function sameDay(world: World, all: readonly string[]): Promise<string> {
  const words = parted(all, ['of', 'by', 'on']);
  const [name = '', step] = words.free;
  const path = `/v1/contracts/${world.contract(name)}/same_day`;
  const body = { step, measures: words.all('of'), ...byParty(world, words) };
  return told(
    await (step === undefined ? world.channel.send(path) : world.channel.send(path, { body })),
    ({ missing, resumes_at: at }) => {
      const lacks = (missing as string[]).join(' ');
      return lacks !== ''
        ? `missing ${lacks}`
        : at === null
          ? 'to be confirmed'
          : `from ${wallClock(at)}`;
    },
  );
}

/** `send U one_off_transfer 500000 [today]`: what a transfer of that amount asks. */
async function send(world: World, words: readonly string[]): Promise<string> {
  const [name = '', operation, yen, today] = words;
  const amount_yen = Number(yen);
  const details = {
    approval: 'none',
    stage: 'commit',
    amount_yen,
    ...(today === 'today' ? { same_day: true } : {}),
  };
  const body = { user_id: world.user(name), operation, details };
  return told(await world.channel.send('/v1/challenges', { body }), (challenge) => {
    world.challenges.set(name, challenge);
    const { code } = challenge['reason'] as Json;
    const until = challenge['blocked_until'];
    return `${String(challenge['required'])} (${String(code)})${typeof until === 'string' ? ` until ${wallClock(until)}` : ''}`;
  });
}

/** `limits U`: the most that he may send now, and from the next midnight where it changes. */
async function limits(world: World, [name = '']: readonly string[]): Promise<string> {
  const answer = await world.channel.send(`/v1/users/${world.user(name)}/limits`);
  return told(answer, ({ limits: rows }) => {
    const texts = (rows as Json[]).map(({ operation, limit_yen: yen, next }) => {
      const then = next as Json | null;
      const later =
        then === null ? '' : `, ${String(then['limit_yen'])} yen from ${wallClock(then['from'])}`;
      return `${String(operation)} ${String(yen)} yen${later}`;
    });
    return texts.length === 0 ? 'none' : texts.join('; ');
  });
}

/** `ceiling U [RFC 3339 instant]`: up to what the institution compensates. */
async function ceiling(world: World, [name = '', at]: readonly string[]): Promise<string> {
  const query = at === undefined ? '' : `?at=${encodeURIComponent(at)}`;
  const answer = await world.channel.send(`/v1/users/${world.user(name)}/otp_status${query}`);
  return told(answer, ({ ceiling_yen: yen }) => `${String(yen)} yen`);
}

/** `owed C`: every fee of a contract: kind, amount, tax and debit day. */
async function owed(world: World, [name = '']: readonly string[]): Promise<string> {
  const answer = await world.channel.send(`/v1/fees?contract_id=${world.contract(name)}`);
  return told(answer, ({ data }) => {
    const rows = (data as Json[]).map(({ kind, amount_yen: yen, tax_yen: tax, due_on: due }) => {
      const taxed = tax === 0 ? '' : ` (tax ${String(tax)})`;
      return `${String(kind)} ${String(yen)}${taxed} on ${String(due)}`;
    });
    return rows.length === 0 ? 'nothing' : rows.join('; ');
  });
}

/** `assess C`: what due work does of a night about tokens that were not returned. */
async function assess(world: World, [name = '']: readonly string[]): Promise<string> {
  const { institutionId, warifu } = world.server;
  const asked = { institutionId, contractId: world.contract(name) };
  const fees = await warifu.service.assessUnreturned(asked);
  const texts = fees.map(
    ({ amountYen, tokenId }) => `${amountYen} yen for ${nameOf(world, tokenId)}`,
  );
  return texts.length === 0 ? 'nothing' : texts.join(', ');
}

/** `policy authenticators.0.display.mode`: a value of the document in force, as the resource tells it. */
async function policy(world: World, [path = '']: readonly string[]): Promise<string> {
  const { document } = await world.channel.ok('/v1/policies/1');
  const value = path
    .split('.')
    .reduce<unknown>((part, key) => (part as Readonly<Record<string, unknown>>)[key], document);
  return String(value);
}

/** The verbs of care: of tokens, of the contract as a whole, and of money. */
export function careActs(codeOf: CodeOf): Readonly<Record<string, Act>> {
  return {
    suspend: onToken('suspension', () => 'paused'),
    resume: onToken('resumption', () => 'goes on'),
    give_back: onToken('return', () => 'returned'),
    extend,
    resync: resync(codeOf),
    stop: onContract('emergency_stop'),
    lift_stop: onContract('emergency_lift'),
    same_day: sameDay,
    send,
    limits,
    ceiling,
    owed,
    assess,
    policy,
  };
}
