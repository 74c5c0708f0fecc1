import type { AdminOperations } from '@warifu/server';
import type { DemoFob } from '@warifu/server/demo';
import { type Client, ProblemError } from '@warifu/wire';
import type { DemoClock } from './demo-clock.ts';
import type { Mails } from './mails.ts';
import type { Secrets } from './secrets.ts';
import { Surprise } from './surprise.ts';
import type { Tokens } from './tokens.ts';
import type { RawAnswer, Wiretap } from './wiretap.ts';

/** Who plays in the day: people of the company that the chapter is about, and one of another. */
export type Person =
  | 'master'
  | 'admin'
  | 'approver'
  | 'clerk'
  | 'assistant'
  | 'latecomer'
  | 'reader'
  | 'stranger'
  | `user ${number}`;

interface DayParts {
  readonly channel: Client;
  readonly operator: Client;
  readonly phone: Client;
  readonly answers: Wiretap;
  readonly clock: DemoClock;
  readonly tokens: Tokens;
  readonly secrets: Secrets;
  readonly mails: Mails;
  readonly desk: string;
  readonly prompt: string;
  readonly beganOn: string;
  readonly run: string;
  readonly institutionId: string;
  readonly admin: <T>(run: (operations: AdminOperations) => Promise<T>) => Promise<T>;
}

/**
 * The stage of a day, which its steps share: the clients, the clock, the tokens in the customers' hands,
 * and who and what came to be. One company is in play at a time, the one that was opened last.
 */
export class Day {
  /** The bank's channels: everything but the causes of refusals. */
  readonly channel: Client;
  /** An operator who may see the causes. */
  readonly operator: Client;
  /** An app on a phone or PC, which has no API key. */
  readonly phone: Client;
  /** Every answer of the day. */
  readonly answers: Wiretap;
  readonly clock: DemoClock;
  readonly tokens: Tokens;
  readonly secrets: Secrets;
  readonly mails: Mails;
  /** The desk that helps where no administrator can. */
  readonly desk: string;
  /** The operation at whose prompt codes are typed. */
  readonly prompt: string;
  /** The Japanese date on which the tour began. */
  readonly beganOn: string;
  /** Tells this run from earlier ones on the same demo. */
  readonly run: string;
  readonly institutionId: string;
  readonly admin: DayParts['admin'];
  /** The fobs that the maker's file brings. */
  readonly fobs: DemoFob[] = [];
  /** Every contract of the day. */
  readonly contracts: string[] = [];
  /** What later steps need from earlier ones, by a name that both know. */
  readonly notes = new Map<string, string>();
  readonly #users = new Map<Person, string>();

  constructor(parts: DayParts) {
    this.channel = parts.channel;
    this.operator = parts.operator;
    this.phone = parts.phone;
    this.answers = parts.answers;
    this.clock = parts.clock;
    this.tokens = parts.tokens;
    this.secrets = parts.secrets;
    this.mails = parts.mails;
    this.desk = parts.desk;
    this.prompt = parts.prompt;
    this.beganOn = parts.beganOn;
    this.run = parts.run;
    this.institutionId = parts.institutionId;
    this.admin = parts.admin;
  }

  /** The last answer, byte by byte. */
  lastAnswer(): Pick<RawAnswer, 'status' | 'text'> {
    const { status, text } = this.answers.last();
    return { status, text };
  }

  meet(person: Person, userId: string): void {
    this.#users.set(person, userId);
  }

  /** The user's ID. */
  id(person: Person): string {
    const id = this.#users.get(person);
    if (id === undefined) throw new Error(`the day has not met the ${person} yet`);
    return id;
  }

  /** Names instead of IDs, for what is printed. */
  names(userIds: readonly string[]): string {
    const names = [...this.#users].filter(([, id]) => userIds.includes(id)).map(([name]) => name);
    return names.join(', ') || 'nobody';
  }

  /** The contract of the company in play. */
  get contract(): string {
    return this.note('contract');
  }

  note(name: string): string {
    const value = this.notes.get(name);
    if (value === undefined) throw new Error(`the day has no note "${name}" yet`);
    return value;
  }

  /** The bank's own staff at a desk, with what the act rests on. */
  staff(evidence: string, desk = this.desk) {
    return { staff_id: 'tour', desk, evidence: `${evidence} ${this.run}` };
  }
}

/** The code of a refusal; a surprise when the call is carried out. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ProblemError) return `${error.status} ${error.code ?? 'no problem+json'}`;
    throw error;
  }
  throw new Surprise('the act is refused', { expected: 'a refusal', got: 'it was carried out' });
}
