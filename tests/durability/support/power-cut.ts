import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atFolder, type Bank } from './bank.ts';
import { repeatable } from './counts.ts';
import { dayMs, playDay } from './day.ts';
import { Disk, type Fate } from './disk-image.ts';
import { type Act, History } from './history.ts';
import { Line } from './line.ts';
import { judge } from './oracle.ts';
import type { PlantedBug } from './planted-bugs.ts';
import { removeScratch, scratchFolder } from './scratch.ts';
import { Server } from './server.ts';
import { readTrace, straceArguments, type TraceEvent } from './strace-log.ts';

/** Everything that a traced server did to its disk and told its clients, in one order. */
export interface Recording {
  readonly bank: Bank;
  readonly before: ReadonlyMap<string, Uint8Array>;
  readonly events: readonly TraceEvent[];
  /** Acknowledged acts, each with the number of the event with which its answer left. */
  readonly acts: readonly { readonly act: Act; readonly toldAt: number }[];
}

export interface Workload {
  /** Days that two customers play over one connection, one act after the other. */
  readonly daysAlone: number;
  /** Days that all customers play at once, each over a connection of his own. */
  readonly daysTogether: number;
}

/** Runs a workload against a traced server, closes it in order and gives what was recorded. */
export async function record(
  bank: Bank,
  { daysAlone, daysTogether }: Workload,
  bug?: PlantedBug,
): Promise<Recording> {
  const before = filesIn(bank.dataDir);
  const logFolder = scratchFolder('strace');
  const log = join(logFolder, 'log');
  const under = ['strace', ...straceArguments, '-o', log];
  const server = await Server.start(bank, { under, ...(bug === undefined ? {} : { bug }) });
  const history = new History();
  const play = new Play(server, bank, history);
  const pair = bank.customers.slice(0, 2);
  for (let day = 0; day < daysAlone; day++) await play.day(pair, [0, 0]);
  const apart = bank.customers.map((_, index) => index);
  for (let day = 0; day < daysTogether; day++) await play.day(bank.customers, apart);
  play.hangUp();
  await server.stop();
  const events = await readTrace(log, bank.dataDir);
  removeScratch(logFolder);
  return { bank, before, events, acts: toldTimes(history.acknowledged, events) };
}

/** Days of customers over lines; the clock goes on and the WAL is moved after each. */
class Play {
  readonly #server: Server;
  readonly #bank: Bank;
  readonly #history: History;
  readonly #lines: Line[] = [];
  readonly #days = new Map<string, number>();
  #at: number;

  constructor(server: Server, bank: Bank, history: History) {
    this.#server = server;
    this.#bank = bank;
    this.#history = history;
    this.#at = bank.startAt;
  }

  /** `lines[i]` is the number of the line that customer i uses; those of one line wait for each other. */
  async day(customers: Bank['customers'], lines: readonly number[]): Promise<void> {
    const byLine = Map.groupBy(customers, (_, index) => lines[index] ?? 0);
    const playing = [...byLine].map(async ([number, own]) => {
      for (const customer of own) await this.#playOne(customer, this.#line(number));
    });
    await Promise.all(playing);
    this.#at += dayMs;
    await this.#server.setClock(this.#at);
    await this.#server.door('checkpoint');
  }

  hangUp(): void {
    for (const line of this.#lines) line.close();
  }

  async #playOne(customer: Bank['customers'][number], line: Line): Promise<void> {
    const day = this.#days.get(customer.contractId) ?? 0;
    this.#days.set(customer.contractId, day + 1);
    const client = this.#history.client(customer.contractId, (act) => line.say(act));
    await playDay(customer, client, { day, at: this.#at });
  }

  #line(number: number): Line {
    const known = this.#lines[number];
    if (known) return known;
    const line = new Line(() => this.#server.url, this.#bank.operatorKey);
    this.#lines[number] = line;
    return line;
  }
}

function filesIn(folder: string): Map<string, Uint8Array> {
  const names = readdirSync(folder).filter((name) => statSync(join(folder, name)).isFile());
  return new Map(names.map((name) => [name, readFileSync(join(folder, name))]));
}

/** The n-th answer that a client heard on a port is the n-th that the server wrote to that port. */
function toldTimes(acts: readonly Act[], events: readonly TraceEvent[]): Recording['acts'] {
  const answers = new Map<number, number[]>();
  events.forEach((event, index) => {
    if (event.kind !== 'answered') return;
    const times = answers.get(event.port) ?? [];
    answers.set(event.port, times);
    times.push(...Array<number>(event.count).fill(index));
  });
  return acts.map((act) => {
    const toldAt = answers.get(act.heard?.port ?? 0)?.[(act.heard?.nth ?? 0) - 1];
    if (toldAt === undefined) throw new Error('the trace lacks an answer that a client heard');
    return { act, toldAt };
  });
}

export interface CutResult {
  readonly cutPoints: number;
  readonly images: number;
  readonly lost: readonly string[];
  readonly corrupt: readonly string[];
}

/** Where to cut: after the event with this number the power is gone. */
export function cutPointsOf({ events }: Recording, wanted: number): number[] {
  const all = events.map((_, index) => index);
  const syncs = all.filter((index) => events[index]?.kind === 'synced');
  if (wanted >= all.length) return all;
  // Sync boundaries first, half of the points; then points anywhere between two of them.
  const chosen = [...evenly(syncs, wanted / 2), ...evenly(all, wanted / 2)];
  return [...new Set(chosen)].toSorted((a, b) => a - b);
}

function evenly(from: readonly number[], wanted: number): number[] {
  const every = Math.max(1, from.length / wanted);
  const count = Math.floor(from.length / every);
  return Array.from({ length: count }, (_, index) => from[Math.floor(index * every)] ?? 0);
}

/** Cuts the power at each point and judges every disk that it may have left. */
export async function cutPower(
  recording: Recording,
  cutPoints: readonly number[],
): Promise<CutResult> {
  const { bank, before, events, acts } = recording;
  const folder = scratchFolder('image', fastFolder());
  const image = atFolder(bank, join(folder, 'data'));
  const disk = new Disk(before);
  const result = { cutPoints: 0, images: 0, lost: [] as string[], corrupt: [] as string[] };
  let next = 0;
  for (const point of cutPoints) {
    for (; next <= point; next++)
      disk.take(events[next] ?? { kind: 'answered', port: 0, count: 0 });
    const told = acts.filter(({ toldAt }) => toldAt <= point).map(({ act }) => act);
    result.cutPoints += 1;
    for (const [name, fate] of fatesAt(point, disk)) {
      writeFiles(image.dataDir, disk.contents(fate));
      const { lost, corrupt } = await judge(image, told);
      const tell = (what: string) => `cut ${point}, ${name}: ${what}`;
      result.images += 1;
      result.lost.push(...lost.map(tell));
      result.corrupt.push(...corrupt.map(tell));
    }
  }
  removeScratch(folder);
  return result;
}

/** What may become of unsynced writes; one image is enough where there are none. */
function fatesAt(point: number, disk: Disk): [string, Fate][] {
  if (disk.unsynced === 0) return [['all synced', () => 'whole']];
  const random = repeatable(point);
  const sectorBytes = 512;
  const tornAt = random(disk.unsynced);
  return [
    ['unsynced dropped', () => 'not'],
    ['unsynced kept', () => 'whole'],
    ['some dropped', () => (random(2) === 0 ? 'not' : 'whole')],
    ['later before earlier', (index, of) => (index < of / 2 ? 'not' : 'whole')],
    [
      'torn',
      (index, _, bytes) => {
        if (index !== tornAt) return index < tornAt ? 'whole' : 'not';
        return Math.min(bytes, random(Math.ceil(bytes / sectorBytes) + 1) * sectorBytes);
      },
    ],
  ];
}

function writeFiles(folder: string, contents: ReadonlyMap<string, Uint8Array>): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [name, bytes] of contents) {
    // The WAL's index lives in memory: a power cut leaves none, and the next start makes it anew.
    if (!name.endsWith('-shm')) writeFileSync(join(folder, name), bytes, { mode: 0o600 });
  }
}

/** Images are read once and thrown away; where memory serves as a disk they are made there. */
function fastFolder(): string {
  const memory = join('/', 'dev', 'shm');
  return existsSync(memory) ? memory : tmpdir();
}
