/** A body that is carried out again and again, never twice at once. */
export interface Rounds {
  /** Carries it out now, or once more when it is under way. */
  readonly wake: () => void;
  /** Asks the round under way to end, waits for it, and begins no other. */
  readonly close: () => Promise<void>;
}

export interface RoundsParts {
  readonly everyMs: number;
  readonly body: (signal: AbortSignal) => Promise<void>;
  /** An error ends its round, not the rounds. */
  readonly onError: (error: unknown) => void;
}

export function startRounds({ everyMs, body, onError }: RoundsParts): Rounds {
  const ending = new AbortController();
  let underWay: Promise<void> | undefined;
  let again = false;
  const rounds = async () => {
    do {
      again = false;
      await body(ending.signal).catch(onError);
    } while (again && !ending.signal.aborted);
    underWay = undefined;
  };
  const wake = () => {
    if (ending.signal.aborted) return;
    if (underWay) again = true;
    else underWay = rounds();
  };
  const timer = setInterval(wake, everyMs);
  timer.unref();
  return {
    wake,
    close: async () => {
      clearInterval(timer);
      ending.abort();
      await underWay;
    },
  };
}
