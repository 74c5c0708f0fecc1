import { cleanGuard, type Issuance, type Token, type User } from '@warifu/engine';
import { bank } from './due-world.ts';

/** A token that an app on the phone `phone` holds, issued and bound to nobody. */
export function appToken(id: string, part: Partial<Token>): Token {
  return {
    id,
    institutionId: bank,
    contractId: null,
    serial: id.toUpperCase(),
    form: 'phone_app',
    kind: 'totp',
    algorithm: 'SHA1',
    digits: 6,
    stepSeconds: 30,
    state: 'issued',
    retireReason: null,
    startsOn: null,
    expiresOn: null,
    issuedAt: null,
    deviceId: 'phone',
    shipmentId: null,
    lostReportedAt: null,
    suspendedAt: null,
    returnedAt: null,
    mailedCode: null,
    lastAcceptedStep: -1,
    driftSteps: 0,
    outOfStep: false,
    guard: cleanGuard,
    version: 0,
    ...part,
  };
}

/** An issue of the user, open. */
export function issueOf(user: User, id: string, part: Partial<Issuance>): Issuance {
  return {
    id,
    contractId: user.contractId,
    userId: user.id,
    authenticator: 'app',
    serviceId: `service-${id}`,
    appUserId: 'user',
    passwordMac: new Uint8Array(32),
    mailAddress: 'taro@mail.example',
    state: 'open',
    failures: 0,
    tokenId: null,
    createdAt: 0,
    expiresAt: 0,
    version: 0,
    ...part,
  };
}
