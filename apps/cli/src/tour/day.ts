import type { AdminOperations } from '@warifu/server';
import { type Client, ProblemError } from '@warifu/wire';
import type { DemoClock } from './demo-clock.ts';
import type { Fobs } from './fobs.ts';
import { Surprise } from './surprise.ts';
import type { RawAnswer } from './wiretap.ts';

/** Who plays in the day. */
export type Person =
  | 'master'
  | 'admin'
  | 'approver'
  | 'clerk'
  | 'assistant'
  | 'latecomer'
  | 'reader'
  | 'stranger';

export interface DayParts {
  readonly channel: Client;
  readonly lastAnswer: () => RawAnswer;
  readonly operator: Client;
  readonly clock: DemoClock;
  readonly fobs: Fobs;
  readonly desk: string;
  readonly beganOn: string;
  /** Tells this run from earlier ones on the same demo. */
  readonly run: string;
  readonly institutionId: string;
  readonly admin: <T>(run: (operations: AdminOperations) => Promise<T>) => Promise<T>;
}

/** What the steps of a day share: the two clients, the clock, the fobs, and who and what came to be. */
export class Day {
  /** The bank's channels: everything but the causes of refusals. */
  readonly channel: Client;
  /** The last answer that the channel got, byte by byte. */
  readonly lastAnswer: () => RawAnswer;
  /** An operator who may see the causes. */
  readonly operator: Client;
  readonly clock: DemoClock;
  readonly fobs: Fobs;
  /** The desk that helps where no administrator can. */
  readonly desk: string;
  /** The Japanese date on which the tour began. */
  readonly beganOn: string;
  readonly run: string;
  readonly institutionId: string;
  readonly admin: DayParts['admin'];
  /** What later steps need from earlier ones, by a name that both know. */
  readonly notes = new Map<string, string>();
  readonly #users = new Map<Person, string>();

  constructor(parts: DayParts) {
    this.channel = parts.channel;
    this.lastAnswer = parts.lastAnswer;
    this.operator = parts.operator;
    this.clock = parts.clock;
    this.fobs = parts.fobs;
    this.desk = parts.desk;
    this.beganOn = parts.beganOn;
    this.run = parts.run;
    this.institutionId = parts.institutionId;
    this.admin = parts.admin;
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

  note(name: string): string {
    const value = this.notes.get(name);
    if (value === undefined) throw new Error(`the day has no note "${name}" yet`);
    return value;
  }

  /** The bank's own staff at the help desk, with what the act rests on. */
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
