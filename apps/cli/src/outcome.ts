/**
 * What a command came to. Exit 0 is done and 1 refused or failed; then one line on the error output
 * says what to do, or, with `--json`, the member `error` of the one document.
 */
export type Outcome =
  | {
      readonly ok: true;
      /** What `--json` prints; null where the command has printed it itself. */
      readonly document: object | null;
      readonly text: string;
    }
  | {
      readonly ok: false;
      /** Stable, for programs; the message may change. */
      readonly code: string;
      /** One line for the error output. */
      readonly message: string;
      /** What else `--json` tells. */
      readonly document?: object;
      /** What belongs on the output before the message, for example every fault of a file. */
      readonly text?: string;
    };

/** The command cannot be carried out: a stable code, and a message that says what to do. Exit 1. */
export class Failure extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

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
