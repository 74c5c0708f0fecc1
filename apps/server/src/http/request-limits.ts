import type { Clock } from '@warifu/service';

/**
 * How many requests anybody may make where no API key stands at the door (row 23): counted in memory by
 * source, by what a request names, and by institution, over minutes. The maps are bounded; when one is
 * full, the name that was seen first is forgotten. What may not be guessed is counted in the store as
 * well, so that forgetting here gives no guesses away.
 */
export interface LimitsPerMinute {
  readonly source: number;
  /** What a request names: a service ID, or the device that asks. */
  readonly name: number;
  readonly institution: number;
}

export const limitsPerMinute: LimitsPerMinute = { source: 60, name: 10, institution: 3_000 };

const minuteMs = 60_000;
const mostNames = 20_000;

interface Minute {
  readonly beganAt: number;
  count: number;
}

export class RequestLimits {
  readonly #clock: Clock;
  readonly #limits: LimitsPerMinute;
  readonly #counts = {
    source: new Map<string, Minute>(),
    name: new Map<string, Minute>(),
    institution: new Map<string, Minute>(),
  };

  constructor(clock: Clock, limits: LimitsPerMinute = limitsPerMinute) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Counts one request from an address to an institution, and says whether it may go on. */
  admitsSource(address: string, institutionId: string): boolean {
    const within = this.#count('source', networkOf(address));
    return this.#count('institution', institutionId) && within;
  }

  /** Counts one request by what it names. */
  admitsName(name: string): boolean {
    return this.#count('name', name);
  }

  #count(kind: keyof LimitsPerMinute, name: string): boolean {
    const now = this.#clock.now();
    const counts = this.#counts[kind];
    const known = counts.get(name);
    // A clock that was put back begins a new minute: nobody waits for one that never comes.
    if (known && now >= known.beganAt && now < known.beganAt + minuteMs) {
      known.count += 1;
      return known.count <= this.#limits[kind];
    }
    counts.delete(name);
    const [oldest] = counts.size >= mostNames ? counts.keys() : [];
    if (oldest !== undefined) counts.delete(oldest);
    counts.set(name, { beganAt: now, count: 1 });
    return true;
  }
}

/** Whoever has an IPv6 address has all of its network: the first 64 bits are one source. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => '0');
  return [...groups, ...zeros, ...rest].slice(0, 4).join(':');
}
