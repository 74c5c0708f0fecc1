export { isServed, withAdmin } from './admin/client.ts';
export type {
  AdminOperations,
  AdminStatus,
  AuditCheck,
  ImportRequest,
  ListedToken,
} from './admin/operations.ts';
export { closeOnSignal } from './close-on-signal.ts';
export { ConfigError, readConfig, type ServerConfig, storeFile } from './config.ts';
export { initKeyringFile } from './keyring-file.ts';
export { openWarifu, systemClock, type Warifu } from './open-warifu.ts';
export { type RunningServer, type StartOptions, startServer } from './start-server.ts';
export { version } from './version.ts';
