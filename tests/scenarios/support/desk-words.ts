import type { Json } from './api.ts';
import type { World } from './world.ts';

/** What the desks of a world know of papers: the requests by the names that a table gives them. */
const requests = new WeakMap<World, Map<string, string>>();

export function requestsOf(world: World): Map<string, string> {
  const known = requests.get(world) ?? new Map<string, string>();
  requests.set(world, known);
  return known;
}

/** Words behind `by`, `on`, `with` and the like, by those names; what comes before them is free. */
export function parted(words: readonly string[], names: readonly string[]) {
  const found = new Map<string, string[]>([['', []]]);
  let into = '';
  for (const word of words) {
    if (names.includes(word)) {
      into = word;
      found.set(word, found.get(word) ?? []);
    } else found.get(into)?.push(word);
  }
  const all = (name: string) => found.get(name) ?? [];
  return { free: all(''), all, one: (name: string): string | undefined => found.get(name)?.[0] };
}

/** Who acts: a user's name, or `desk:branch` with a request of the table, or any text, as evidence. */
export function actor(world: World, who = '', evidence = 'form 1') {
  if (!who.startsWith('desk:')) return { user_id: world.user(who) };
  const desk = who.slice('desk:'.length);
  return { staff_id: 'staff-1', desk, evidence: requestsOf(world).get(evidence) ?? evidence };
}

/** Who acts, and with whose latest challenge, from `by`, `on` and `with`. */
export function byParty(world: World, words: ReturnType<typeof parted>) {
  const challenge = world.challenges.get(words.one('with') ?? '');
  const who = words.one('by');
  return {
    ...(who === undefined ? {} : { acting: actor(world, who, words.one('on')) }),
    ...(challenge ? { challenge_id: challenge['id'] } : {}),
  };
}

const tokyo = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Tokyo',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** An instant of an answer on the wall clock in Tokyo. */
export function wallClock(at: unknown): string {
  return typeof at === 'string' ? tokyo.format(Date.parse(at)) : 'never';
}

/** A user's or a fob's name in the table, from its ID. */
export function nameOf(world: World, id: unknown): string {
  const user = [...world.users].find(([, one]) => one.id === id)?.[0];
  return user ?? [...world.tokens].find(([, one]) => one === id)?.[0] ?? String(id);
}

/** A desk of an answer, with what it says of its hours. */
export function deskText(desk: unknown): string {
  const { id, open_now: open, closes_at: closes, opens_at: opens } = desk as Json;
  return `${String(id)} (${open === true ? `open until ${wallClock(closes)}` : `closed until ${wallClock(opens)}`})`;
}
