import type { AuditEvent, Challenge, ChallengeDetails } from '@warifu/wire';
import type { Day, Person } from '../day.ts';
import { expectSame } from '../surprise.ts';

/** The ways in which a transfer is approved, as the bank's channel states them. */
export type Details = ChallengeDetails;

const transferOf = {
  amount_yen: 250_000,
  reference: 'tour',
  display: { 振込先: '甲野商店', 金額: '250,000円' },
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
    body: { user_id: day.id(person), purpose: 'one_off_transfer', otp },
  });
  return body;
}

/** Types the next code of a fob and holds that it is accepted. */
export async function acceptNextCode(day: Day, person: Person, fob: string): Promise<void> {
  const { result } = await typeCode(day, person, await day.tokens.read(fob));
  expectSame(`the ${person}’s next code`, result, 'accepted');
}

/** Proves an act on users or tokens with the acting person's confirmation password and code. */
export async function authorise(
  day: Day,
  by: { readonly person: Person; readonly fob: string },
  question: { readonly operation: string; readonly details?: Details },
): Promise<string> {
  const challenge = await ask(day, by.person, question);
  expectSame('what is required', requirementOf(challenge), 'otp: confirmation_password + otp');
  const { result } = await prove(day, challenge, await day.tokens.read(by.fob));
  expectSame('confirmation password and code', result, 'accepted');
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

/** All audit events of a user or of the contract. */
export async function auditEvents(
  day: Day,
  about: { readonly user_id: string } | { readonly contract_id: string },
): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  let cursor: string | null = null;
  do {
    const query = { ...about, limit: 200, ...(cursor === null ? {} : { cursor }) };
    const page: { data: AuditEvent[]; next_cursor: string | null } = (
      await day.operator.call('list_audit_events', { query })
    ).body;
    events.push(...page.data);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return events;
}
