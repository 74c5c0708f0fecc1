import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDemo } from '../../data.ts';
import type { Day } from '../day.ts';
import type { Chapter } from '../step.ts';
import { expectSame, expectThat } from '../surprise.ts';

/** The maker's file becomes stock; the requirements are those of the institution's fobs. */
export function tokenFile(ids: readonly string[]): Chapter {
  return {
    title: 'A file of key fobs arrives from their maker',
    steps: [
      {
        ids,
        does: 'import the file (PSKC, AES-128-CBC with a MAC, pre-shared key) as `tokens import` does',
        play: importFile,
      },
      {
        ids,
        does: 'look at one of them: 6 digits, 60-second step, serial and expiry as printed, no secret',
        play: lookAtOne,
      },
    ],
  };
}

async function importFile(day: Day): Promise<string> {
  const { demoTokenFile } = await loadDemo();
  const folder = await mkdtemp(join(tmpdir(), 'warifu-tour-'));
  try {
    const { xml, presharedKeyHex } = demoTokenFile(day.fobs);
    const file = join(folder, `fobs-${day.run}.pskcxml`);
    await writeFile(file, xml, { mode: 0o600 });
    const request = {
      institution: day.institutionId,
      file,
      format: 'pskc',
      presharedKeyHex,
    } as const;
    const result = await day.admin((admin) => admin.importTokens(request, () => undefined));
    expectThat('the file is imported', result.ok, result);
    if (!result.ok) return result.fault.code;
    expectSame('how many keys', result.imported, day.fobs.length);
    return `${result.imported} keys imported as ${result.importId}`;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function lookAtOne(day: Day): Promise<string> {
  const [fob] = day.fobs;
  if (!fob) throw new Error('the day has no fob');
  const { body } = await day.channel.call('list_tokens', { query: { serial: fob.serial } });
  const [token] = body.data;
  const facts = [token?.state, token?.kind, token?.digits, token?.step_seconds, token?.expires_on];
  expectSame('the token', facts, ['in_stock', 'totp', 6, 60, fob.expiresOn]);
  const hex = Buffer.from(fob.seed).toString('hex');
  expectThat('no secret in the answer', !day.lastAnswer().text.includes(hex), 'the seed');
  return `serial ${fob.serial}, in_stock, totp SHA1, 6 digits, 60 s, expires ${fob.expiresOn}`;
}
