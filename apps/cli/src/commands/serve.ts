import { configOf, loadServer } from '../data.ts';
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
      .option('--host <host>', 'the address to listen on [HOST]')
      .option('--port <port>', 'the port to listen on; 0 takes a free one [PORT]'),
  run: async (invocation) => {
    const { options, io } = invocation;
    const { closeOnSignal, isServed, openWarifu, startServer } = await loadServer();
    const env = {
      ...io.env,
      ...(options.text('host') === undefined ? {} : { HOST: options.text('host') }),
      ...(options.text('port') === undefined ? {} : { PORT: options.text('port') }),
    };
    const config = await configOf({ options, io: { ...io, env } });
    if (await isServed(config))
      throw new Failure(
        `a server runs on ${config.dataDir} already; stop it, or name another folder`,
      );
    const running = await startServer(await openWarifu(config));
    // Whoever reads "ready" may stop the server at once, so the signals are heard before it is said.
    const closed = closeOnSignal(running.close);
    if (!options.flag('json')) io.out(`ready ${running.url}\n`);
    else io.out(`${JSON.stringify({ ready: running.url, data_dir: config.dataDir })}\n`);
    await closed;
    // The one document of --json was printed when the server got ready.
    return { ok: true, text: 'closed', document: null };
  },
};
