import { join } from 'node:path';
import type { ServerConfig } from '../apps/server/src/config.ts';

/** The same configuration for filling the store and for serving it. Port 0 is any free one. */
export function warifuConfig(dataDir: string): ServerConfig {
  return {
    host: '127.0.0.1',
    port: 0,
    dataDir,
    keyringText: null,
    keyringFile: join(dataDir, 'keyring.json'),
  };
}
