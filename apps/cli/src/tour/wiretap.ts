/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

/** A `fetch` that remembers its last answer byte by byte, since ALL-07 is about bytes. */
export function wiretap() {
  let last: RawAnswer = { status: 0, text: '' };
  const tapped: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    const text = await response.text();
    last = { status: response.status, text };
    return new Response(text, { status: response.status, headers: response.headers });
  };
  return { fetch: tapped, last: () => last };
}
