import { routeList } from '@warifu/wire';
import type { Answer, Json } from './api.ts';
import type { World } from './world.ts';

/** Operations of the API that take a one-time code, with the members that carry it, from the schemas. */
export function codeRoutes(): ReadonlyMap<string, readonly string[]> {
  const found = routeList.map(({ operationId, body }) => [operationId, codeMembers(body)] as const);
  return new Map(found.filter(([, members]) => members.length > 0));
}

function codeMembers(schema: unknown, found = new Set<string>()): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [...found];
  for (const [key, part] of Object.entries(schema)) {
    if (key === 'properties')
      for (const name of Object.keys(part as object)) if (/(^|_)otp$/.test(name)) found.add(name);
    codeMembers(part, found);
  }
  return [...found].toSorted();
}

/** Who guesses, with which token, and what is typed. */
export interface Guess {
  readonly user: string;
  /** The token that the user holds. */
  readonly token: string;
  /** A token that nobody has registered. */
  readonly fresh: string;
  /** Whether what is typed is right. */
  readonly right: boolean;
}

export type Entrance = (world: World, guess: Guess) => Promise<Answer>;

export const passwordChecked = (world: World) => [
  { kind: 'login_password', checked_at: new Date(world.now).toISOString() },
];

function code(world: World, name: string, right: boolean, steps = 0): string {
  const fob = world.fob(name);
  return right ? fob.codeAt(world.now, steps) : fob.wrongCodeAt(world.now);
}

const post = (world: World, path: string, body: Json): Promise<Answer> =>
  world.operator.send(path, { body });

const presented = (world: World, { fresh, right }: Guess) => ({
  serial: world.fob(fresh).serial,
  otp: code(world, fresh, right),
  factors: passwordChecked(world),
});

/** How a code gets into each of them; a route may have several ways. */
export const entrances: Readonly<Record<string, Readonly<Record<string, Entrance>>>> = {
  create_verification: {
    purpose: (world, { user, token, right }) =>
      post(world, '/v1/verifications', {
        user_id: world.user(user),
        purpose: 'one_off_transfer',
        otp: code(world, token, right),
      }),
    challenge: async (world, { user, token, right }) => {
      const { id } = await world.channel.ok('/v1/challenges', {
        body: { user_id: world.user(user), operation: 'login' },
      });
      const otp = code(world, token, right);
      const factors = passwordChecked(world);
      return post(world, '/v1/verifications', { challenge_id: id, otp, factors });
    },
  },
  register_token: {
    otp: (world, guess) =>
      post(world, `/v1/enrolments/${world.user(guess.user)}/registration`, presented(world, guess)),
  },
  register_for_users: {
    otp: (world, guess) =>
      post(world, '/v1/registrations', {
        ...presented(world, guess),
        user_ids: [world.user(guess.user)],
        acting: { user_id: world.user(guess.user) },
      }),
  },
  self_register: {
    otp: (world, guess) =>
      post(world, '/v1/self_service/registration', {
        who: { user_id: world.user(guess.user) },
        ...presented(world, guess),
      }),
  },
  self_exchange: {
    'old code': (world, { right, ...guess }) =>
      post(world, '/v1/self_service/exchange', {
        who: { user_id: world.user(guess.user) },
        ...presented(world, { ...guess, right: true }),
        old_otp: code(world, guess.token, right),
      }),
    'new code': (world, guess) =>
      post(world, '/v1/self_service/exchange', {
        who: { user_id: world.user(guess.user) },
        ...presented(world, guess),
        old_otp: code(world, guess.token, true),
      }),
  },
  self_stop: {
    otp: (world, { user, token, right }) =>
      post(world, '/v1/self_service/stop', {
        who: { user_id: world.user(user) },
        otp: code(world, token, right),
        factors: passwordChecked(world),
      }),
  },
  resynchronise_token: {
    otp: (world, { user, token, right }) =>
      post(world, `/v1/tokens/${world.tokens.get(token)}/resynchronisation`, {
        otp: code(world, token, right),
        next_otp: code(world, token, right, 1),
        acting: { user_id: world.user(user) },
      }),
  },
};

/** What the operator reads of an answer. */
export function reasonOf({ body }: Answer): string {
  return String(body['reason'] ?? body['code'] ?? body['result']);
}

/** Whether the code was looked at: a lock refuses before it. */
export function isEvaluated(answer: Answer): boolean {
  return !['user_locked', 'token_locked', 'actor_locked', 'challenge_blocked'].includes(
    reasonOf(answer),
  );
}
