export { Base32Error, decodeBase32, encodeBase32 } from './base32.ts';
export { canonicaliseCode, equalCodes } from './code.ts';
export type { HashName } from './hash.ts';
export type { Digits, Hmac } from './hotp.ts';
export { counterMessage, hotp, truncate } from './hotp.ts';
export type { OtpauthError, OtpauthKey, OtpauthResult } from './otpauth-uri.ts';
export { formatOtpauthUri, parseOtpauthUri } from './otpauth-uri.ts';
export type { TotpShape } from './totp.ts';
export { stepStartMs, timeStep, totp } from './totp.ts';
