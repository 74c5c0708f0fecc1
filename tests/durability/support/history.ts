import { randomUUID } from 'node:crypto';
import type { Json } from '../../scenarios/support/api.ts';
import type { Heard, Said } from './line.ts';

/** One act of a client: what it sent, and what it heard; nothing when the connection broke. */
export interface Act extends Said {
  readonly contractId: string;
  /** The command's name in the audit record. */
  readonly action: string;
  heard: Heard | undefined;
}

/** Carries an act to the server and gives the answer, however often it has to try. */
export type Carry = (act: Act) => Promise<Heard>;

/** What the clients did, in the order in which each contract's acts began. */
export class History {
  readonly acts: Act[] = [];

  /** The client of one contract: its acts follow one another. */
  client(contractId: string, carry: Carry) {
    return async (action: string, path: string, body: unknown): Promise<Json> => {
      const act: Act = { contractId, action, path, body, key: randomUUID(), heard: undefined };
      this.acts.push(act);
      const heard = await carry(act);
      act.heard = heard;
      if (heard.status >= 300) throw new Error(`${path}: ${heard.status} ${heard.text}`);
      return JSON.parse(heard.text);
    };
  }

  get acknowledged(): readonly Act[] {
    return this.acts.filter((act) => act.heard !== undefined);
  }
}

export type Client = ReturnType<History['client']>;

/** What the audit record of an acknowledged act must say. */
export function expectedRecord({ action, heard }: Act): string {
  const body: Json = JSON.parse(heard?.text ?? '{}');
  const result = body['result'];
  if (typeof result !== 'string') return `${action} done`;
  return result === 'accepted' ? `${action} accepted` : `${action} refused ${body['reason']}`;
}
