import {
  closeOnSignal,
  openWarifu,
  type RunningServer,
  readConfig,
  startServer,
} from '@warifu/server';
import { FileClock } from './file-clock.ts';
import { plantBug } from './planted-bugs.ts';
import { StoreHandle } from './store-handle.ts';

/**
 * The server of the durability tests: the production parts in a process of its own, which can be
 * killed, traced and starved. Beside what `warifu serve` reads from the environment:
 *
 *   TEST_CLOCK_FILE   the instant at which this server's clock stands
 *   TEST_PLANTED_BUG  a known bug to put back (`planted-bugs.ts`)
 *
 * and three doors for the test, told apart from the API by their path: /test/…
 */
type Extend = NonNullable<NonNullable<Parameters<typeof startServer>[1]>['extend']>;

process.stdout.write(`pid ${process.pid}\n`);
try {
  const running = await start();
  // It listens for signals before it says that it is ready: somebody may stop it at once.
  const closed = closeOnSignal(running.close);
  process.stdout.write(`ready ${running.url}\n`);
  await closed;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : 'unknown error'}\n`);
  process.exitCode = 1;
}

async function start(): Promise<RunningServer> {
  const { TEST_CLOCK_FILE: clockFile = '', TEST_PLANTED_BUG: bug = '' } = process.env;
  const clock = new FileClock(clockFile);
  const handle = StoreHandle.catchNext();
  const warifu = await openWarifu(readConfig(process.env, { dataDir: '.' }), clock);
  if (bug !== '') plantBug(bug, warifu, handle);
  return startServer(warifu, { extend: testDoors(clock, handle) });
}

function testDoors(clock: FileClock, handle: StoreHandle): Extend {
  const doors: Readonly<Record<string, () => void>> = {
    clock: () => clock.lookAgain(),
    checkpoint: () => handle.exec('PRAGMA wal_checkpoint(PASSIVE)'),
    read_only: () => handle.exec('PRAGMA query_only = ON'),
    writable: () => handle.exec('PRAGMA query_only = OFF'),
  };
  return (http) => {
    for (const [name, open] of Object.entries(doors)) {
      http.post(`/test/${name}`, (_request, reply) => {
        open();
        return reply.send('done\n');
      });
    }
  };
}
