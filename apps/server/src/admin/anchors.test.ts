import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { anchorFile } from '../config.ts';
import { openWarifu, type Warifu } from '../open-warifu.ts';
import { ownConfig } from '../testing/own-warifu.ts';
import { AnchorWriter, readAnchors } from './anchors.ts';
import { adminOperations } from './operations.ts';

async function withWarifu(use: (warifu: Warifu) => Promise<void>): Promise<void> {
  const warifu = await openWarifu(ownConfig());
  try {
    await use(warifu);
  } finally {
    await warifu.close();
  }
}

/** An act that moves the head. */
const act = (warifu: Warifu) => adminOperations(warifu).rotateKeys();

test('row 83 a head is written when it moved, and not again by another process', () =>
  withWarifu(async (warifu) => {
    const { config, deps } = warifu;
    const writer = new AnchorWriter(config);
    await writer.write(deps.store);
    await writer.write(deps.store);
    await new AnchorWriter(config).write(deps.store);
    expect(readAnchors(config)).toEqual({ anchors: await deps.store.audit.heads(), unreadable: 0 });
    await act(warifu);
    await writer.write(deps.store);
    expect(readAnchors(config).anchors).toHaveLength(2);
  }));

test('row 83 an anchor after a torn line stands on a line of its own', () =>
  withWarifu(async (warifu) => {
    const { config, deps } = warifu;
    const writer = new AnchorWriter(config);
    await writer.write(deps.store);
    appendFileSync(anchorFile(config), '{"chain":"node-1","sequ');
    await act(warifu);
    await writer.write(deps.store);
    const lines = readFileSync(anchorFile(config), 'utf8').split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toBe('{"chain":"node-1","sequ');
    expect(readAnchors(config).anchors.at(-1)).toEqual((await deps.store.audit.heads())[0]);
  }));

test('row 83 lines that hold no anchor are counted, and the rest is compared', () =>
  withWarifu(async (warifu) => {
    const { config, deps } = warifu;
    const broken = ['{"chain":', '{}', 'null', '{"chain":1,"sequence":1,"hash":"","mac":""}', 'x}'];
    writeFileSync(anchorFile(config), `${broken.join('\n')}\n`);
    await new AnchorWriter(config).write(deps.store);
    expect(await adminOperations(warifu).verifyAudit()).toMatchObject({
      ok: true,
      unreadableAnchors: broken.length,
    });
  }));
