import type { ServerConfig } from './config.ts';
import { openWarifu } from './open-warifu.ts';
import { startServer } from './start-server.ts';

/** The production entry: serves until SIGINT or SIGTERM, then closes the store in order. */
export async function serve(config: ServerConfig): Promise<void> {
  const running = await startServer(await openWarifu(config));
  process.stdout.write(`ready ${running.url}\n`);
  await closeOnSignal(running.close);
}

/** Waits for SIGINT or SIGTERM and closes; a second signal while closing changes nothing. */
export function closeOnSignal(close: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let closing = false;
    const stop = () => {
      if (closing) return;
      closing = true;
      close().then(resolve, reject);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}
