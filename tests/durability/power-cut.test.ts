import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bank, copyOf, prepareBank, removeBank } from './support/bank.ts';
import { asked, report } from './support/counts.ts';
import { cutPointsOf, cutPower, record } from './support/power-cut.ts';
import { cleanUp } from './support/processes.ts';

/**
 * Row 67: an answer that was sent is on disk, wherever the power is cut. A server is traced while
 * clients work with it; every image that a cut may leave is built from the trace, opened, and
 * compared with what the clients had been told by then.
 */
const wanted = asked(120, Number.MAX_SAFE_INTEGER);
const workload =
  asked(0, 1) === 1 ? { daysAlone: 3, daysTogether: 3 } : { daysAlone: 3, daysTogether: 1 };

let prepared: Bank;

beforeAll(async () => {
  prepared = await prepareBank(16);
});

afterAll(async () => {
  await cleanUp();
  removeBank(prepared);
});

test(`row 67 RPO 0: at ≥ ${asked(60, 1_000)} cut points of a mixed workload at 1 and 16 connections lost 0, corrupt 0`, async () => {
  const bank = copyOf(prepared);
  const recording = await record(bank, workload);
  const points = cutPointsOf(recording, wanted);
  const { cutPoints, images, lost, corrupt } = await cutPower(recording, points);
  const syncs = recording.events.filter((event) => event.kind === 'synced').length;
  // The cuts mean something only if the WAL was moved into the file meanwhile, and begun anew.
  const begun = (file: string, offset: number) =>
    recording.events.filter(
      (event) => event.kind === 'written' && event.file === file && event.offset === offset,
    ).length;
  expect(begun('warifu.sqlite', 0)).toBeGreaterThan(1);
  expect(begun('warifu.sqlite-wal', 0)).toBeGreaterThan(1);
  report('row 67', {
    acts: recording.acts.length,
    'file events': recording.events.length,
    syncs,
    'cut points': cutPoints,
    images,
    lost: lost.length,
    corrupt: corrupt.length,
  });
  removeBank(bank);
  expect(corrupt).toEqual([]);
  expect(lost).toEqual([]);
  expect(cutPoints).toBeGreaterThanOrEqual(asked(60, 1_000));
});

test.each(['synchronous_normal', 'answer_before_commit'] as const)(
  'row 67 the planted bug %s is found: acknowledged acts are lost',
  async (bug) => {
    const bank = copyOf(prepared);
    const recording = await record(bank, { daysAlone: 1, daysTogether: 0 }, bug);
    const { cutPoints, lost, corrupt } = await cutPower(recording, cutPointsOf(recording, 30));
    report(`row 67, ${bug}`, {
      'cut points': cutPoints,
      lost: lost.length,
      corrupt: corrupt.length,
    });
    removeBank(bank);
    expect(lost.length).toBeGreaterThan(0);
  },
);
