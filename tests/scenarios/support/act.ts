import type { Answer, Json } from './api.ts';
import type { World } from './world.ts';

/**
 * The verbs of scenario tables. Each does one thing over HTTP and tells in a short text what the
 * server answered; the table's last column is compared with that text, letter by letter.
 */
export type Act = (world: World, words: readonly string[]) => Promise<string>;

/** A success in the verb's own words, or the status and the code of the problem. */
export function told(answer: Answer, tell: (body: Json) => string): string {
  return answer.status < 300
    ? tell(answer.body)
    : `${answer.status} ${String(answer.body['code'])}`;
}
