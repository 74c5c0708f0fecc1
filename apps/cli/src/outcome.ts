/**
 * What a command came to. Exit 0 is done and 1 refused or failed; then one line on the error output
 * says what to do. `document` is what `--json` prints, and it is printed in both cases; null where the
 * command has printed it itself.
 */
export type Outcome =
  | { readonly ok: true; readonly document: object | null; readonly text: string }
  | {
      readonly ok: false;
      readonly document: object;
      /** One line for the error output. */
      readonly message: string;
      /** What belongs on the output before it, for example every fault of a file. */
      readonly text?: string;
    };

/** The command cannot be carried out; the message says what to do. Exit 1. */
export class Failure extends Error {}

/** The command line makes no sense; the message says what is wrong with it. Exit 2. */
export class WrongUsage extends Error {}

/** A number as people read it: `100,000`. */
export function readable(count: number): string {
  return Math.round(count).toLocaleString('en');
}

/** `1 key`, `2 keys`. */
export function counted(count: number, noun: string): string {
  return `${readable(count)} ${noun}${count === 1 ? '' : 's'}`;
}
