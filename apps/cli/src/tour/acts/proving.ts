import type { Challenge, ChallengeDetails } from '@warifu/wire';
import type { Day, Person } from '../day.ts';
import { expectSame } from '../surprise.ts';
import { auditEvents } from './audit.ts';

/** The ways in which a transfer is approved, as the bank's channel states them. */
export type Details = ChallengeDetails;

const transferOf = {
  amount_yen: 1_250_000,
  reference: 'tour',
  display: { 振込先: '甲野商店', 金額: '1,250,000円' },
};

/** A one-off transfer at a stage of its approval. */
export function transfer(
  approval: 'none' | 'single' | 'double',
  stage: 'commit' | 'first_approval' | 'final_approval' = 'commit',
): Details {
  return { approval, stage, ...transferOf };
}

/** Asks what an operation requires of a person now. */
export async function ask(
  day: Day,
  person: Person,
  question: { readonly operation: string; readonly details?: Details },
): Promise<Challenge> {
  const { body } = await day.channel.call('create_challenge', {
    body: { user_id: day.id(person), ...question },
  });
  return body;
}

/** Asks about a one-off transfer without an approval flow. */
export function askTransfer(day: Day, person: Person): Promise<Challenge> {
  return ask(day, person, { operation: 'one_off_transfer', details: transfer('none') });
}

/** Proves a challenge with the fixed factors that the bank has checked, and a code if there is one. */
export async function prove(day: Day, challenge: Challenge, otp?: string) {
  const checkedAt = new Date(await day.clock.now()).toISOString();
  const factors = challenge.factors
    .filter((kind) => kind !== 'otp')
    .map((kind) => ({ kind, checked_at: checkedAt }));
  const { body } = await day.channel.call('create_verification', {
    body: { challenge_id: challenge.id, factors, ...(otp === undefined ? {} : { otp }) },
  });
  return body;
}

/** A code at the prompt, on the bank's own account; what the bank's channel sees of the answer. */
export async function typeCode(day: Day, person: Person, otp: string) {
  const { body } = await day.channel.call('create_verification', {
    body: { user_id: day.id(person), purpose: day.prompt, otp },
  });
  return body;
}

/** Types the next code of a fob and holds that it is accepted. */
export async function acceptNextCode(day: Day, person: Person, fob: string): Promise<void> {
  const { result } = await typeCode(day, person, await day.tokens.read(fob));
  expectSame(`the ${person}’s next code`, result, 'accepted');
}

export interface Approving {
  readonly person: Person;
  /** Whose code is asked with it; none where the fixed factors are enough. */
  readonly fob?: string;
  /** What the policy asks for it, as `requirementOf` says it. */
  readonly asks?: string;
}

/** Proves an act on users or tokens with what is asked of the acting person; gives the challenge. */
export async function authorise(
  day: Day,
  { person, fob, asks = 'otp: confirmation_password + otp' }: Approving,
  question: { readonly operation: string; readonly details?: Details },
): Promise<string> {
  const challenge = await ask(day, person, question);
  expectSame('what is required', requirementOf(challenge), asks);
  const otp = fob === undefined ? undefined : await day.tokens.read(fob);
  const { result } = await prove(day, challenge, otp);
  expectSame('the proof', result, 'accepted');
  return challenge.id;
}

/** What a challenge requires, in one line. */
export function requirementOf({ required, factors, reason }: Challenge): string {
  const asked = factors.length > 0 ? factors.join(' + ') : reason.code;
  return `${required}: ${asked}`;
}

/** What a refused person may learn, and what only an operator sees: the cause, from the audit record. */
export async function refusedWith(day: Day, person: Person, reason: string): Promise<string> {
  const answer = day.lastAnswer();
  expectSame('what the channel sees', answer, { status: 200, text: neutralRefusal });
  const cause = await causeOf(day, person);
  expectSame('the cause on record', cause, reason);
  return `refused, next_code; the operator sees: ${cause}`;
}

/** The one answer that every refused code gives, whatever the cause (ALL-07). */
export const neutralRefusal = '{"result":"refused","retry":"next_code"}';

async function causeOf(day: Day, person: Person): Promise<string | null> {
  const events = await auditEvents(day, { user_id: day.id(person) });
  const last = events.reduce((a, b) => (b.sequence > a.sequence ? b : a));
  return last.reason;
}

interface Carried {
  readonly operation?: string;
  readonly details?: Details;
  /** What has to be asked, as `requirementOf` says it. */
  readonly asks: string;
  /** The token whose code is asked; none where fixed factors are enough. */
  readonly token?: string;
}

/** Asks, proves and uses a challenge, and holds that exactly the named factors were asked. */
export async function carryOut(
  day: Day,
  person: Person,
  { operation = 'one_off_transfer', details, asks, token }: Carried,
): Promise<string> {
  const question = details === undefined ? { operation } : { operation, details };
  const challenge = await ask(day, person, question);
  expectSame('what is required', requirementOf(challenge), asks);
  const otp = token === undefined ? undefined : await day.tokens.read(token);
  const { result } = await prove(day, challenge, otp);
  expectSame('the proof', result, 'accepted');
  const { body } = await day.channel.call('consume_challenge', {
    params: { challenge_id: challenge.id },
    body: { details_digest: challenge.details_digest },
  });
  expectSame('the challenge', body.state, 'consumed');
  return `${requirementOf(challenge)} (${challenge.reason.rule}); ${result}, ${body.state}`;
}

/** What a login requires of a person now. */
export async function atLogin(day: Day, person: Person): Promise<string> {
  const challenge = await ask(day, person, { operation: 'login' });
  return `${requirementOf(challenge)} (${challenge.reason.code})`;
}
