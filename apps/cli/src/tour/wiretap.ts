/** An answer as it came over the wire. */
export interface RawAnswer {
  /** The path that was asked, without its query. */
  readonly path: string;
  readonly status: number;
  readonly text: string;
}

export interface Wiretap {
  readonly fetch: typeof fetch;
  /** The last answer byte by byte, since ALL-07 is about bytes. */
  readonly last: () => RawAnswer;
  readonly all: readonly RawAnswer[];
}

/** A `fetch` that remembers every answer that it got. */
export function wiretap(): Wiretap {
  const all: RawAnswer[] = [];
  const tapped: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    const text = await response.text();
    const { pathname: path } = new URL(input instanceof Request ? input.url : input);
    all.push({ path, status: response.status, text });
    return new Response(text, { status: response.status, headers: response.headers });
  };
  const last = () => all.at(-1) ?? { path: '', status: 0, text: '' };
  return { fetch: tapped, last, all };
}

/** What an app on a phone has to call with: no API key (`/v1/app/…`). */
export function withoutKey(tapped: typeof fetch): typeof fetch {
  return (input, init) => {
    const headers = new Headers(init?.headers);
    headers.delete('authorization');
    return tapped(input, { ...init, headers });
  };
}
