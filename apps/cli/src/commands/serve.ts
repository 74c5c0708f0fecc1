import { InvalidArgumentError } from 'commander';
import { assertStore, listeningConfigOf, loadServer } from '../data.ts';
import type { Leaf } from '../leaf.ts';
import { Failure } from '../outcome.ts';

/** `warifu serve`: the production server, until it is told to stop. */
export const serve: Leaf = {
  usage: 'serve',
  summary: 'Serve the API until SIGINT or SIGTERM.',
  examples: ['warifu serve', 'warifu serve --port 8443 --data-dir /var/lib/warifu'],
  onData: true,
  options: (command) =>
    command
      .option('--host <host>', 'the address to listen on [HOST, or 127.0.0.1]')
      .option('--port <port>', 'the port to listen on; 0 takes a free one [PORT, or 8080]', portOf)
      .option(
        '--accept-clock',
        'take this machine’s clock as right, whatever time the store was last used at',
      ),
  run: async (invocation) => {
    const { options, io } = invocation;
    const { clockMessage, closeOnSignal, isServed, openWarifu, startServer } = await loadServer();
    const config = await listeningConfigOf(invocation);
    // A folder that was mistyped must not become an empty bank that says it is well.
    await assertStore(config);
    if (await isServed(config))
      throw new Failure(
        'served_already',
        `a server runs on ${config.dataDir} already; stop it, or name another folder`,
      );
    const warifu = await openWarifu(config);
    const running = await startServer(warifu, { acceptClock: options.flag('acceptClock') });
    // Whoever reads "ready" may stop the server at once, so the signals are heard before it is said.
    const closed = closeOnSignal(running.close);
    const { guardedClock: clock } = warifu;
    const fault = clock?.isTrusted() === false ? clockMessage(clock.state()) : undefined;
    if (fault !== undefined) io.err(`warifu: not ready: ${fault}\n`);
    const said = fault === undefined ? 'ready' : 'listening';
    if (!options.flag('json')) io.out(`${said} ${running.url}\n`);
    else io.out(`${JSON.stringify({ [said]: running.url, data_dir: config.dataDir })}\n`);
    await closed;
    // The one document of --json was printed when the server got ready.
    return { ok: true, text: 'closed', document: null };
  },
};

function portOf(text: string): string {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return text;
  throw new InvalidArgumentError('Give a number from 0 to 65535.');
}
