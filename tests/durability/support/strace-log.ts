import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * Reads what strace recorded of a server: what it did to the files of its folder, and the moments at
 * which its answers left. A call that was interrupted in the log by another thread's stands in two
 * lines; a write is known to have happened, and a sync to hold, only when its second line came. An
 * answer counts from its first.
 */
export const straceArguments = [
  '-f',
  '-qq',
  '-yy',
  '-xx',
  '-s',
  '200000',
  '--seccomp-bpf',
  '-e',
  'trace=pwrite64,write,writev,fsync,fdatasync,ftruncate,rename,unlink,openat',
] as const;

export type TraceEvent =
  | { readonly kind: 'created'; readonly file: string }
  | {
      readonly kind: 'written';
      readonly file: string;
      readonly offset: number | null;
      readonly data: Buffer;
    }
  | { readonly kind: 'truncated'; readonly file: string; readonly size: number }
  | { readonly kind: 'unlinked'; readonly file: string }
  /** A sync that has returned covers what was written before it began: `since` events. */
  | { readonly kind: 'synced'; readonly file: string; readonly since: number }
  | { readonly kind: 'answered'; readonly port: number; readonly count: number };

// strace pads short process ids with spaces.
const call = /^(\d+) +(\w+)\((.*)$/s;
const resumed = /^(\d+) +<\.\.\. (\w+) resumed>(.*)$/s;
const unfinished = ' <unfinished ...>';
const result = /\) += (-?\d+)/;

/** The events of a log in their order, of files below one folder. */
export async function readTrace(logFile: string, folder: string): Promise<TraceEvent[]> {
  const reader = new TraceReader(folder);
  const lines = createInterface({
    input: createReadStream(logFile, 'latin1'),
    crlfDelay: Infinity,
  });
  for await (const line of lines) reader.take(line);
  return reader.events;
}

interface Pending {
  readonly name: string;
  readonly text: string;
  readonly since: number;
}

class TraceReader {
  readonly events: TraceEvent[] = [];
  readonly #folder: string;
  readonly #pending = new Map<string, Pending>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  take(line: string): void {
    const again = resumed.exec(line);
    if (again) {
      const [, pid = '', , rest = ''] = again;
      const first = this.#pending.get(pid);
      this.#pending.delete(pid);
      if (first) this.#complete({ ...first, text: first.text + rest });
      return;
    }
    const [, pid = '', name = '', text = ''] = call.exec(line) ?? [];
    if (name === '') return;
    const since = this.events.length;
    this.#answer(name, text);
    if (!text.endsWith(unfinished)) this.#complete({ name, text, since });
    else this.#pending.set(pid, { name, text: text.slice(0, -unfinished.length), since });
  }

  /** What has reached the client's side of a connection; it may have read it at once. */
  #answer(name: string, text: string): void {
    if (name !== 'write' && name !== 'writev') return;
    const port = /^\d+<TCP:\[[^\]]*->[^\]]*:(\d+)\]>/.exec(text)?.[1];
    if (port === undefined) return;
    const count = bytesIn(text).toString('latin1').split('HTTP/1.1 ').length - 1;
    if (count > 0) this.events.push({ kind: 'answered', port: Number(port), count });
  }

  #complete({ name, text, since }: Pending): void {
    const returned = Number(result.exec(text)?.[1] ?? -1);
    if (returned < 0) return;
    const event = this.#fileEvent(name, text, { returned, since });
    if (event) this.events.push(event);
  }

  #fileEvent(
    name: string,
    text: string,
    { returned, since }: { readonly returned: number; readonly since: number },
  ): TraceEvent | undefined {
    const file = this.#fileOf(name, text);
    if (file === undefined) return undefined;
    switch (name) {
      case 'openat':
        return text.includes('O_CREAT') ? { kind: 'created', file } : undefined;
      case 'write':
      case 'pwrite64': {
        const offset = name === 'write' ? null : Number(/, (\d+)\) +=/.exec(text)?.[1]);
        return { kind: 'written', file, offset, data: bytesIn(text).subarray(0, returned) };
      }
      case 'ftruncate':
        return { kind: 'truncated', file, size: Number(/, (\d+)\) +=/.exec(text)?.[1]) };
      case 'unlink':
        return { kind: 'unlinked', file };
      case 'fsync':
      case 'fdatasync':
        return { kind: 'synced', file, since };
      default:
        throw new Error(`the trace holds ${name} on ${file}, which is not modelled`);
    }
  }

  /** The file's name in the folder, '' for the folder itself; undefined for anything elsewhere. */
  #fileOf(name: string, text: string): string | undefined {
    const path =
      name === 'unlink' || name === 'rename'
        ? bytesIn(text).toString('utf8')
        : name === 'openat'
          ? decoded(/\) += \d+<([^>]*)>/.exec(text)?.[1] ?? '')
          : decoded(/^\d+<([^>]*)>/.exec(text)?.[1] ?? '');
    if (path === this.#folder) return '';
    return path.startsWith(`${this.#folder}/`) ? path.slice(this.#folder.length + 1) : undefined;
  }
}

/** All strings of a call's arguments, one after the other. */
function bytesIn(text: string): Buffer {
  const quoted = text.match(/"(?:\\x[0-9a-f]{2})*"/g) ?? [];
  return Buffer.concat(quoted.map((one) => Buffer.from(decodedHex(one.slice(1, -1)), 'hex')));
}

function decoded(text: string): string {
  return text.startsWith('\\x') ? Buffer.from(decodedHex(text), 'hex').toString('utf8') : text;
}

function decodedHex(text: string): string {
  return text.replaceAll('\\x', '');
}
