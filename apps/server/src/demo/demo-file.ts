import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '@warifu/engine';
import { formatOtpauthUri } from '@warifu/otp';
import type { DemoBank, DemoContract } from './demo-bank.ts';
import type { DemoFob, DemoToken } from './demo-token-file.ts';
import { replaceFile } from './replace-file.ts';

/** What `demo.json` tells, so that an outside program can play bank, customer and fob. */
export interface DemoFile {
  base_url: string;
  readonly institutions: readonly DemoInstitution[];
}

export interface DemoInstitution {
  readonly id: string;
  readonly name: { readonly ja: string; readonly en: string };
  /** For the bank's channels: everything but the causes of refusals. */
  readonly api_key: string;
  /** For an operator who may see the causes. */
  readonly operator_api_key: string;
  /** Customers' screens, or null where the demo has none. */
  readonly portal_url: string | null;
  /** The back office, or null where the demo has none. */
  readonly office_url: string | null;
  /** The bank's own people at the back office. */
  readonly staff: readonly object[];
  readonly contracts: readonly object[];
  /** Fobs that nobody has yet. */
  readonly stock: readonly object[];
}

export function demoFilePath(dataDir: string): string {
  return join(dataDir, 'demo.json');
}

/** The file of an earlier start, or undefined when there is none. */
export function readDemoFile(dataDir: string): DemoFile | undefined {
  const file = demoFilePath(dataDir);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoFile) : undefined;
}

export function writeDemoFile(dataDir: string, demo: DemoFile): void {
  replaceFile(demoFilePath(dataDir), `${JSON.stringify(demo, null, 2)}\n`);
}

export interface DemoParts {
  readonly policy: Policy;
  readonly apiKey: string;
  readonly operatorApiKey: string;
  readonly bank: DemoBank;
  readonly fobs: readonly DemoFob[];
  /** The token's ID and state by serial, as the API tells them. */
  readonly tokens: ReadonlyMap<string, { readonly id: string; readonly state: string }>;
}

export function demoInstitution(parts: DemoParts): DemoInstitution {
  const { policy, bank, fobs, tokens } = parts;
  const given = new Set(bank.contracts.flatMap((contract) => contract.tokens));
  const tell = (fob: DemoToken) => ({
    id: tokens.get(fob.serial)?.id,
    serial: fob.serial,
    seed_hex: Buffer.from(fob.seed).toString('hex'),
    algorithm: 'SHA1',
    digits: 6,
    step_seconds: fob.stepSeconds,
    expires_on: fob.expiresOn,
    state: tokens.get(fob.serial)?.state,
    // For a phone's authenticator app, as a QR code or typed in.
    otpauth_uri: formatOtpauthUri({
      kind: 'totp',
      account: fob.serial,
      issuer: policy.institution.name.en,
      secret: fob.seed,
      algorithm: 'SHA1',
      digits: 6,
      stepSeconds: fob.stepSeconds,
    }),
  });
  const contract = ({ tokens: own, ...rest }: DemoContract) => ({ ...rest, tokens: own.map(tell) });
  return {
    id: policy.institution.id,
    name: policy.institution.name,
    api_key: parts.apiKey,
    operator_api_key: parts.operatorApiKey,
    portal_url: null,
    office_url: null,
    staff: [],
    contracts: bank.contracts.map(contract),
    stock: fobs.filter((fob) => !given.has(fob)).map(tell),
  };
}
