import { type Policy, parsePolicy } from '@warifu/engine';
import type { SeededRandom } from '../random.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] extends object ? Writable<T[K]> : T[K] };
type Change = (policy: Writable<Policy>, random: SeededRandom) => void;

/** What a bank might change from one day to the next; each is one value or two of the language. */
const changes: readonly Change[] = [
  ({ lockout }, random) => {
    lockout.threshold = random.one(2, 3, 5, 10);
    lockout.cap = lockout.threshold * random.one(1, 2, 4);
  },
  ({ lockout }, random) => {
    lockout.scope = random.one('user_otp', 'user_service', 'token');
  },
  ({ lockout }, random) => {
    lockout.counting = random.one('consecutive', 'cumulative');
  },
  ({ lockout }, random) => {
    lockout.temporary = random.one(null, { minutes: 10, lasting_after: 2 });
  },
  ({ lockout: { unlock } }, random) => {
    unlock.oneself = random.chance(0.3);
    unlock.sharers_of_token = random.chance(0.5);
    unlock.while_locked = random.chance(0.3);
    unlock.desk_when = random.one('nobody_left', 'always');
    unlock.roles = random.one(['master'], ['master', 'admin'], []);
  },
  ({ revocation }, random) => {
    revocation.cooldown = random.one(null, { minutes: 30, refuses: ['login', 'registration'] });
    revocation.reuse = random.chance(0.5);
    revocation.scope = random.one('binding', 'token');
  },
  ({ relations }, random) => {
    relations.users_per_token = random.one<'any' | number>('any', 1, 2);
    relations.tokens_per_user = random.one(1, 1, 2);
  },
  ({ enrolment }, random) => {
    if (enrolment.grace) enrolment.grace.length = random.one({ days: 5 }, { months: 2 });
    if (enrolment.proof.includes('serial') && random.chance(0.5))
      enrolment.proof = [...new Set([...enrolment.proof, 'second_otp'])];
  },
  (policy, random) => {
    const [desk] = policy.desks;
    policy.suspension = random.one(null, { by: ['user'], resume_by: ['user', 'desk'] });
    policy.emergency_stop = desk
      ? { roles: ['master'], scheduled_transfers: 'stop', lifted_by_desk: desk.id }
      : null;
  },
  ({ fees }, random) => {
    fees.free_tokens = random.between(0, 4);
    fees.reissue_charged = random.one('always', 'unless_returned');
    fees.replacement_free = random.one('all', 'free_tokens', 'none');
    fees.replacement_yen = 1_500;
  },
  ({ authenticators }) => {
    const fob = authenticators.find((one) => one.kind === 'hardware_totp');
    if (!fob || authenticators.some((one) => one.id === 'card')) return;
    const { step_seconds: _none, ...timeless } = fob;
    authenticators.push({ ...timeless, id: 'card', kind: 'hardware_hotp', window_steps: 4 });
  },
];

/** The policy with one to three of the changes; undefined when they do not go together. */
export function changed(policy: Policy, random: SeededRandom): Policy | undefined {
  const document: Writable<Policy> = structuredClone(policy);
  const count = random.between(1, 3);
  for (let n = 0; n < count; n += 1) random.pick(changes)?.(document, random);
  const parsed = parsePolicy(document);
  return parsed.ok ? parsed.policy : undefined;
}

/** Another institution's rules under this one's name. */
export function under(policy: Policy, { institution }: Policy): Policy {
  return { ...policy, institution: { ...policy.institution, id: institution.id } };
}
