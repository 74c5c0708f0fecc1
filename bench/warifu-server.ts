import { openWarifu } from '../apps/server/src/open-warifu.ts';
import { startServer } from '../apps/server/src/start-server.ts';
import { type FixedClock, serveMeasured } from './serve-measured.ts';
import { warifuConfig } from './warifu-config.ts';

/**
 * Warifu as it is served in production, but for its clock: audit, sealed seeds, FULL sync, all
 * on.
 */
async function startWarifu(dataDir: string, clock: FixedClock): Promise<number> {
  const { url } = await startServer(await openWarifu(warifuConfig(dataDir), clock));
  return Number(new URL(url).port);
}

await serveMeasured(startWarifu);
