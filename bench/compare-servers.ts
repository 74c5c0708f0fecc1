import { type Mode, measure, type Sample } from './measure.ts';
import type { MeasuredServer, ServerName } from './measured-server.ts';
import type { Options } from './options.ts';
import { median } from './statistics.ts';
import { compareLocked, compareStates, type TimingComparison } from './timing.ts';
import { note, type Workplace } from './workplace.ts';

/** All samples of one kind of round. */
export interface Series {
  readonly server: ServerName;
  readonly mode: Mode;
  readonly connections: number;
  readonly samples: readonly Sample[];
}

export interface Comparison {
  readonly series: readonly Series[];
  /** Medians of the ratios within each pair. */
  readonly ratioRaw: number;
  readonly ratioUsual: number;
  readonly timing: readonly TimingComparison[];
}

type Servers = Readonly<Record<ServerName, MeasuredServer>>;

/** At this number of connections the claims are made. */
export const claimConnections = 64;
const otherConnections = [1, 16];
const modes = ['right', 'wrong', 'replay'] as const;

/**
 * Raw, usual and Warifu in turn, so that whatever else the machine does falls on all of them
 * alike.
 */
export async function compareServers(place: Workplace, options: Options): Promise<Comparison> {
  const { tokens } = options;
  const servers: Servers = {
    raw: await place.start('raw', tokens),
    usual: await place.start('usual', tokens),
    warifu: await place.start('warifu', tokens),
  };
  const measuring = new Measuring(place, servers, options);
  await measuring.warmUp();
  for (let pair = 0; pair < options.pairs; pair += 1) await measuring.pair(pair);
  for (const connections of otherConnections) await measuring.details(connections);
  const timing = [
    ...(await compareLocked(place.load, servers.warifu, options.timingSamples)),
    ...(await compareStates(place.load, servers.warifu, options.timingSamples)),
  ];
  return { ...measuring.ratios(), series: measuring.series(), timing };
}

class Measuring {
  readonly #place: Workplace;
  readonly #servers: Servers;
  readonly #options: Options;
  readonly #samples = new Map<string, { readonly kind: Omit<Series, 'samples'>; list: Sample[] }>();

  constructor(place: Workplace, servers: Servers, options: Options) {
    this.#place = place;
    this.#servers = servers;
    this.#options = options;
  }

  /** Rounds that count for nothing: the engine compiles, the caches fill. */
  async warmUp(): Promise<void> {
    const plan = { mode: 'right', connections: claimConnections, seconds: 1 } as const;
    for (const server of Object.values(this.#servers))
      await measure(this.#place.load, server, plan);
  }

  /** One interleaved pair; each begins with another server. */
  async pair(number: number): Promise<void> {
    const names: ServerName[] = ['raw', 'usual', 'warifu'];
    const turn = number % names.length;
    const order = [...names.slice(turn), ...names.slice(0, turn)];
    for (const server of order)
      await this.#measure({ server, mode: 'right', connections: claimConnections });
    for (const mode of ['wrong', 'replay'] as const)
      await this.#measure({ server: 'warifu', mode, connections: claimConnections });
    note(`pair ${number + 1} of ${this.#options.pairs} done`);
  }

  async details(connections: number): Promise<void> {
    for (const server of ['raw', 'usual'] as const)
      await this.#measure({ server, mode: 'right', connections });
    for (const mode of modes) await this.#measure({ server: 'warifu', mode, connections });
    note(`${connections} connections done`);
  }

  series(): Series[] {
    return [...this.#samples.values()].map(({ kind, list }) => ({ ...kind, samples: list }));
  }

  ratios(): { readonly ratioRaw: number; readonly ratioUsual: number } {
    const rates = (server: ServerName) =>
      this.#list({ server, mode: 'right', connections: claimConnections }).map(({ rps }) => rps);
    const warifu = rates('warifu');
    const ratio = (other: readonly number[]) =>
      median(warifu.map((rate, pair) => rate / (other[pair] ?? Number.NaN)));
    return { ratioRaw: ratio(rates('raw')), ratioUsual: ratio(rates('usual')) };
  }

  async #measure(kind: Omit<Series, 'samples'>): Promise<void> {
    const { seconds } = this.#options;
    const { mode, connections } = kind;
    const plan = { mode, connections, seconds };
    const sample = await measure(this.#place.load, this.#servers[kind.server], plan);
    this.#list(kind).push(sample);
  }

  #list(kind: Omit<Series, 'samples'>): Sample[] {
    const key = `${kind.server} ${kind.mode} ${kind.connections}`;
    const known = this.#samples.get(key) ?? { kind, list: [] };
    this.#samples.set(key, known);
    return known.list;
  }
}
