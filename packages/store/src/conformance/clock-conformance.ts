import { describe, expect, test } from 'vitest';
import { aDraft, auditOf, save, t0 } from './fixture.ts';
import type { OpenStore } from './harness.ts';
import { onFreshStore } from './on-fresh-store.ts';

const boot = { id: '5f0c2e1a-boot', upMs: 1_000 };

/** The mark of time: it survives a restart, and it goes back only when an operator says so. */
export function clockConformance(openStore: OpenStore): void {
  describe('clock', () => {
    const withStore = onFreshStore(openStore);

    test('a new store knows no time; a mark comes back after a restart (row 75)', () =>
      withStore(async (harness) => {
        const nothing = { own: null, latestAt: null, recordedAt: null };
        expect(await harness.store.clock.known()).toEqual(nothing);
        await harness.store.clock.keep({ at: t0, boot });
        const { clock } = await harness.reopen();
        expect(await clock.known()).toEqual({ ...nothing, own: { at: t0, boot }, latestAt: t0 });
      }));

    test('an earlier mark changes nothing, and a mark of 2106 is a later one (rows 75, 77)', () =>
      withStore(async ({ store: { clock } }) => {
        const late = Date.UTC(2106, 1, 7, 6, 28, 16);
        await clock.keep({ at: late, boot: null });
        await clock.keep({ at: t0, boot });
        await clock.keep({ at: -1, boot });
        expect((await clock.known()).own).toEqual({ at: late, boot: null });
        await clock.keep({ at: late + 1, boot });
        expect((await clock.known()).own).toEqual({ at: late + 1, boot });
      }));

    test('the last record tells a time too, also when no mark was kept after it', () =>
      withStore(async ({ store }) => {
        const scope = {
          kind: 'contract',
          institutionId: 'bank-a',
          by: { contractId: 'no' },
        } as const;
        await store.clock.keep({ at: t0 - 5, boot });
        await save(store, scope, {});
        expect(await store.clock.known()).toMatchObject({ latestAt: t0 - 5, recordedAt: t0 });
      }));

    test('a mark that is accepted takes the place of a later one, and leaves a record', () =>
      withStore(async ({ store }) => {
        await store.clock.keep({ at: t0 + 9_000, boot });
        await store.clock.accept({ at: t0, boot: null }, aDraft({ action: 'accept_clock' }));
        expect(await store.clock.known()).toEqual({
          own: { at: t0, boot: null },
          latestAt: t0,
          recordedAt: t0,
        });
        expect((await auditOf(store)).map(({ action }) => action)).toEqual(['accept_clock']);
      }));
  });
}
