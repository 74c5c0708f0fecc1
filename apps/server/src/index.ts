export { migratePostgres } from '@warifu/store';
export { AdminError } from './admin/admin-error.ts';
export type { ListedApiKey } from './admin/api-keys.ts';
export { isServed, withAdmin } from './admin/client.ts';
export { type JobRun, jobKinds, type ListedJob } from './admin/job-operations.ts';
export { preparedIn } from './admin/key-operations.ts';
export type {
  AdminOperations,
  AdminStatus,
  AuditCheck,
  ImportRequest,
  ImportResult,
  ListedToken,
} from './admin/operations.ts';
export { assertOpens, type WrappedKey } from './admin/wrapped-keys.ts';
export { systemClock } from './clock/machine-clock.ts';
export { clockMessage } from './clock/watch-clock.ts';
export { closeOnSignal } from './close-on-signal.ts';
export { ConfigError, readConfig, type ServerConfig, storeFile } from './config.ts';
export { errorCodeOf } from './error-code.ts';
export { initKeyringFile, readKeyring } from './keyring-file.ts';
export { isShared, openWarifu, type Warifu } from './open-warifu.ts';
export { type Restored, restoreBackup, restoreInPlace } from './restore.ts';
export { type RunningServer, type StartOptions, startServer } from './start-server.ts';
export { version } from './version.ts';
