import { existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { adminSocketFile, anchorFile, ConfigError } from './config.ts';
import { openWarifu } from './open-warifu.ts';
import { startServer } from './start-server.ts';
import { ownConfig } from './testing/own-warifu.ts';

async function takenPort(): Promise<number> {
  const other = createServer();
  onTestFinished(() => void other.close());
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  return typeof address === 'object' && address ? address.port : 0;
}

test('a port in use: told with PORT and the address, and everything is closed again', async () => {
  const config = { ...ownConfig(), port: await takenPort() };
  const starting = startServer(await openWarifu(config));
  await expect(starting).rejects.toThrow(ConfigError);
  await expect(starting).rejects.toThrow(
    `cannot listen on 127.0.0.1:${config.port}, which is in use; set PORT`,
  );
  expect(existsSync(adminSocketFile(config))).toBe(false);
  const running = await startServer(await openWarifu({ ...config, port: 0 }));
  await running.close();
});

test('an admin socket that cannot be made closes the store too', async () => {
  const config = ownConfig();
  mkdirSync(join(config.dataDir, 'x'.repeat(90)));
  const warifu = await openWarifu(config);
  const deep = { ...config, dataDir: join(config.dataDir, 'x'.repeat(90)) };
  await expect(startServer({ ...warifu, config: deep })).rejects.toThrow('WARIFU_DATA_DIR');
  await (await openWarifu(config)).close();
});

test('row 83 anchors that cannot be written neither end the server nor keep the store open', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const said: string[] = [];
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said.push(String(text));
    return true;
  });
  onTestFinished(() => {
    stderr.mockRestore();
    vi.useRealTimers();
  });
  const config = ownConfig();
  // A folder in the place of the file: whatever is written there fails.
  mkdirSync(anchorFile(config));
  const running = await startServer(await openWarifu(config));
  vi.advanceTimersByTime(60_000);
  await vi.waitFor(() => expect(said.join('')).toContain('"operation":"anchors"'));
  expect((await fetch(`${running.url}/healthz`)).status).toBe(200);
  await expect(running.close()).rejects.toThrow('EISDIR');
  await (await openWarifu(config)).close();
});
