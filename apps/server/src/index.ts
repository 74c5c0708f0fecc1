export { isServed, withAdmin } from './admin/client.ts';
export type {
  AdminOperations,
  AdminStatus,
  ImportRequest,
  ListedToken,
} from './admin/operations.ts';
export { ConfigError, readConfig, type ServerConfig, storeFile } from './config.ts';
export { codeOf, wrongCode } from './demo/demo-bank.ts';
export { type DemoFile, type DemoInstitution, readDemoFile } from './demo/demo-file.ts';
export { type DemoFob, demoTokenFile, makeFobs } from './demo/demo-token-file.ts';
export { initKeyringFile } from './keyring-file.ts';
export { openWarifu, systemClock, type Warifu } from './open-warifu.ts';
export { closeOnSignal, serve } from './serve.ts';
export { type RunningServer, type StartOptions, startServer } from './start-server.ts';
export { version } from './version.ts';
