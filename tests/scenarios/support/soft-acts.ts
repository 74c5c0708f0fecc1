import { type OutboxMail, renderMail } from '@warifu/service';
import { type Act, told } from './act.ts';
import type { Answer, Json } from './api.ts';
import { MailedCode, newDeviceId, SoftToken } from './soft-token.ts';
import { acting } from './user-acts.ts';
import type { World } from './world.ts';

/** What the customers of a world have before them: screens, passwords in their heads, and phones. */
interface Customers {
  readonly screens: Map<string, Json>;
  readonly passwords: Map<string, string>;
  readonly devices: Map<string, string>;
}

const customers = new WeakMap<World, Customers>();

function customersOf(world: World): Customers {
  const known = customers.get(world);
  if (known) return known;
  const fresh = { screens: new Map(), passwords: new Map(), devices: new Map() };
  customers.set(world, fresh);
  return fresh;
}

/** The words of the form `name:value`. */
function named(words: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    words.flatMap((word) => {
      const [, name = '', value = ''] = /^(\w+):(.*)$/.exec(word) ?? [];
      return name === '' ? [] : [[name, value]];
    }),
  );
}

/** `issue U [pass:2718] [mail:u@mail.example] [kind:phone_app] [by:M]`: begins an issue. */
async function issue(world: World, [name = '', ...words]: readonly string[]): Promise<string> {
  const { pass, mail, kind, by } = { pass: '271828', mail: '', ...named(words) } as Record<
    string,
    string | undefined
  >;
  const body = {
    user_id: world.user(name),
    ...(kind === undefined ? {} : { authenticator: kind }),
    ...(pass === '-' ? {} : { activation_password: pass }),
    ...(mail === '-' ? {} : { mail_address: mail || `${name.toLowerCase()}@mail.example` }),
    ...(by === undefined ? {} : { acting: acting(world, by) }),
  };
  const answer = await world.channel.send('/v1/issuances', { body });
  return told(answer, (issuance) => {
    const { screens, passwords } = customersOf(world);
    screens.set(name, issuance);
    passwords.set(name, String(pass));
    return `${String(issuance['state'])}, mail from ${(issuance['sender_domains'] as string[]).join(' or ')}`;
  });
}

/** `screen U`: what the waiting screen learns of the user's latest issue. */
async function screen(world: World, [name = '']: readonly string[]): Promise<string> {
  const id = String(customersOf(world).screens.get(name)?.['id']);
  return told(await world.channel.send(`/v1/issuances/${id}`), ({ state }) => String(state));
}

async function toApp(world: World, path: string, body: unknown): Promise<Answer> {
  const { url, institutionId } = world.server;
  const response = await fetch(`${url}/v1/app/${institutionId}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) };
}

function deviceOf(world: World, phone: string): string {
  const { devices } = customersOf(world);
  const id = devices.get(phone) ?? newDeviceId();
  devices.set(phone, id);
  return id;
}

/**
 * `activate U P A [pass:9999] [service:K7QD…] [user:…]`: the app on phone P takes the token of U's
 * issue; from then on it is A.
 */
async function activate(world: World, words: readonly string[]): Promise<string> {
  const [name = '', phone = '', token = '', ...rest] = words;
  const { screens, passwords } = customersOf(world);
  const shown = screens.get(name) ?? {};
  const given = named(rest);
  const answer = await toApp(world, 'activations', {
    service_id: given['service'] ?? shown['service_id'],
    app_user_id: given['user'] ?? shown['app_user_id'],
    activation_password: given['pass'] ?? passwords.get(name),
    device_id: deviceOf(world, phone),
  });
  return told(answer, (body) => {
    world.fobs.set(token, new SoftToken(body));
    return `${String(body['type'])} ${String(body['digits'])} digits ${String(body['period_seconds'])} s`;
  });
}

/** `credential P A [kind:pc_app]`: the app makes itself a token, A, that nobody has registered. */
async function credential(world: World, words: readonly string[]): Promise<string> {
  const [phone = '', token = '', ...rest] = words;
  const { kind } = named(rest);
  const answer = await toApp(world, 'credentials', {
    device_id: deviceOf(world, phone),
    ...(kind === undefined ? {} : { authenticator: kind }),
  });
  return told(answer, (body) => {
    world.fobs.set(token, new SoftToken(body));
    return `made, ${String(body['digits'])} digits ${String(body['period_seconds'])} s`;
  });
}

/** `cancel U [by:M]`: ends the user's issue. */
async function cancel(world: World, [name = '', ...words]: readonly string[]): Promise<string> {
  const { by } = named(words);
  const id = String(customersOf(world).screens.get(name)?.['id']);
  const body = by === undefined ? {} : { acting: acting(world, by) };
  const answer = await world.channel.send(`/v1/issuances/${id}/cancellation`, { body });
  return told(answer, ({ state }) => String(state));
}

/** `state U`: ワンタイムパスワード状態. */
async function state(world: World, [name = '']: readonly string[]): Promise<string> {
  const answer = await world.channel.send(`/v1/users/${world.user(name)}`);
  return told(answer, ({ otp }) => String((otp as Json)['state']));
}

/** `mail_code U [operation]`: sends the next code by mail. */
async function mailCode(world: World, [name = '', operation]: readonly string[]): Promise<string> {
  const path = `/v1/users/${world.user(name)}/mailed_codes`;
  const body = operation === undefined ? {} : { operation };
  return told(
    await world.channel.send(path, { body }),
    ({ left_today: left }) => `sent, ${String(left)} left`,
  );
}

/** Every mail to an address, as it leaves, the earliest first. */
export async function mailsTo(world: World, address: string): Promise<string[]> {
  const { deps, service } = world.server.warifu;
  const { institutionId } = world.server;
  const policy = deps.policies.inForce(institutionId, world.now)?.policy;
  if (!policy) throw new Error('no policy');
  const page = await deps.store.mails.list(institutionId, {}, { limit: 200, after: null });
  const mails = page.rows.filter((mail) => mail.to === address);
  const rendered = await Promise.all(
    mails.map((mail: OutboxMail) =>
      renderMail(mail, { policy, resolveSecret: service.mailedCodeOf }),
    ),
  );
  return rendered.map((mail) => `${mail?.senderDomain} ${mail?.subject}\n${mail?.text}`);
}

/** `mail U`: the latest mail to the user; it must not hold what only the screen shows. */
async function mail(world: World, [name = '']: readonly string[]): Promise<string> {
  const latest = (await mailsTo(world, `${name.toLowerCase()}@mail.example`)).at(-1);
  if (latest === undefined) return 'none';
  const { screens, passwords } = customersOf(world);
  const shown = screens.get(name) ?? {};
  const ids = [shown['service_id'], shown['app_user_id']].filter((one) => typeof one === 'string');
  const secrets = [...ids, ...ids.map((id) => id.replaceAll('-', '')), passwords.get(name) ?? '-'];
  const leak = secrets.find((secret) => latest.includes(secret));
  if (leak !== undefined) return `holds a secret: ${leak}`;
  const link = /https?:\S+/.exec(latest)?.[0];
  return `${latest.split(' ')[0]}, ${link === undefined ? 'no link' : `link ${link}`}`;
}

/** `read U E`: the code of the latest mail to the user is from now on E's. */
async function read(world: World, [name = '', token = '']: readonly string[]): Promise<string> {
  const latest = (await mailsTo(world, `${name.toLowerCase()}@mail.example`)).at(-1) ?? '';
  const [code] = /(?<!\d)\d{6}(?!\d)/.exec(latest.replace(/.*\n/, '')) ?? [];
  if (code === undefined) return 'no code';
  world.fobs.set(token, new MailedCode(code));
  return 'a code';
}

const tokyo = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Tokyo',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** `desk help_desk`: whether the desk answers now, and when that changes (Tokyo). */
async function desk(world: World, [id = '']: readonly string[]): Promise<string> {
  const answer = await world.channel.send('/v1/institutions');
  return told(answer, ({ data }) => {
    const [institution = {}] = data as Json[];
    const found = (institution['desks'] as Json[]).find((one) => one['id'] === id);
    const open = found?.['open_now'] === true;
    const at = found?.[open ? 'closes_at' : 'opens_at'];
    const when = typeof at === 'string' ? tokyo.format(Date.parse(at)) : 'never';
    return open ? `open until ${when}` : `closed until ${when}`;
  });
}

/** The verbs of software tokens; `codeOf` reads the word for a code. */
export function softActs(
  codeOf: (world: World, word: string) => string,
): Readonly<Record<string, Act>> {
  /** `complete U A [next:A+1] [factor:pin]`: the app's code goes into the waiting screen. */
  const complete: Act = async (world, [name = '', word = '', ...words]) => {
    const id = String(customersOf(world).screens.get(name)?.['id']);
    const [, next] = /next:(\S+)/.exec(words.join(' ')) ?? [];
    const { factor } = named(words);
    const checked_at = new Date(world.now).toISOString();
    const body = {
      otp: codeOf(world, word),
      ...(next === undefined ? {} : { second_otp: codeOf(world, next) }),
      ...(factor === undefined ? {} : { factors: [{ kind: factor, checked_at }] }),
    };
    const answer = await world.operator.send(`/v1/issuances/${id}/completion`, { body });
    return told(answer, (body) => {
      const reason = typeof body['reason'] === 'string' ? ` ${body['reason']}` : '';
      return `${String(body['result'])}${reason}`;
    });
  };
  return {
    issue,
    screen,
    activate,
    credential,
    complete,
    cancel,
    state,
    mail,
    mail_code: mailCode,
    read,
    desk,
  };
}
