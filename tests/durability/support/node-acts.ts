import type { Answer, Json } from '../../scenarios/support/api.ts';
import type { Customer } from './bank.ts';
import type { Clients } from './client.ts';
import type { Nodes } from './nodes.ts';

/** What tests of two nodes say to them, and how they read the answers. */
export const purpose = 'one_off_transfer';
export const bothNodes = [0, 1] as const;
export type NodeIndex = (typeof bothNodes)[number];
const path = '/v1/verifications';
const stepMs = 60_000;

export interface Attempt {
  readonly at: NodeIndex;
  readonly userId: string;
  readonly otp: string;
  readonly idempotencyKey?: string;
}

/** The clock of two nodes, in steps of a minute. */
export class Minutes {
  readonly #nodes: Nodes;
  now: number;

  constructor(nodes: Nodes) {
    this.#nodes = nodes;
    this.now = nodes.banks[0].startAt;
  }

  /** Moves the clocks on, and gives the new time. */
  async goOn(steps: number): Promise<number> {
    return this.goTo(this.now + steps * stepMs);
  }

  async goTo(at: number): Promise<number> {
    this.now = at;
    await this.#nodes.setClock(at);
    return at;
  }
}

export function customerOfNodes(nodes: Nodes, index: number): Customer {
  const one = nodes.banks[0].customers[index];
  if (!one) throw new Error(`the bank has no customer ${index}`);
  return one;
}

export function verify(nodes: Nodes, { at, userId, otp, ...rest }: Attempt): Promise<Answer> {
  return nodes.api(at).send(path, { body: { user_id: userId, purpose, otp }, ...rest });
}

/** What a verification came to, in a word. */
export async function told(nodes: Nodes, attempt: Attempt): Promise<string> {
  return wordOf((await verify(nodes, attempt)).body);
}

export function wordOf(body: Json): string {
  return String(body['reason'] ?? body['result'] ?? body['code']);
}

/** The same bodies at each node at once, from one client process each; what each came to. */
export async function fromBoth(
  nodes: Nodes,
  clients: readonly [Clients, Clients],
  bodies: readonly unknown[],
): Promise<readonly string[]> {
  const sent = bothNodes.map((at) => {
    const to = { url: nodes.server(at).url, apiKey: nodes.banks[at].operatorKey, path };
    return clients[at].sendAll(to, bodies);
  });
  const replies = (await Promise.all(sent)).flat();
  return replies.map(({ text }) => wordOf(JSON.parse(text)));
}
