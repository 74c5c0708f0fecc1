import { encodeBase32 } from '@warifu/otp';

/**
 * What a day's customers know and nobody else may read: codes, seeds, activation passwords, and the two
 * IDs of an issue. The last chapter looks for all of it in answers, mails and the record (ALL-04).
 */
export class Secrets {
  /** Codes that were typed. Six digits stand in many a number, so they are looked for as whole words. */
  readonly codes = new Set<string>();
  /** Seeds, in the spellings in which they could leak. */
  readonly seeds = new Set<string>();
  readonly passwords = new Set<string>();
  /** Service IDs and user IDs of issues, with and without their hyphens. */
  readonly issueIds = new Set<string>();

  addCode(code: string): string {
    this.codes.add(code);
    return code;
  }

  addSeed(seed: Uint8Array): void {
    const bytes = Buffer.from(seed);
    this.seeds.add(bytes.toString('hex')).add(bytes.toString('base64')).add(encodeBase32(bytes));
  }

  addPassword(password: string): void {
    this.passwords.add(password);
  }

  addIssueId(id: string): void {
    this.issueIds.add(id).add(id.replaceAll('-', ''));
  }

  get count(): number {
    return this.codes.size + this.seeds.size / 3 + this.passwords.size + this.issueIds.size / 2;
  }
}
