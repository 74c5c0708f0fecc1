import { afterAll, expect, test } from 'vitest';
import { prepareBank } from './support/bank.ts';
import { killAll } from './support/processes.ts';
import { Server } from './support/server.ts';

afterAll(killAll);
test('smoke', async () => {
  const t = performance.now();
  const bank = await prepareBank(4);
  console.log('prep', performance.now() - t, bank.systemRecords, bank.dataDir);
  const server = await Server.start(bank, {
    under: [
      'strace',
      '-f',
      '-qq',
      '-yy',
      '-xx',
      '-s',
      '200000',
      '-o',
      '/tmp/t/strace.out',
      '-e',
      'trace=pwrite64,write,writev,fsync,fdatasync,ftruncate,rename,unlink,openat',
      '--seccomp-bpf',
    ],
  });
  console.log('started', server.startedInMs);
  await server.stop();
  const s2 = await Server.start(bank);
  console.log('started', s2.startedInMs);
  const api = s2.api(bank.operatorKey);
  const c = bank.customers[0];
  const a = await api.send('/v1/verifications', {
    body: {
      user_id: c?.member.userId,
      purpose: 'one_off_transfer',
      otp: c?.member.fob.codeAt(bank.startAt),
    },
  });
  console.log(a);
  await s2.kill();
  expect(1).toBe(1);
});
