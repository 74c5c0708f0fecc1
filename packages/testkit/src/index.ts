export type { PskcFile } from './pskc-writer.ts';
export { PSKC_TEST_KEY, pskcTestToken, writePskc, writePskcBytes } from './pskc-writer.ts';
