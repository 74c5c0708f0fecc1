import type { NewId } from './ids.ts';
import type { PolicyBook } from './policy-book.ts';
import type { Clock } from './ports/clock.ts';
import type { Random } from './ports/random.ts';
import type { Store } from './ports/store.ts';
import type { KeyVault } from './vault/key-vault.ts';

/** What the use cases stand on; the composition root hands it in. */
export interface ServiceDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly newId: NewId;
  readonly policies: PolicyBook;
  /**
   * How long a version must have been known before it decides, so that every node has read it; 0 where
   * one process owns the store.
   */
  readonly policyLeadMs: number;
  readonly vault: KeyVault;
  /** Where customers find the phone app; mails link to it where the policy wants a link. */
  readonly appLink?: string | undefined;
}
