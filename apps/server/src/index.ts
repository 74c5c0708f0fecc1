export { withAdmin } from './admin/client.ts';
export type { AdminOperations, AdminStatus, ImportRequest } from './admin/operations.ts';
export { ConfigError, readConfig, type ServerConfig } from './config.ts';
export { initKeyringFile } from './keyring-file.ts';
export { openWarifu, systemClock, type Warifu } from './open-warifu.ts';
export { closeOnSignal, serve } from './serve.ts';
export { type RunningServer, type StartOptions, startServer } from './start-server.ts';
export { version } from './version.ts';
