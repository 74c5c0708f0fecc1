export { readOathCsv } from './csv/read-oath-csv.ts';
export { readPskc } from './read-pskc.ts';
export type { TokenFileErrorCode } from './token-file-error.ts';
export { TokenFileError } from './token-file-error.ts';
export type { ReadOptions, TokenRecord } from './token-record.ts';
