import type { Io } from '../io.ts';
import { runCli } from '../program.ts';

/** Runs a command line in this process; faster than the bin where only its answer matters. */
export async function runHere(
  args: readonly string[],
  { env = {}, stdin = '' }: { readonly env?: Io['env']; readonly stdin?: string } = {},
) {
  const written = { out: '', err: '' };
  const io: Io = {
    env,
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
    },
    errIsTerminal: false,
    stdin: () => stdin,
  };
  const code = await runCli(args, io);
  return { code, ...written };
}
