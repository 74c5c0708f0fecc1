import { type Act, told } from './act.ts';
import type { Api, Json } from './api.ts';
import { cardActs } from './card-acts.ts';
import { careActs } from './care-acts.ts';
import { deskActs } from './desk-acts.ts';
import { registrationActs } from './registration-acts.ts';
import { softActs } from './soft-acts.ts';
import { userActs, userChange } from './user-acts.ts';
import type { World } from './world.ts';

const transfer = 'one_off_transfer';

/** `contract C [kind] [opened on]`: opens a contract. */
async function contract(world: World, words: readonly string[]): Promise<string> {
  const [name = '', kind = 'corporate', opened_on = '2014-10-01'] = words;
  const number = String(1_000_000 + world.contracts.size);
  const body = { number, kind, opened_on };
  const answer = await world.channel.send('/v1/contracts', { body });
  return told(answer, ({ id }) => {
    world.contracts.set(name, String(id));
    world.numbers.set(name, number);
    return 'opened';
  });
}

/** `apply C adoption 3 [authenticator]`: records an application. */
async function apply(world: World, words: readonly string[]): Promise<string> {
  const [name = '', kind = '', count = '1', authenticator] = words;
  const body = {
    contract_id: world.contract(name),
    kind,
    token_count: Number(count),
    filed_on: '2027-01-04',
    ...(authenticator === undefined ? {} : { authenticator }),
  };
  const answer = await world.channel.send('/v1/applications', { body });
  return told(answer, ({ id }) => {
    world.applications.set(`${name} ${kind}`, String(id));
    return 'recorded';
  });
}

/** `post C adoption F1 F2 [replacing F0]`: posts fobs on the contract's application of that kind. */
async function post(world: World, words: readonly string[]): Promise<string> {
  const [name = '', reason = '', ...rest] = words;
  const at = rest.indexOf('replacing');
  const fobs = at < 0 ? rest : rest.slice(0, at);
  const replaced = at < 0 ? undefined : rest[at + 1];
  const application = world.applications.get(`${name} ${reason}`);
  const body = {
    contract_id: world.contract(name),
    ...(application === undefined ? {} : { application_id: application }),
    reason,
    serials: fobs.map((fob) => world.fob(fob).serial),
    ...(replaced === undefined ? {} : { replaces_token_id: world.tokens.get(replaced) }),
  };
  const answer = await world.channel.send('/v1/shipments', { body });
  return told(answer, ({ shipment, tokens, fees }) => {
    world.shipments.push(String((shipment as Json)['id']));
    (tokens as Json[]).forEach((token) => {
      const fob = fobs.find((one) => world.fob(one).serial === token['serial']);
      if (fob) world.tokens.set(fob, String(token['id']));
    });
    const yen = (fees as Json[]).map((fee) => `${String(fee['amount_yen'])} yen`);
    return yen.length === 0 ? 'posted, no fee' : `posted, ${yen.join(', ')}`;
  });
}

/** `deliver`: records the delivery of the latest shipment. */
async function deliver(world: World): Promise<string> {
  const path = `/v1/shipments/${world.shipments.at(-1)}/delivery`;
  return told(await world.channel.send(path, { body: {} }), () => 'delivered');
}

/** `enrolment U`: what the registration screen would say. */
async function enrolment(world: World, [name = '']: readonly string[]): Promise<string> {
  const answer = await world.channel.send(`/v1/enrolments/${world.user(name)}`);
  return told(answer, (body) => {
    const grace = body['grace'] as Json;
    const left = grace['days_left'] === null ? '' : `, ${String(grace['days_left'])} days left`;
    return `${String(body['state'])}${body['skip_allowed'] === true ? ', may skip' : ''}${left}`;
  });
}

/** `skip U`: skips the registration. */
async function skip(world: World, [name = '']: readonly string[]): Promise<string> {
  const path = `/v1/enrolments/${world.user(name)}/skip`;
  return told(await world.channel.send(path, { body: {} }), () => 'skipped');
}

/** `notices U`: the notices shown at login, by ID. */
async function notices(world: World, [name = '']: readonly string[]): Promise<string> {
  const body = { user_id: world.user(name), operation: 'login' };
  return told(await world.channel.send('/v1/challenges', { body }), (challenge) => {
    const ids = (challenge['notices'] as Json[]).map((notice) => notice['id']);
    return ids.length === 0 ? 'none' : ids.join(' ');
  });
}

/** `stock F 2032-03-31 [30]`: puts one more fob into stock, of 60 seconds or of 30. */
async function stock(
  world: World,
  [name = '', expiresOn = '', step]: readonly string[],
): Promise<string> {
  await world.stock([name], expiresOn, step === '30' ? 30 : 60);
  return 'in stock';
}

const spellings: Readonly<Record<string, (code: string) => string>> = {
  spaces: (code) => ` ${code.slice(0, 3)} ${code.slice(3)} `,
  hyphens: (code) => `${code.slice(0, 3)}-${code.slice(3)}`,
  ideographic: (code) => `${code.slice(0, 3)}\u3000${code.slice(3)}`,
};

/** `spelled U F spaces`: verifies the fob's code in another spelling. */
async function spelled(world: World, [name = '', fob = '', how = '']: readonly string[]) {
  const otp = spellings[how]?.(codeOf(world, fob)) ?? '';
  const body = { user_id: world.user(name), purpose: transfer, otp };
  return told(await world.operator.send('/v1/verifications', { body }), resultText);
}

/** `reverse C`: reverses the contract's first fee. */
async function reverse(world: World, [name = '']: readonly string[]): Promise<string> {
  const { data } = await world.channel.ok(`/v1/fees?contract_id=${world.contract(name)}`);
  const [fee] = data as Json[];
  const answer = await world.channel.send(`/v1/fees/${String(fee?.['id'])}/reversal`, {
    body: { note: 'sent by mistake' },
  });
  return told(answer, ({ amount_yen }) => `${String(amount_yen)} yen`);
}

/** A code by its word: `F`, `F+1`, `F-1`, `F!` (wrong), or `'123456'` literally. */
export function codeOf(world: World, word: string): string {
  if (word.startsWith("'")) return word.slice(1, -1).replaceAll('_', ' ');
  const [, name = '', steps = '', wide = ''] = /^(\w+?)([+-]\d+|!)?(wide)?$/.exec(word) ?? [];
  const fob = world.fob(name);
  const code = steps === '!' ? fob.wrongCodeAt(world.now) : fob.codeAt(world.now, Number(steps));
  return wide === '' ? code : code.replace(/\d/g, (d) => String.fromCodePoint(0xff10 + Number(d)));
}

/** `register U F [code-word]`: registers a fob; the code is the fob's own unless another is given. */
async function register(world: World, words: readonly string[]): Promise<string> {
  const [name = '', fob = '', code = fob] = words;
  const answer = await world.operator.send(`/v1/enrolments/${world.user(name)}/registration`, {
    body: { serial: world.fob(fob).serial, otp: codeOf(world, code) },
  });
  return told(answer, resultText);
}

function resultText(body: Json): string {
  const reason = typeof body['reason'] === 'string' ? ` ${body['reason']}` : '';
  return `${String(body['result'])}${reason}`;
}

/**
 * `ask U one_off_transfer single final_approval` or `ask M change_user on U as role:admin`: what the
 * operation requires; remembers the challenge.
 */
async function ask(world: World, words: readonly string[]): Promise<string> {
  const [name = '', operation = '', ...rest] = words;
  const [approval, stage] = rest;
  const asAt = rest.indexOf('as');
  const named = asAt === -1 ? rest : rest.slice(0, asAt);
  const change = asAt === -1 ? undefined : userChange(rest.slice(asAt + 1));
  const targets = named[0] === 'on' ? named.slice(1).map((one) => world.user(one)) : undefined;
  const about = {
    ...(targets ? { target_user_ids: targets } : {}),
    ...(change ? { user_change: change } : {}),
  };
  const details =
    targets || change ? about : approval === undefined ? undefined : { approval, stage };
  const body = { user_id: world.user(name), operation, ...(details ? { details } : {}) };
  const answer = await world.channel.send('/v1/challenges', { body });
  return told(answer, (challenge) => {
    world.challenges.set(name, challenge);
    const factors = (challenge['factors'] as string[]).join('+');
    const reason = (challenge['reason'] as Json)['code'];
    return `${String(challenge['required'])}${factors === '' ? '' : ` ${factors}`} (${String(reason)})`;
  });
}

function stated(world: World, names: readonly string[]) {
  const checkedAt = new Date(world.now).toISOString();
  return names.map((kind) => ({ kind, checked_at: checkedAt }));
}

/** `prove U pin F`: proves the user's latest challenge with stated factors and a code word (`-` for none). */
async function prove(
  world: World,
  words: readonly string[],
  api = world.operator,
): Promise<string> {
  const [name = '', ...rest] = words;
  const code = rest.at(-1) ?? '-';
  const body = {
    challenge_id: world.challenges.get(name)?.['id'],
    factors: stated(world, rest.slice(0, -1)),
    ...(code === '-' ? {} : { otp: codeOf(world, code) }),
  };
  return told(await api.send('/v1/verifications', { body }), resultText);
}

/** `verify U F [×n]`: a code on the bank's own account, for a transfer; seen by an operator. */
async function verify(world: World, words: readonly string[]): Promise<string> {
  return verifyWith(world, world.operator, words);
}

async function verifyWith(world: World, api: Api, words: readonly string[]): Promise<string> {
  const [name = '', code = '', times = '×1'] = words;
  const results: string[] = [];
  for (let attempt = 0; attempt < Number(times.slice(1)); attempt++) {
    const body = { user_id: world.user(name), purpose: transfer, otp: codeOf(world, code) };
    results.push(told(await api.send('/v1/verifications', { body }), resultText));
  }
  return [...new Set(results)].join(', then ');
}

/** `tell U F`: as `verify`, seen by the channel: the bytes of the answer. */
async function tell(world: World, [name = '', code = '']: readonly string[]): Promise<string> {
  const body = { user_id: world.user(name), purpose: transfer, otp: codeOf(world, code) };
  const { status, text } = await world.channel.send('/v1/verifications', { body });
  return status === 200 ? text : `${status} ${text}`;
}

/** `hint U F`: as `verify`, but what the operator is told to do next. */
async function hint(world: World, [name = '', code = '']: readonly string[]): Promise<string> {
  const body = { user_id: world.user(name), purpose: transfer, otp: codeOf(world, code) };
  return told(await world.operator.send('/v1/verifications', { body }), ({ retry }) =>
    String(retry),
  );
}

/** `fees C`: the balance and the rows. */
async function fees(world: World, [name = '']: readonly string[]): Promise<string> {
  const answer = await world.channel.send(`/v1/fees?contract_id=${world.contract(name)}`);
  return told(answer, ({ data }) => {
    const yen = (data as Json[]).map((fee) => Number(fee['amount_yen']));
    return `${yen.reduce((sum, one) => sum + one, 0)} yen in ${yen.length}`;
  });
}

/** `in_use U [RFC 3339 instant]`: the recorded fact of S0-13. */
async function inUse(world: World, [name = '', at]: readonly string[]): Promise<string> {
  const query = at === undefined ? '' : `?at=${encodeURIComponent(at)}`;
  const answer = await world.channel.send(`/v1/users/${world.user(name)}/otp_status${query}`);
  return told(answer, (body) => (body['in_use'] === true ? 'in use' : 'not in use'));
}

/** `replacements`: serials of tokens that want a successor, as fob names. */
async function replacements(world: World): Promise<string> {
  const answer = await world.channel.send('/v1/replacements');
  return told(answer, ({ data }) => {
    const serials = (data as Json[]).map((row) => (row['token'] as Json)['serial']);
    const names = [...world.fobs].filter(([, fob]) => serials.includes(fob.serial));
    return names.length === 0 ? 'none' : names.map(([name]) => name).join(' ');
  });
}

/** `consume U [blindly]`: uses the user's latest challenge up, with its digest or without. */
async function consume(world: World, [name = '', how]: readonly string[]): Promise<string> {
  const { id, details_digest } = world.challenges.get(name) ?? {};
  const path = `/v1/challenges/${String(id)}/consumption`;
  const body = how === 'blindly' ? {} : { details_digest };
  return told(await world.channel.send(path, { body }), ({ state }) => String(state));
}

export const acts: Readonly<Record<string, Act>> = {
  ...userActs,
  ...registrationActs(codeOf),
  ...softActs(codeOf),
  ...cardActs,
  ...careActs(codeOf),
  ...deskActs,
  contract,
  apply,
  post,
  deliver,
  enrolment,
  skip,
  register,
  ask,
  prove,
  verify,
  tell,
  hint,
  fees,
  notices,
  reverse,
  spelled,
  stock,
  in_use: inUse,
  replacements,
  consume,
};
