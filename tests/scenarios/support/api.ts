import { randomUUID } from 'node:crypto';

/** An answer of the server as it came over the wire. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: Json;
}

export type Json = { readonly [key: string]: unknown };

export interface Send {
  readonly method?: string;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Speaks to the server with plain `fetch`: no code of the product stands between test and wire. */
export class Api {
  readonly #url: () => string;
  readonly #key: string;

  constructor(url: () => string, key: string) {
    this.#url = url;
    this.#key = key;
  }

  async send(path: string, { method, body, idempotencyKey, headers }: Send = {}): Promise<Answer> {
    const verb = method ?? (body === undefined ? 'GET' : 'POST');
    const changing = verb !== 'GET';
    const response = await fetch(`${this.#url()}${path}`, {
      method: verb,
      headers: {
        authorization: `Bearer ${this.#key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(changing ? { 'idempotency-key': idempotencyKey ?? randomUUID() } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, body: text.startsWith('{') ? JSON.parse(text) : {} };
  }

  /** The body of an answer that must be a success; throws with the problem otherwise. */
  async ok(path: string, send: Send = {}): Promise<Json> {
    const { status, body, text } = await this.send(path, send);
    if (status >= 300) throw new Error(`${path}: ${status} ${text}`);
    return body;
  }
}
