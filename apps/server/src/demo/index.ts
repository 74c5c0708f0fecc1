/** What plays the demo from outside: the tour. The production entry exports none of it. */
export { codeOf, wrongCode } from './demo-codes.ts';
export { type DemoFile, type DemoInstitution, readDemoFile } from './demo-file.ts';
export {
  type DemoFob,
  type DemoToken,
  demoTokenFile,
  makeFobs,
} from './demo-token-file.ts';
export type { CaughtMail } from './mail-catcher.ts';
