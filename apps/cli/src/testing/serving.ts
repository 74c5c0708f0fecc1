import { startBin } from './run-bin.ts';

/** A server that runs, as `warifu serve` starts it. */
export interface Serving {
  readonly url: string;
  /** The document that it printed when it got ready. */
  readonly said: unknown;
  /** Stops it and gives its exit code. */
  readonly stop: () => Promise<number | null>;
}

/** Starts the committed bin on a store and waits until it is ready, at a free port. */
export async function serving(env: Readonly<Record<string, string>>): Promise<Serving> {
  const server = startBin(['serve', '--port', '0', '--json'], { env });
  const ended = new Promise<number | null>((resolve) => server.once('close', resolve));
  let err = '';
  server.stderr.on('data', (chunk) => {
    err += String(chunk);
  });
  const line = await new Promise<string>((resolve, reject) => {
    server.stdout.once('data', (chunk) => resolve(String(chunk)));
    server.once('close', () => reject(new Error(`the server did not start: ${err}`)));
  });
  const said: { readonly ready?: string } = JSON.parse(line);
  if (said.ready === undefined) throw new Error(`the server did not start: ${line}`);
  const stop = () => {
    server.kill('SIGTERM');
    return ended;
  };
  return { url: said.ready, said, stop };
}
